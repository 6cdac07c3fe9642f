"""What marketplaces counted of listings by themselves in the last days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Sum

from core.models import Store
from inventory.models import ListingFigures

DAYS = 30


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums up to the last day that was told; None: not told to this shop."""

    ordered_units: int | None
    views: int | None
    cart_adds: int | None
    until: date


def counted_lately(store: Store, listing_ids: Sequence[UUID], *, today: date) -> dict[UUID, Counted]:
    """The last 30 days by listing, in one query; one of which nothing was told is left out."""
    since = today - timedelta(days=DAYS - 1)
    rows = ListingFigures.objects.filter(store=store, listing_id__in=listing_ids, day__gte=since)
    sums = rows.values_list("listing_id").annotate(Sum("ordered_units"), Sum("views"), Sum("cart_adds"), Max("day"))
    return {listing: Counted(*told) for listing, *told in sums.order_by()}
