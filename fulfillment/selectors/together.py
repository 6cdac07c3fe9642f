"""Orders that could travel in one parcel, and those that are packed together already."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Upper

from core.models import Store
from fulfillment.models import JointOrder, JointParcel
from marketplaces.services.abilities import able
from orders.models import Order
from orders.selectors.lanes import leaving
from orders.selectors.views import OPEN

#: Buyers with several orders that are looked at; whoever has more is through the first ones long before.
MOST_BUYERS = 200
#: Orders of one name that are compared with one another.
MOST_ORDERS = 50
#: Where the marketplace makes the label of each parcel, nothing else travels in it.
LABEL = "label"
PARTS = ("line1", "line2", "postcode", "city", "country")
NOT_A_SIGN = re.compile(r"[^\w*]+")


def destination(order: Order) -> tuple[str, ...] | None:
    """Who gets it and where, without what people write differently; None where the marketplace hides a part of it."""
    address: Mapping[str, str] = order.shipping_address or {}
    name = address.get("name") or order.customer_name
    parts = tuple(NOT_A_SIGN.sub("", str(part or "").casefold()) for part in (name, *map(address.get, PARTS)))
    whole = parts[0] and parts[1] and (parts[3] or parts[4] or "," in address.get("line1", ""))
    return parts if whole and "*" not in "".join(parts) else None


def joinable() -> Q:
    """Orders that could leave, in a parcel."""
    return leaving() & Q(requires_shipping=True)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Orders of one buyer to one address, the nearest deadline first."""

    orders: Sequence[Order]

    @property
    def due(self) -> datetime | None:
        return min((order.ship_by for order in self.orders if order.ship_by), default=None)


def suggestions(store: Store) -> list[Suggestion]:
    """Orders that go to the same door and are not packed together yet; the most urgent first. Two queries."""
    waiting = _free(store).exclude(customer_name="").annotate(buyer=Upper("customer_name"))
    names = (
        waiting.values("buyer").annotate(n=Count("pk"), first=Min("ship_by")).filter(n__gt=1)
        .order_by("first", "buyer").values_list("buyer", flat=True)[:MOST_BUYERS]
    )  # fmt: skip
    found: dict[tuple[str, ...], list[Order]] = {}
    rows = waiting.filter(buyer__in=list(names)).select_related("connection__marketplace")
    for order in rows.order_by("ship_by", "number"):
        if (door := destination(order)) and not able(order.connection, LABEL):
            found.setdefault(door, []).append(order)
    groups = [Suggestion(orders) for orders in found.values() if len(orders) > 1]
    return sorted(groups, key=lambda group: (group.due is None, group.due, group.orders[0].number))


def going_along(order: Order) -> list[Order]:
    """Other orders that go to the same door as this one and are not packed together with any. One query."""
    door = destination(order)
    if door is None:
        return []
    rows = _free(order.store).annotate(buyer=Upper("customer_name")).filter(buyer=Upper(Value(order.customer_name)))
    others = rows.exclude(pk=order.pk).select_related("connection__marketplace").order_by("ship_by", "number")
    return [
        other for other in others[:MOST_ORDERS]
        if destination(other) == door and not able(other.connection, LABEL)
    ]  # fmt: skip


def _free(store: Store | uuid.UUID) -> QuerySet[Order]:
    packed = JointOrder.objects.filter(state=JointOrder.State.PACKED)
    return Order.objects.filter(joinable(), store=store).exclude(pk__in=packed.values("order"))


def joint_parcels(store: Store, *, state: str = "") -> QuerySet[JointParcel]:
    """Of the store, each with its orders and their lines; `state` is packed, shipped or parted."""
    rows = JointParcel.objects.filter(store=store)
    if state == "packed":
        open_inside = JointOrder.objects.filter(
            joint_parcel=OuterRef("pk"), state=JointOrder.State.PACKED, order__status__in=OPEN
        )
        rows = rows.filter(Exists(open_inside), shipped_at__isnull=True, parted_at__isnull=True)
    elif state == "shipped":
        rows = rows.filter(shipped_at__isnull=False)
    elif state == "parted":
        rows = rows.filter(parted_at__isnull=False)
    inside = JointOrder.objects.exclude(state=JointOrder.State.OUT).order_by("created_at", "id")
    inside = inside.select_related("order__connection__marketplace").prefetch_related("order__items")
    return rows.prefetch_related(Prefetch("orders", queryset=inside))


def packed_with(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, JointParcel]:
    """By order: the joint parcel that it is packed in and has not left yet."""
    rows = JointOrder.objects.filter(order__in=list(ids), state=JointOrder.State.PACKED)
    return {row.order_id: row.joint_parcel for row in rows.select_related("joint_parcel")}


def company_of(order: Order) -> tuple[JointParcel | None, list[Order]]:
    """The joint parcel an order is or left in, and the other orders of it. Two queries at most."""
    mine = order.joint_orders.exclude(state=JointOrder.State.OUT).select_related("joint_parcel")
    row = mine.order_by("-created_at").first()
    if row is None:
        return None, []
    others = JointOrder.objects.filter(joint_parcel=row.joint_parcel_id, state=row.state).exclude(order=order.pk)
    return row.joint_parcel, [other.order for other in others.select_related("order").order_by("created_at", "id")]
