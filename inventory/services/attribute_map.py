"""Keeps what categories of a shop ask of goods, and what goods of ours say to it."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from inventory.models import AttributeChoice, CategoryAttributes, CategoryChoice, Offer
from inventory.services.outbound import mark_offers
from marketplaces.canonical.products import RemoteAttribute
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_attributes, takes_cards

LONGEST, LONGEST_FACT = 250, 100


def keep_attributes(*, shop: Connection, category: str, attributes: Sequence[RemoteAttribute]) -> CategoryAttributes:
    """Remember what a category asks. Raises DomainError where it tells nothing: what was read before stays."""
    if not attributes:
        raise DomainError(
            _("%(kind)s does not tell what its categories ask. Add what you know of it by its name.")
            % {"kind": shop.marketplace.name}
        )
    row, _is_new = CategoryAttributes.objects.update_or_create(
        connection=shop, category=category,
        defaults={"store": shop.store, "attributes": list(map(asdict, attributes)), "read_at": timezone.now()},
    )  # fmt: skip
    return row


def choose_attribute(
    *, shop: Connection, category: str, name: str, words: str = "", fact: str = "", by: str
) -> AttributeChoice:
    """Have goods in this category of theirs say `words`, or each its own `fact`, to the characteristic of this name.

    Neither takes the choice back. New products that wait at the shop in this category are sent again by themselves.
    Raises DomainError at its field for what cannot be.
    """
    category, name, words, fact = category.strip(), name.strip(), words.strip(), fact.strip()
    _check(shop, category, name, words, fact)
    with transaction.atomic():
        Connection.objects.select_for_update(no_key=True).get(pk=shop.pk)
        row = AttributeChoice.objects.filter(connection=shop, category=category, name=name).first()
        row = row or AttributeChoice(store=shop.store, connection=shop, category=category, name=name)
        if (row.words, row.fact) != (words, fact):
            row.words, row.fact, row.chosen_by = words, fact, by[:150]
            row._change_reason = f"chosen by {by}"[:100]
            row.save()
            _send_waiting(shop, category)
    return row


def _check(shop: Connection, category: str, name: str, words: str, fact: str) -> None:
    if not (takes_cards(shop) and has_own_attributes(shop)):
        raise DomainError(_("%(kind)s takes no attributes of its own from here.") % {"kind": shop.marketplace.name})
    if not category:
        raise DomainError(_("Name the category as the marketplace numbers or names it."), field="category")
    for field, said, most in (
        ("category", category, LONGEST),
        ("name", name, LONGEST),
        ("words", words, LONGEST),
        ("fact", fact, LONGEST_FACT),
    ):
        if len(said) > most:
            raise DomainError(_("This is longer than %(n)d characters.") % {"n": most}, field=field)
    if not name:
        raise DomainError(_("Name the attribute as it is called there."), field="name")
    if words and fact:
        raise DomainError(_("Give words for all of them or a fact of each, not both."), field="fact")


def _send_waiting(shop: Connection, category: str) -> None:
    """New offers whose card stands in this category: named by them, or chosen for ours."""
    ours = CategoryChoice.objects.filter(connection=shop, theirs=category).values("ours")
    there = Q(category=category) | Q(category="", variant__product__category__in=ours)
    rows = Offer.objects.filter(there, connection=shop, listing__isnull=True, wanted=Offer.Wish.OFFERED)
    mark_offers(list(rows.values_list("pk", flat=True)), reason="Attribute chosen")
