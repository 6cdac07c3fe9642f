"""Packing slips: what lies in the parcel of each of these orders. No prices, no phone number: it goes to the buyer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fulfillment.models import JointOrder
from orders.models import MarketplaceOrder, Order, OrderItem
from orders.selectors.views import OPEN


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Units of one line."""

    name: str
    sku: str
    gtin: str
    units: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One parcel's sheet. `remote` is the number that the marketplace knows it by, `others` what else lies in it."""

    order: Order
    remote: str
    lines: Sequence[SlipLine]
    others: Sequence[Slip] = ()

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines) + sum(other.units for other in self.others)


def slips(orders: Sequence[Order]) -> list[Slip]:
    """In the order in which they were asked for: three queries. What is still to be packed, else what was in it.

    Orders that are packed together are one sheet, also where only one of them was asked for (a query more).
    """
    companies = _companies(orders)
    asked = {order.pk: order for order in orders}
    brought = {pk for company in companies.values() for pk in company} - set(asked)
    known = asked | Order.objects.select_related("connection__marketplace").in_bulk(brought) if brought else asked
    made = {slip.order.pk: slip for slip in _alone(list(known.values()))}
    found, done = [], set[uuid.UUID]()
    for order in orders:
        company = companies.get(order.pk, [order.pk])
        if order.pk not in done:
            done.update(company)
            found.append(replace(made[order.pk], others=[made[pk] for pk in company if pk != order.pk]))
    return found


def _companies(orders: Sequence[Order]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """By order: all orders that are packed with it, itself among them."""
    packed = JointOrder.objects.filter(state=JointOrder.State.PACKED)
    mine = packed.filter(order__in=[order.pk for order in orders]).values("joint_parcel")
    together: dict[uuid.UUID, list[uuid.UUID]] = {}
    rows = packed.filter(joint_parcel__in=mine, order__status__in=OPEN).order_by("created_at", "id")
    for parcel, order in rows.values_list("joint_parcel_id", "order_id"):
        together.setdefault(parcel, []).append(order)
    return {order: company for company in together.values() for order in company}


def _alone(orders: Sequence[Order]) -> list[Slip]:
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
