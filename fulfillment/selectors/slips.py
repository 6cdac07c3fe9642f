"""Packing slips: what lies in the parcel of each of these orders. No prices, no phone number: it goes to the buyer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from orders.models import MarketplaceOrder, Order, OrderItem


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Units of one line."""

    name: str
    sku: str
    gtin: str
    units: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One order's sheet. `remote` is the number that the marketplace knows it by."""

    order: Order
    remote: str
    lines: Sequence[SlipLine]

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)


def slips(orders: Sequence[Order]) -> list[Slip]:
    """In the order in which they were asked for: two queries. What is still to be packed, else what was in it."""
    ids = [order.pk for order in orders]
    lines: dict[uuid.UUID, list[OrderItem]] = {}
    for item in OrderItem.objects.filter(order__in=ids, is_digital=False).order_by("position", "id"):
        lines.setdefault(item.order_id, []).append(item)
    remotes: dict[uuid.UUID, list[str]] = {}
    told = MarketplaceOrder.objects.filter(order__in=ids, replaced_by_split=False).order_by("created_at", "id")
    for order_id, number, remote_id in told.values_list("order_id", "marketplace_order_number", "marketplace_order_id"):
        remotes.setdefault(order_id, []).append(number or remote_id)
    return [
        Slip(order, ", ".join(remotes.get(order.pk, [order.channel_order_id])), _lines(lines.get(order.pk, [])))
        for order in orders
    ]


def _lines(items: Sequence[OrderItem]) -> list[SlipLine]:
    is_open = any(item.open_quantity for item in items)
    found = []
    for item in items:
        units = item.open_quantity if is_open else max(0, item.quantity - item.cancelled_quantity)
        if units:
            found.append(SlipLine(item.product_name, item.product_sku, item.product_gtin, units))
    return found
