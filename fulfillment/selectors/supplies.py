"""Supplies of a store, what lies in one, and what may still be put into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from core.models import Store
from fulfillment.models import SuppliedOrder, Supply
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.abilities import able, schemes_without_supply
from orders.models import MarketplaceOrder, Order
from orders.services import acceptance
from orders.state import OPEN

#: What a marketplace is asked whether it can.
ABILITY = "supply"
#: Orders that a page offers at a time, the most urgent first.
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRow:
    """A supply with how far the news of it has come."""

    supply: Supply
    units: int
    change: OutboundChange | None


def shops_with_supplies(store: Store) -> list[Connection]:
    """Shops whose marketplace takes several orders at one time."""
    shops = Connection.objects.filter(store=store).select_related("marketplace").order_by("name")
    return [shop for shop in shops if able(shop, ABILITY)]


def supplies(store: Store) -> QuerySet[Supply]:
    """Newest first; each counts its orders."""
    rows = Supply.objects.filter(store=store).select_related("connection__marketplace", "handed_over_by")
    return rows.annotate(inside=Count("orders", filter=Q(orders__leaves=False)))


def with_news(rows: Sequence[Supply]) -> list[SupplyRow]:
    """One query for all of them."""
    told = OutboundChange.objects.filter(kind=OutboundChange.Kind.SUPPLY, subject_id__in=[row.pk for row in rows])
    changes = {change.subject_id: change for change in told}
    return [SupplyRow(supply=row, units=getattr(row, "inside", 0), change=changes.get(row.pk)) for row in rows]


def inside(supply: Supply) -> list[SuppliedOrder]:
    """What lies in it, in the order in which it was put in."""
    rows = SuppliedOrder.objects.filter(supply=supply)
    rows = rows.select_related("marketplace_order__order").prefetch_related("marketplace_order__order_items")
    return list(rows.order_by("created_at", "id"))


def may_be_put_in(supply: Supply) -> QuerySet[MarketplaceOrder]:
    """Orders of its shop that can leave whole and lie in no supply, by deadline.

    Pending ones are accepted by being put in, so only those that can be accepted are here.
    """
    rows = MarketplaceOrder.objects.filter(
        connection=supply.connection_id, status__in=OPEN, replaced_by_split=False, supplied__isnull=True,
        order__status__in=OPEN, order__scheme=Order.Scheme.SELLER, order__held_at__isnull=True,
        order__requires_shipping=True, order__short_units=0, order__deleted_at__isnull=True,
        order__archived_at__isnull=True,
    ).exclude(order__remote_scheme__in=schemes_without_supply(supply.connection))  # fmt: skip
    if not able(supply.connection, acceptance.ABILITY):
        rows = rows.exclude(order__status=Order.Status.PENDING, order__paid_at__isnull=True)
    return rows.select_related("order").order_by(F("order__ship_by").asc(nulls_last=True), "order__ordered_at", "id")


def find_by_code(supply: Supply, code: str) -> UUID | None:
    """The order that a scanned or typed code means: a number of it, or the most urgent with goods of this code."""
    rows = may_be_put_in(supply)
    text = code.strip()
    numbered = rows.filter(Q(order__number__iexact=text) | Q(marketplace_order_id=text))
    goods = rows.filter(
        Q(order_items__variant__gtin=text)
        | Q(order_items__variant__sku__iexact=text)
        | Q(order_items__product_sku__iexact=text)
    )
    found = numbered.values_list("pk", flat=True).first()
    return found or goods.values_list("pk", flat=True).first()
