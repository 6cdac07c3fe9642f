"""Several parcels of one order at once: all of them leave, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from orders.models import Order, OrderItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Units by order line, and how they travel. No units: everything of the order that is still to leave."""

    takes: Mapping[UUID, int] = field(default_factory=dict)
    carrier: str = ""
    tracking_number: str = ""
    note: str = ""
    boxes: Sequence[Mapping[UUID, int]] = ()


def ship_parcels(
    *, order: Order, parcels: Sequence[Parcel], request_key: str, actor: Any = None, actor_label: str = "",
    together: bool = False,
) -> list[Shipment]:  # fmt: skip
    """Each as `ship` does it; the same request key gives the same parcels again.

    One parcel without units ships the rest of the order: lines that the marketplace keeps in several postings leave
    in as many parcels. Raises DomainError for the first that cannot leave; then nothing left.
    """
    with transaction.atomic():
        locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
        if again := _sent(locked, request_key):
            return again
        wanted = [part for parcel in parcels for part in _parts(locked, parcel)]
        return [
            ship(
                order=locked, takes=parcel.takes, carrier=parcel.carrier, tracking_number=parcel.tracking_number,
                note=parcel.note, request_key=f"{_short(request_key)}:{place}", actor=actor, actor_label=actor_label,
                boxes=parcel.boxes, together=together,
            )
            for place, parcel in enumerate(wanted)
        ]  # fmt: skip


def _sent(order: Order, request_key: str) -> list[Shipment]:
    """What this request sent before; by then the lines it means are no longer open."""
    rows = Shipment.all_objects.filter(order=order, request_key__startswith=f"{_short(request_key)}:")
    return list(rows.order_by("number"))


def _short(request_key: str) -> str:
    return sha256(request_key.encode()).hexdigest()[:48]


def _parts(order: Order, parcel: Parcel) -> list[Parcel]:
    if parcel.takes:
        return [parcel]
    by_posting: dict[UUID | None, dict[UUID, int]] = {}
    for item in OrderItem.objects.filter(order=order, is_digital=False).order_by("position", "pk"):
        if item.open_quantity:
            by_posting.setdefault(item.marketplace_order_id, {})[item.pk] = item.open_quantity
    return [
        Parcel(takes=takes, carrier=parcel.carrier, tracking_number=parcel.tracking_number, note=parcel.note)
        for takes in by_posting.values()
    ] or [parcel]
