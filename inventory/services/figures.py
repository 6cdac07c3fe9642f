"""Keeps what marketplaces count by themselves: one row per listing and day, the latest reading wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from inventory.models import ListingFigures, MarketplaceProduct
from marketplaces.canonical.figures import DayFigures
from marketplaces.models import Connection

NUMBERS = (
    "ordered_units", "revenue", "currency", "views", "sessions", "cart_adds", "cancelled_units", "delivered_units",
    "returned_units",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """How many days of listings were stored, and how many are of products without a listing here."""

    stored: int
    unknown: int


def keep_figures(*, connection: Connection, figures: Sequence[DayFigures], seen_at: datetime) -> Kept:
    """Store a page in one statement."""
    listings = _listings(connection, figures)
    latest = {
        (listings[place], each.day): each
        for each in figures
        if (place := (each.remote_product_id, each.remote_variant_id)) in listings
    }
    rows = [
        ListingFigures(
            store_id=connection.store_id, connection=connection, listing_id=listing, day=day, updated_at=seen_at,
            **{name: getattr(each, name) for name in NUMBERS},
        )
        for (listing, day), each in latest.items()
    ]  # fmt: skip
    ListingFigures.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["listing", "day"],
        update_fields=[*NUMBERS, "updated_at"],
    )
    known = sum((each.remote_product_id, each.remote_variant_id) in listings for each in figures)
    return Kept(stored=len(rows), unknown=len(figures) - known)


def _listings(connection: Connection, figures: Sequence[DayFigures]) -> dict[tuple[str, str], UUID]:
    products = {each.remote_product_id for each in figures}
    found = MarketplaceProduct.objects.filter(connection=connection, marketplace_product_id__in=products)
    rows = found.values_list("marketplace_product_id", "marketplace_variant_id", "pk")
    return {(product, variant): pk for product, variant, pk in rows}
