"""Units kept for one shop's promotion: begun and ended by a person, counted down by sales, over by itself."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.sets import update_rows
from inventory.models import MarketplaceProduct, PromotionHold, Variant
from inventory.services.outbound import mark_stock
from inventory.services.stock import LARGEST
from marketplaces.models import Connection


def hold(*, listing: MarketplaceProduct, quantity: int, until: datetime, by: str) -> PromotionHold:
    """Keep units of a listing's goods for its shop until then; a second word replaces the first.

    Raises DomainError for what is not linked, for a number that cannot be and for a time that is over.
    """
    if listing.variant_id is None:
        raise DomainError(_("Link this listing to a product first; then units can be kept for it."))
    if not 1 <= quantity <= LARGEST:
        raise DomainError(_("Enter how many are kept, 1 or more."), field="quantity")
    if until <= timezone.now():
        raise DomainError(_("The last day is over. Choose today or a later one."), field="until")
    with transaction.atomic():
        Variant.objects.select_for_update(no_key=True).get(pk=listing.variant_id)
        row = _open(listing) or PromotionHold(
            store_id=listing.store_id, connection_id=listing.connection_id, variant_id=listing.variant_id
        )
        row.quantity = row.left = quantity
        row.until = until
        row._change_reason = f"held by {by}"[:100]
        row.save()
        mark_stock([listing.variant_id], reason="Held for a promotion")
    return row


def end(*, listing: MarketplaceProduct, by: str) -> None:
    """Nothing is kept for it any more; where nothing was, nothing happens."""
    with transaction.atomic():
        row = _open(listing)
        if row is None:
            return
        row.ended_at = timezone.now()
        row._change_reason = f"ended by {by}"[:100]
        row.save(update_fields=["ended_at", "updated_at"])
        mark_stock([row.variant_id], reason="Promotion ended")


def end_over() -> int:
    """End what is over and let the other shops hear of it; says how many. Several may do this at once."""
    with transaction.atomic():
        now = timezone.now()
        rows = PromotionHold.objects.select_for_update(skip_locked=True).filter(ended_at__isnull=True, until__lte=now)
        over = list(rows.order_by("pk")[:500])
        update_rows(PromotionHold, ("id", "ended_at"), [(row.pk, now) for row in over], now=now, reason="over")
        mark_stock({row.variant_id for row in over}, reason="Promotion ended")
    return len(over)


def sold(shop: Connection, units: Mapping[UUID, int]) -> None:
    """What this shop's buyers asked for comes out of what is kept for it; belongs in the transaction that reserves.

    What is cancelled later is free for every shop.
    """
    held = PromotionHold.objects.filter(
        connection=shop, variant__in=list(units), ended_at__isnull=True, until__gt=timezone.now(), left__gt=0
    )
    for row in held.select_for_update().order_by("pk") if units else ():
        row.left = max(0, row.left - units[row.variant_id])
        row._change_reason = "sold there"
        row.save(update_fields=["left", "updated_at"])


def find_open(listing: MarketplaceProduct) -> PromotionHold | None:
    """What is kept for a listing now."""
    rows = PromotionHold.objects.filter(connection=listing.connection_id, variant=listing.variant_id)
    return rows.filter(ended_at__isnull=True, until__gt=timezone.now()).first()


def _open(listing: MarketplaceProduct) -> PromotionHold | None:
    rows = PromotionHold.objects.select_for_update().filter(
        connection=listing.connection_id, variant=listing.variant_id, ended_at__isnull=True
    )
    return rows.first()
