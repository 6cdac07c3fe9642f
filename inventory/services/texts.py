"""Writes a product's words in one language. What equals the fallback is not stored: it stays borrowed."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from inventory.models import Product, ProductTranslation
from inventory.selectors.texts import FIELDS, languages_of, own_language, shown, words_of
from inventory.services.outbound import mark_cards

LONGEST = {"title": 500, "description": 100_000}


def save_texts(
    *, product: Product, language: str, title: str, description: str, by: str, expected: Mapping[str, str] | None = None
) -> list[str]:
    """Save both texts; returns the fields that changed. A blank one falls back to another language again.

    `expected` are the texts of this language as they were when asked (blank where borrowed). Raises DomainError for a
    language the store does not have, and ChangedMeanwhile.
    """
    languages = languages_of(product.store)
    if language not in {*languages, own_language(product.language, languages)}:
        sentence = _("This store has no texts in “%(language)s”. Add the language to the store first.")
        raise DomainError(sentence % {"language": language}, field="language")
    wanted = {"title": _plain(title), "description": _plain(description)}
    with transaction.atomic():
        row = Product.objects.select_for_update().get(pk=product.pk)
        others = row.translations.values_list("language", "title", "description")
        words = words_of(row.title, row.description, row.language, others, languages)
        mine = {field: words.get(language, {}).get(field, "") for field in FIELDS}
        rest = {each: text for each, text in words.items() if each != language}
        borrowed = shown(rest, language, languages, own_language(row.language, languages))
        for field in FIELDS:
            if not mine[field] and wanted[field] == _plain(borrowed[field].value):
                wanted[field] = ""
        _check(wanted, mine, expected)
        changed = [field for field in FIELDS if wanted[field] != _plain(mine[field])]
        if changed:
            _write(row, language, wanted, by, own=language == own_language(row.language, languages))
            mark_cards([row.pk])
    return changed


def remove_texts(*, product: Product, language: str, by: str, expected: Mapping[str, str] | None = None) -> list[str]:
    """Let this language fall back to others. Raises DomainError for the product's own: something must be there.

    `expected` as `save_texts`: what somebody wrote meanwhile is not taken away unseen.
    """
    return save_texts(product=product, language=language, title="", description="", by=by, expected=expected)


def _plain(text: str) -> str:
    """Browsers send line breaks as CR LF, and PostgreSQL keeps no NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _check(wanted: Mapping[str, str], mine: Mapping[str, str], expected: Mapping[str, str] | None) -> None:
    for field, text in wanted.items():
        if len(text) > LONGEST[field]:
            sentence = _("This is longer than %(most)d characters. Shorten it by %(over)d.")
            raise DomainError(sentence % {"most": LONGEST[field], "over": len(text) - LONGEST[field]}, field=field)
    if expected is None:
        return
    theirs = {
        field: mine[field]
        for field in FIELDS
        if _plain(mine[field]) not in (_plain(expected.get(field, "")), wanted[field])
    }
    if theirs:
        raise ChangedMeanwhile(theirs)


def _write(product: Product, language: str, texts: Mapping[str, str], by: str, *, own: bool) -> None:
    reason = f"texts by {by}"[:100]
    if own:
        if not texts["title"]:
            raise DomainError(_("The product's own title cannot be empty. Enter one."), field="title")
        product.title, product.description = texts["title"], texts["description"]
        product._change_reason = reason
        product.save(update_fields=["title", "description", "updated_at"])
    row = ProductTranslation.all_objects.filter(product=product, language=language).first()
    if row is None and own:
        return
    row = row or ProductTranslation(store=product.store, product=product, language=language)
    row.title, row.description, row.deleted_at = texts["title"], texts["description"], None
    row._change_reason = reason
    row.save()
