"""Parcels of former orders: acknowledged first, then told once, under our own name for the parcel."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import Rejected
from marketplaces.framework.reading import Json, text

from . import mapping
from .client import FacebookClient


def confirm(client: FacebookClient, request: ShipmentRequest) -> ShipmentResult:
    """1. Look. 2. Acknowledge what is new. 3. Tell the parcel, unless it stands there. 4. Look again.

    A refused call replays its refusal under the same idempotency key, so each call has one of its own; that nothing
    is told twice is kept by looking first.
    """
    number = request.order_remote_id
    row = client.order(number, operation="confirm_shipment")
    if (found := _ours(row, request)) is not None:
        return found
    _check(row, request)
    if mapping.state(row) == mapping.CREATED:
        _acknowledge(client, request)
    client.ship(number, form(request))
    found = _ours(client.order(number, operation="confirm_shipment"), request)
    return found or ShipmentResult(visible=False)


def _acknowledge(client: FacebookClient, request: ShipmentRequest) -> None:
    """Somebody else may have done it since we looked; then the parcel can go."""
    number = request.order_remote_id
    try:
        client.acknowledge(number, request.ref, key())
    except Rejected:
        if mapping.state(client.order(number, operation="confirm_shipment")) != mapping.IN_PROGRESS:
            raise


def form(request: ShipmentRequest) -> dict[str, str]:
    """A shipment as it is sent: lists and objects as JSON text."""
    items = [{"item_id": each.remote_line_id, "quantity": each.quantity} for each in request.lines]
    tracking = {"carrier": request.carrier, "tracking_number": request.tracking_number}
    told = {name: value for name, value in tracking.items() if value}
    return {
        "idempotency_key": key(),
        "external_shipment_id": request.ref,
        "items": written(items),
        **({"tracking_info": written(told)} if told else {}),
    }


def key() -> str:
    return uuid.uuid4().hex


def written(value: Sequence[Any] | Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _ours(row: Json, request: ShipmentRequest) -> ShipmentResult | None:
    """The parcel that we told, as it stands there."""
    for each in mapping.edge(row, "shipments"):
        if text(each.get("external_shipment_id")) == request.ref:
            return ShipmentResult(
                visible=True,
                parcel_remote_id=text(each.get("id")),
                tracking_number=text(each.get("tracking_number")),
                carrier=text(each.get("carrier")),
            )
    return None


def _check(row: Json, request: ShipmentRequest) -> None:
    """What cannot be shipped is not tried."""
    state = mapping.state(row)
    if state not in (mapping.CREATED, mapping.IN_PROGRESS):
        raise Rejected(f"Facebook holds this order as {state}, which is not shipped", fix="Pull the order again.")
    left = mapping.open_units(row)
    short = [each for each in request.lines if each.quantity > left.get(each.remote_line_id, 0)]
    if short:
        raise Rejected(f"Less than {short[0].quantity} of {short[0].sku} is open there", fix="Pull the order again.")
