"""The few orders that must leave next, with what is held for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Sum

from core.models import Store
from inventory.models import Reservation
from orders.models import Order, OrderItem
from orders.selectors.lanes import leaving
from orders.selectors.order_list import FirstLine, first_lines

COLUMNS = (
    "id", "number", "status", "channel", "connection__name", "connection__marketplace__name", "ship_by", "sync_status",
    "sync_error", "short_units", "unlinked_lines", "cancel_requested", "requires_shipping", "total", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An order with its first line, and of how many units it asks how many are held."""

    order: Mapping[str, Any]
    line: FirstLine | None
    asked: int = 0
    held: int = 0


def nearest(store: Store, now: datetime, most: int = 6) -> Sequence[Near]:
    """By deadline, then by what a delay costs; those without a deadline last. Three statements."""
    rows = Order.objects.filter(leaving(), store=store).order_by(F("ship_by").asc(nulls_last=True), "-total", "id")
    found = list(rows.values(*COLUMNS)[:most])
    ids = [row["id"] for row in found]
    lines, held = first_lines(ids), _held(ids)
    return [
        Near(
            order=row,
            line=lines.get(row["id"]),
            asked=held.get(row["id"], (0, 0))[0],
            held=held.get(row["id"], (0, 0))[1],
        )
        for row in found
    ]


def _held(ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Asked and granted units by order. A reservation names its line without a foreign key."""
    owners = dict(OrderItem.objects.filter(order__in=ids).values_list("pk", "order_id"))
    sums: dict[UUID, tuple[int, int]] = {}
    rows = (
        Reservation.objects.filter(order_item_id__in=list(owners), asked__gt=0)
        .order_by()
        .values_list("order_item_id")
        .annotate(asked=Sum("asked"), granted=Sum("granted"))
    )
    for item, asked, granted in rows:
        before = sums.get(owners[item], (0, 0))
        sums[owners[item]] = (before[0] + asked, before[1] + granted)
    return sums
