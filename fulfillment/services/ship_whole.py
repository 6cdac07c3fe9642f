"""An order that leaves whole, in one parcel: what marking many shipped does to each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from orders.models import Order, OrderItem


def open_lines(order: Order) -> list[OrderItem]:
    """Its physical lines with units that still have to leave."""
    return [line for line in order.items.all() if not line.is_digital and line.open_quantity]


def ship_whole(
    *, order: Order, carrier: str, tracking_number: str, request_key: str, actor: Any = None, actor_label: str = ""
) -> Shipment:
    """Everything that is left of it; the same key gives the same parcel again. Raises DomainError as `ship` does."""
    done = Shipment.all_objects.filter(order=order, request_key=request_key).first()
    if done is not None:
        return done
    takes = {line.pk: line.open_quantity for line in open_lines(order)}
    if not takes:
        raise DomainError(_("%s has nothing left to ship.") % order.number)
    return ship(
        order=order, takes=takes, carrier=carrier, tracking_number=tracking_number, request_key=request_key,
        actor=actor, actor_label=actor_label,
    )  # fmt: skip
