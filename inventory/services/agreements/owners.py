"""Whose word counts for a field, at a shop or for one listing."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from inventory.models import Agreement, FieldOwner, MarketplaceProduct
from inventory.models.agreement import Decides, Field
from marketplaces.models import Connection


def set_owner(*, shop: Connection, field: str, decides: str, by: str) -> FieldOwner:
    """For all listings of a shop that say nothing of their own. What is open already waits for its person."""
    if field not in Field.values or decides not in Decides.values:
        raise DomainError(_("Choose who decides: you, Orion or the channel."), field=field)
    with transaction.atomic():
        row, _made = FieldOwner.objects.select_for_update().get_or_create(
            connection=shop, field=field, defaults={"store": shop.store, "set_by": by[:150]}
        )
        if row.decides != decides:
            row.decides, row.set_by = decides, by[:150]
            row._change_reason = f"set by {by}"[:100]
            row.save()
    return row


def set_listing_owner(*, listing: MarketplaceProduct, field: str, decides: str, by: str) -> bool:
    """For one listing; empty is as its shop says. Says whether anything changed."""
    if field not in Field.values or decides not in ("", *Decides.values):
        raise DomainError(_("Choose who decides: you, Orion or the channel."), field=field)
    with transaction.atomic():
        row = Agreement.objects.select_for_update().filter(listing=listing, field=field).first()
        if row is None:
            return False
        shops = decides_for([], listing.connection)[field]
        wanted = "" if decides == shops else decides
        changed = row.decides != wanted
        if changed:
            row.decides = wanted
            row._change_reason = f"{decides or 'as the shop'} by {by}"[:100]
            row.save()
    return changed


def decides_for(agreements: Sequence[Agreement], shop: Connection) -> dict[str, str]:
    """Who decides about each field of a listing: its own word, else its shop's, else a person."""
    rules = dict(FieldOwner.objects.filter(connection=shop).values_list("field", "decides"))
    own = {row.field: row.decides for row in agreements if row.decides}
    return {name: own.get(name) or rules.get(name, Decides.ASK) for name in Field.values}
