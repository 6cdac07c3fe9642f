"""Keeps which category of a shop each of ours belongs in, and what categories the shop has."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from inventory.models import CategoryChoice, CategoryTree, Offer
from inventory.selectors.category_map import path_of
from inventory.services.outbound import mark_offers
from marketplaces.canonical.products import RemoteCategory
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_categories, takes_cards

LONGEST = 250


def choose_category(*, shop: Connection, ours: str, theirs: str, by: str) -> CategoryChoice:
    """Put goods of one category of ours into this one of the shop; an empty one takes the choice back.

    What waits for it at the shop is sent again by itself. Raises DomainError at its field for what cannot be.
    """
    ours, theirs = ours.strip(), theirs.strip()
    if not (takes_cards(shop) and has_own_categories(shop)):
        raise DomainError(_("%(kind)s takes our categories as they are.") % {"kind": shop.marketplace.name})
    if not ours or len(ours) > LONGEST:
        raise DomainError(_("Name one of your categories."), field="ours")
    if len(theirs) > LONGEST:
        raise DomainError(_("This is longer than %(n)d characters.") % {"n": LONGEST}, field="theirs")
    with transaction.atomic():
        Connection.objects.select_for_update(no_key=True).get(pk=shop.pk)
        row = CategoryChoice.objects.filter(connection=shop, ours=ours).first()
        row = row or CategoryChoice(store=shop.store, connection=shop, ours=ours)
        if row.theirs != theirs:
            row.theirs, row.path, row.chosen_by = theirs, path_of(shop, theirs), by[:150]
            row._change_reason = f"chosen by {by}"[:100]
            row.save()
            _send_waiting(shop, ours)
    return row


def _send_waiting(shop: Connection, ours: str) -> None:
    """New offers that name no category of their own."""
    rows = Offer.objects.filter(
        connection=shop, listing__isnull=True, wanted=Offer.Wish.OFFERED, category="", variant__product__category=ours
    )
    mark_offers(list(rows.values_list("pk", flat=True)), reason="Category chosen")


def keep_tree(*, shop: Connection, categories: Sequence[RemoteCategory]) -> CategoryTree:
    """Remember what categories the shop has. Raises DomainError where it tells none: what was read before stays."""
    if not categories:
        raise DomainError(
            _("%(kind)s does not tell its categories. Type the number.") % {"kind": shop.marketplace.name}
        )
    leaves = [[each.remote_id, list(each.path)] for each in categories]
    row, _is_new = CategoryTree.objects.update_or_create(
        connection=shop, defaults={"store": shop.store, "leaves": leaves, "read_at": timezone.now()}
    )
    return row
