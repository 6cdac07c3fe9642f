"""Telling Letzshop that a parcel left: pieces that are open are confirmed first, then the parcel's number is set."""

from datetime import datetime

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import Rejected

from .client import LetzshopClient
from .deciding import decide, first_problem
from .errors import NotDecided
from .mapping import AVAILABLE, UNCONFIRMED, grouped, unit_ids
from .reading import Json, mapping, rows, written
from .walks import STATES, find

OPERATION = "confirm_shipment"
WHOLE = "Ship the rest with it, or decline what cannot be sent before it is confirmed."


def by_pieces(client: LetzshopClient, request: ShipmentRequest) -> ShipmentResult:
    """Platform. Without a number (the buyer fetches it) the confirmation is all there is to tell.

    The number cannot be read back there, so the answer that takes it is the proof.
    """
    _whole_only(request)
    _confirm(client, request.order_raw, request)
    if not request.tracking_number:
        return _result(request)
    if not request.carrier:
        raise Rejected("Letzshop takes a number only with its carrier", fix="Enter the carrier on the parcel.")
    problem = _track(client, request)
    if isinstance(problem, NotDecided):  # what we last read is older than what they hold
        found = find(client, request.order_remote_id, order=STATES, operation=OPERATION)
        _confirm(client, found or {}, request)
        problem = _track(client, request)
    if problem is not None:
        raise problem
    return _result(request)


def _confirm(client: LetzshopClient, shipment: Json, request: ShipmentRequest) -> None:
    """Only pieces that are in the parcel are promised; what was decided before is decided."""
    held = grouped(rows(shipment.get("inventoryUnits"), "inventoryUnits"))
    chosen: list[str] = []
    for line in request.lines:
        pieces = held.get(line.remote_line_id, [])
        missing = max(0, line.quantity - len(unit_ids(pieces, state=AVAILABLE)))
        chosen += unit_ids(pieces, state=UNCONFIRMED)[:missing]
    if chosen:
        decide(client, chosen, available=True, operation=OPERATION)


def _track(client: LetzshopClient, request: ShipmentRequest) -> Exception | None:
    return first_problem(client.track(request.order_remote_id, request.tracking_number, request.carrier))


def whole_order(client: LetzshopClient, request: ShipmentRequest, *, now: datetime) -> ShipmentResult:
    """Seed: the order is SHIPPED. The answer shows it."""
    _whole_only(request)
    told = {
        "status": "SHIPPED", "trackingNumber": request.tracking_number or None, "carrier": request.carrier or None,
        "shippedAt": written(now),
    }  # fmt: skip
    payload = client.fulfil(request.order_remote_id, told)
    problem = first_problem(payload)
    if problem is not None:
        raise problem
    shown = mapping(payload.get("order"), "updateOrderFulfillment.order")
    return _result(request, visible=shown.get("status") in ("SHIPPED", "DELIVERED"))


def _whole_only(request: ShipmentRequest) -> None:
    if request.rest:
        raise Rejected("Letzshop keeps one parcel for each order", fix=WHOLE)


def _result(request: ShipmentRequest, *, visible: bool = True) -> ShipmentResult:
    """A parcel has no number of theirs, so its tracking number is its name, or the order's where it has none."""
    return ShipmentResult(
        visible=visible,
        parcel_remote_id=request.tracking_number or request.order_remote_id,
        tracking_number=request.tracking_number,
        carrier=request.carrier,
    )
