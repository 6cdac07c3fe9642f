"""What we tell the shop: one event per callback, with an id by which a repeated one is known."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marketplaces.canonical.digital import DigitalDelivery, KeyLink
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.shipments import CancelRequest, ShipmentRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.canonical.stock import StockUpdate

Json = dict[str, Any]
CENT = Decimal("0.01")


def event(kind: str, data: Json, *, connection: str, now: datetime, once: Sequence[str]) -> Json:
    """`once` is what makes the event the same when it is told again; the rest may differ (a time, a note)."""
    mark = hashlib.sha256(json.dumps([kind, connection, *once]).encode()).hexdigest()
    return {"id": f"cb_{mark[:32]}", "type": kind, "created_at": instant(now), "connection": connection, "data": data}


def ping(*, connection: str, now: datetime) -> Json:
    return event("ping", {}, connection=connection, now=now, once=(now.isoformat(),))


def stock(updates: Sequence[StockUpdate], *, connection: str, now: datetime) -> Json:
    """Sellable units. Told anew, the same quantity is another event: in between it was perhaps another."""
    rows = [{"sku": each.sku, "available": each.quantity, "updated_at": instant(now)} for each in updates]
    return _shelf(rows, connection=connection, now=now)


def prices(updates: Sequence[PriceUpdate], *, connection: str, now: datetime) -> Json:
    """By the same event: the contract has none of its own for prices, and its data are open."""
    return _shelf([_price_row(each, now) for each in updates], connection=connection, now=now)


def parcel(request: ShipmentRequest, *, connection: str, now: datetime) -> Json:
    """A parcel left, or one that was told before has another number now."""
    told: Json = {
        "id": request.ref,
        "tracking_number": request.tracking_number or None,
        "tracking_url": None,
        "carrier": request.carrier or None,
        "shipped_at": instant(now),
        "lines": [
            {"external_line_id": each.remote_line_id, "quantity": each.quantity} for each in request.lines
        ],
    }  # fmt: skip
    status = OrderStatus.PROCESSING if request.rest else OrderStatus.SHIPPED
    data = {"external_id": request.order_remote_id, "hub_status": str(status), "fulfillment": told}
    again = bool(request.parcel_remote_id)
    lines = ",".join(f"{each.remote_line_id}:{each.quantity}" for each in request.lines)
    once = (request.order_remote_id, request.ref, request.tracking_number, request.carrier, lines, str(status))
    kind = "fulfillment.updated" if again else "fulfillment.created"
    return event(kind, data, connection=connection, now=now, once=once)


def digital(delivery: DigitalDelivery, link: KeyLink, *, connection: str, now: datetime) -> Json:
    """What a link opens. Its address is signed anew with each telling, so the hand-over makes the event.

    No key is in it (contract section 7); the contract leaves the rest of its data open.
    """
    data = {
        **_state(delivery),
        "link": link.address,
        "lines": [{"external_line_id": line, "quantity": units} for line, units in link.units.items()],
    }  # fmt: skip
    once = (delivery.order_remote_id, link.ref)
    return event("digital.delivered", data, connection=connection, now=now, once=once)


def is_without_link(delivery: DigitalDelivery) -> bool:
    """Whether a person handed something of it over: an event with neither key nor link would tell the shop nothing."""
    opened = {line for link in delivery.links for line in link.units}
    by_hand = [each for each in delivery.lines if each.remote_line_id not in opened]
    return bool(by_hand) and delivery.order_status is not OrderStatus.UNKNOWN


def state(delivery: DigitalDelivery, *, connection: str, now: datetime) -> Json:
    """How the order stands, with no more said."""
    once = (delivery.order_remote_id, str(delivery.order_status))
    return event("order.status_changed", _state(delivery), connection=connection, now=now, once=once)


def cancellation(request: CancelRequest, *, reason: str, connection: str, now: datetime) -> Json:
    """The whole order will not be sent."""
    data = {
        "external_id": request.order_remote_id, "hub_status": str(OrderStatus.CANCELLED), "reason": reason,
        "message": request.message,
    }  # fmt: skip
    once = (request.order_remote_id, str(OrderStatus.CANCELLED))
    return event("order.status_changed", data, connection=connection, now=now, once=once)


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def money(amount: Decimal) -> str:
    """As the contract's pattern wants it: two to four decimals, never a float."""
    exact = amount.quantize(CENT) if amount == amount.quantize(CENT) else amount.normalize()
    return f"{exact:f}"


def _state(delivery: DigitalDelivery) -> Json:
    known = delivery.order_status is not OrderStatus.UNKNOWN
    return {"external_id": delivery.order_remote_id, **({"hub_status": str(delivery.order_status)} if known else {})}


def _shelf(rows: list[Json], *, connection: str, now: datetime) -> Json:
    once = (now.isoformat(), json.dumps(rows))
    return event("stock.changed", {"items": rows}, connection=connection, now=now, once=once)


def _price_row(update: PriceUpdate, now: datetime) -> Json:
    before = {} if update.compare_price is None else {"compare_price": money(update.compare_price)}
    return {
        "sku": update.sku, "price": money(update.price), "currency": update.currency, **before,
        "updated_at": instant(now),
    }  # fmt: skip
