"""What is to be packed and what waits for stock: orders, how soon, and what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from core.models import Store
from inventory.models import Reservation
from orders.models import Order, OrderItem
from orders.selectors.lanes import LATE, SOON, TODAY, in_lane, leaving
from orders.selectors.views import end_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much there is to do; `packable` counts what has no deadline, too."""

    packable: int = 0
    late: int = 0
    soon: int = 0
    today: int = 0
    waiting: int = 0

    @property
    def pressing(self) -> int:
        """What must leave before midnight."""
        return self.late + self.soon + self.today


def _physical() -> Q:
    return leaving() & Q(requires_shipping=True)


def load(store: Store, now: datetime) -> Load:
    """All counts in one pass over what may leave; an order that is short waits and is in no other count."""
    whole = Q(short_units=0)
    tonight = Q(ship_by__lt=end_of_day(store, now))
    counts = Order.objects.filter(_physical(), store=store).aggregate(
        packable=Count("pk", filter=whole),
        late=Count("pk", filter=whole & in_lane(LATE, store, now)),
        soon=Count("pk", filter=whole & in_lane(SOON, store, now) & tonight),
        today=Count("pk", filter=whole & in_lane(TODAY, store, now)),
        waiting=Count("pk", filter=~whole),
    )
    return Load(**counts)


def packable(store: Store, now: datetime, *, today: bool = False) -> QuerySet[Order]:
    """Orders that can be packed whole, by deadline, then by what a delay costs; `today` leaves out what has time."""
    rows = Order.objects.filter(_physical(), store=store, short_units=0)
    if today:
        rows = rows.filter(ship_by__lt=end_of_day(store, now))
    return rows.order_by(F("ship_by").asc(nulls_last=True), "-total", "id")


def waiting_for_stock(store: Store) -> QuerySet[Order]:
    """Orders that could leave if their units were there."""
    return Order.objects.filter(_physical(), store=store, short_units__gt=0)


@dataclass(frozen=True, slots=True)
class Missing:
    """Units of one line that are not on the shelf."""

    name: str
    sku: str
    units: int
    variant_id: uuid.UUID


def missing(orders: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Missing]]:
    """What each of these orders waits for: of what was counted, as the order's own number says."""
    lines = {
        line["id"]: line
        for line in OrderItem.objects.filter(order__in=orders)
        .order_by("order_id", "position", "id")
        .values("id", "order_id", "product_name")
    }
    held = Reservation.objects.filter(
        order_item_id__in=list(lines), short__gt=0, variant__opening_counted_at__isnull=False
    )
    found: dict[uuid.UUID, list[Missing]] = {}
    for line_id, sku, variant, units in held.values_list("order_item_id", "variant__sku", "variant_id", "short"):
        line = lines[line_id]
        found.setdefault(line["order_id"], []).append(Missing(line["product_name"], sku, units, variant))
    return found
