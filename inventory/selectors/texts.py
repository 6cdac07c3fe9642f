"""A product's words by language: its own, those borrowed from another language, and those still missing (F40)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.models import Store
from inventory.models import Product, ProductTranslation

FIELDS = ("title", "description")
#: Words by language, each with the fields of `FIELDS`; a blank one is not there.
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """A field as a reader of one language sees it; `language` is that of the value, `borrowed` if not the reader's."""

    value: str
    language: str
    borrowed: bool = False


def languages_of(store: Store) -> list[str]:
    """The store's languages in fallback order; one that never said has the language of its locale."""
    return [str(each) for each in store.languages] or [store.locale.replace("_", "-").split("-")[0]]


def own_language(product_language: str, languages: Sequence[str]) -> str:
    """The language of a product's own title: what nobody named is the store's first."""
    return product_language or languages[0]


def reading(language: str, languages: Sequence[str]) -> str:
    """The store's language nearest to a member's: the same, the same without its country, else the first."""
    plain = language.partition("-")[0].lower()
    near = [each for each in languages if each.lower() == language.lower()]
    near += [each for each in languages if each.partition("-")[0].lower() == plain]
    return next(iter(near), languages[0])


def words_of(
    title: str, description: str, language: str, others: Iterable[tuple[str, str, str]], languages: Sequence[str]
) -> dict[str, dict[str, str]]:
    """All words of a product; `others` are (language, title, description). In its own language its own words count."""
    own = own_language(language, languages)
    words = {name: {"title": there, "description": more} for name, there, more in others if name != own}
    words[own] = {"title": title, "description": description}
    return words


def shown(words: Words, language: str, languages: Sequence[str], own: str = "") -> dict[str, Text]:
    """What a reader of `language` sees by field: their own, else along the store's languages, else the product's."""
    order = dict.fromkeys([language, *languages, *([own] if own else []), *words])
    found = {}
    for field in FIELDS:
        source = next((each for each in order if words.get(each, {}).get(field, "").strip()), language)
        value = words.get(source, {}).get(field, "")
        found[field] = Text(value, source, borrowed=source != language and bool(value))
    return found


def missing(words: Words, languages: Sequence[str]) -> dict[str, int]:
    """How many texts each of these languages lacks. A description that no language has is not missing anywhere."""
    wanted = [field for field in FIELDS if field == "title" or any(each[field].strip() for each in words.values())]
    return {
        language: sum(not words.get(language, {}).get(field, "").strip() for field in wanted) for language in languages
    }


def words_of_products(store: Store, product_ids: Collection[UUID]) -> dict[UUID, dict[str, dict[str, str]]]:
    """The words of several products: two queries."""
    languages = languages_of(store)
    others: dict[UUID, list[tuple[str, str, str]]] = {}
    rows = ProductTranslation.objects.filter(product__in=list(product_ids), store=store)
    for product, *text in rows.values_list("product_id", "language", "title", "description"):
        others.setdefault(product, []).append((text[0], text[1], text[2]))
    own = Product.objects.filter(pk__in=list(product_ids), store=store)
    return {
        pk: words_of(title, description, language, others.get(pk, ()), languages)
        for pk, title, description, language in own.values_list("pk", "title", "description", "language")
    }
