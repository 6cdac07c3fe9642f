"""What marketplaces count by themselves beside what came in here: the same listings, the same days of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, Q, Sum

from core.models import Store
from core.period import Period
from inventory.models import ListingFigures, MarketplaceProduct
from marketplaces.models import Connection
from marketplaces.services.abilities import figures_of_cards, figures_zone
from orders.models import OrderItem

#: Told by product and day; what no row tells stays empty.
NUMBERS = (
    "ordered_units", "revenue", "views", "sessions", "cart_adds", "cancelled_units", "delivered_units",
    "returned_units",
)  # fmt: skip
Ours = tuple[int, Decimal]
NONE: Ours = (0, Decimal(0))


@dataclass(frozen=True, slots=True)
class Compared:
    """One listing: their numbers, and the units and money of the orders that came in here."""

    listing: MarketplaceProduct
    currency: str
    told: Mapping[str, int | Decimal | None]
    our_units: int
    our_revenue: Decimal

    @property
    def unit_difference(self) -> int | None:
        """Ours less theirs."""
        theirs = self.told["ordered_units"]
        return None if theirs is None else self.our_units - int(theirs)


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop's listings, those that brought most first, and the days that both sides are counted of."""

    connection: Connection
    zone: str
    first: date
    last: date
    rows: Sequence[Compared]


def their_figures(store: Store, period: Period) -> Sequence[Shop]:
    """Every shop whose marketplace told figures of these days.

    Only days from the first to the last that it told are compared.
    """
    found = ListingFigures.objects.filter(store=store, day__range=(period.first, period.last))
    told = found.filter(connection__deleted_at__isnull=True)
    days = {
        row["connection_id"]: (row["first"], row["last"])
        for row in told.values("connection_id").annotate(first=Min("day"), last=Max("day")).order_by()
    }
    if not days:
        return []
    shops = Connection.objects.filter(store=store, pk__in=days).select_related("marketplace").order_by("name", "pk")
    zones = {shop.pk: figures_zone(shop) for shop in shops}
    sums = list(told.values("listing_id", "connection_id", "currency").annotate(**_sums()).order_by())
    listings = MarketplaceProduct.all_objects.filter(store=store).in_bulk([row["listing_id"] for row in sums])
    ours = _ours(store, {pk: (*days[pk], zones[pk]) for pk in zones})
    ours |= _of_cards(ours, listings.values(), [shop for shop in shops if figures_of_cards(shop)])
    rows: dict[UUID, list[Compared]] = {pk: [] for pk in zones}
    for row in sums:
        if row["connection_id"] in rows:
            rows[row["connection_id"]].append(_compared(row, listings, ours))
    return [Shop(shop, zones[shop.pk], *days[shop.pk], _by_worth(rows[shop.pk])) for shop in shops]


def _sums() -> dict[str, Sum]:
    return {f"all_{name}": Sum(name) for name in NUMBERS}


def _ours(store: Store, days: Mapping[UUID, tuple[date, date, str]]) -> dict[UUID, Ours]:
    """Units and money by listing of what was ordered then, cancelled since or not: so do they count."""
    spans = (
        Q(order__connection_id=pk, order__ordered_at__gte=span.start, order__ordered_at__lt=span.end)
        for pk, (first, last, zone) in days.items()
        for span in (Period(first, last, ZoneInfo(zone)),)
    )
    lines = OrderItem.objects.filter(reduce(or_, spans), order__store=store, order__deleted_at__isnull=True)
    found = lines.filter(listing__isnull=False).values_list("listing_id").annotate(Sum("quantity"), Sum("total"))
    return {listing: (units, total) for listing, units, total in found.order_by()}


def _of_cards(
    ours: Mapping[UUID, Ours], told: Iterable[MarketplaceProduct], shops: Sequence[Connection]
) -> dict[UUID, Ours]:
    """Of what is counted by card: what came in here of all its variants, under the listing that stands for it."""
    counted = {shop.pk for shop in shops}
    heads = {
        (each.connection_id, each.marketplace_product_id): each.pk for each in told if each.connection_id in counted
    }
    if not heads:
        return {}
    variants = MarketplaceProduct.all_objects.filter(
        connection__in=shops, marketplace_product_id__in={product for _shop, product in heads}
    )
    found: dict[UUID, Ours] = {}
    for shop, product, pk in variants.values_list("connection_id", "marketplace_product_id", "pk"):
        head, (units, money) = heads.get((shop, product)), ours.get(pk, NONE)
        if head is not None:
            before = found.get(head, NONE)
            found[head] = before[0] + units, before[1] + money
    return found


def _compared(
    row: Mapping[str, object], listings: Mapping[UUID, MarketplaceProduct], ours: Mapping[UUID, Ours]
) -> Compared:
    listing: UUID = row["listing_id"]  # type: ignore[assignment]
    told = {name: row[f"all_{name}"] for name in NUMBERS}
    return Compared(listings[listing], str(row["currency"]), told, *ours.get(listing, NONE))  # type: ignore[arg-type]


def _by_worth(rows: Iterable[Compared]) -> list[Compared]:
    return sorted(rows, key=lambda row: (-(row.told["revenue"] or 0), row.listing.title, str(row.listing.pk)))
