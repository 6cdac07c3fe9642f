"""Keeps what marketplaces count by themselves: one row per listing and day, the latest reading wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from inventory.models import ListingFigures, MarketplaceProduct
from marketplaces.canonical.figures import DayFigures
from marketplaces.models import Connection

#: By product, then by variant, the oldest first.
Listings = Mapping[str, Mapping[str, UUID]]
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
    placed = [(found, each) for each in figures if (found := _listing_of(each, listings)) is not None]
    latest = {(listing, each.day): each for listing, each in placed}
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
    return Kept(stored=len(rows), unknown=len(figures) - len(placed))


def _listing_of(each: DayFigures, listings: Listings) -> UUID | None:
    """The variant's listing; where a card is counted as a whole, that of its variants which was here first."""
    card = listings.get(each.remote_product_id, {})
    found = card.get(each.remote_variant_id)
    return found or (None if each.remote_variant_id else next(iter(card.values()), None))


def _listings(connection: Connection, figures: Sequence[DayFigures]) -> Listings:
    """Also those that are gone: the first of a card stays the first, and its days keep one place."""
    products = {each.remote_product_id for each in figures}
    found = MarketplaceProduct.all_objects.filter(connection=connection, marketplace_product_id__in=products)
    cards: dict[str, dict[str, UUID]] = {}
    rows = found.order_by("created_at", "pk").values_list("marketplace_product_id", "marketplace_variant_id", "pk")
    for product, variant, pk in rows:
        cards.setdefault(product, {})[variant] = pk
    return cards
