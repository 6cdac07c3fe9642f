"""Telling 4Seller that a parcel left: by lines, or in the write mode "single" for the whole order."""

from collections.abc import Callable
from datetime import datetime

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import AlreadyDone, Rejected
from marketplaces.framework.reading import Json, mapping, moment, rows, text, whole, written

from .client import FourSellerClient
from .errors import Outdated
from .mapping import fulfilled, line_ids

DONE = frozenset({"shipped", "delivered"})
OPERATION = "confirm_shipment"


def confirm(client: FourSellerClient, request: ShipmentRequest, *, single: bool, now: datetime) -> ShipmentResult:
    """Look first, tell only what is not told yet, then look whether it is shown."""
    order = client.order(request.order_remote_id, operation=OPERATION)
    if _shows(order, request):
        return _result(request, visible=True)
    if _has_left(order, request):
        raise AlreadyDone("4Seller has this order as shipped, in another parcel", marketplace="4Seller")
    if not request.tracking_number or not request.carrier:
        raise Rejected(
            "4Seller takes a parcel only with its carrier and tracking number",
            fix="Enter both on the parcel, then try again.",
        )
    if single:
        _tell_whole(client, request, order, now)
    else:
        client.fulfil(request.order_remote_id, _body(request, now))
    return _result(request, visible=_shows(client.order(request.order_remote_id, operation=OPERATION), request))


def newer(order: Json, now: datetime) -> str:
    """When we say it changed: never before their own last change."""
    return written(max(now, moment(order.get("updated_at"), "updated_at")))


def told_once_more(client: FourSellerClient, number: str, order: Json, tell: Callable[[Json], object]) -> None:
    """If it changed there in between, read it and tell it once more."""
    try:
        tell(order)
    except Outdated:
        tell(client.order(number, operation=OPERATION))


def _tell_whole(client: FourSellerClient, request: ShipmentRequest, order: Json, now: datetime) -> None:
    if request.rest:
        raise Rejected(
            "In the write mode “single” 4Seller is told about whole orders only",
            fix="Ship the rest with it, or set the write mode of the connection to “batch”.",
        )
    number = request.order_remote_id
    tracking = {"number": request.tracking_number, "carrier": request.carrier}

    def tell(row: Json) -> object:
        body = {"status": "shipped", "updated_at": newer(row, now), "tracking": tracking}
        return client.update_order(number, body, operation=OPERATION)

    told_once_more(client, number, order, tell)


def _body(request: ShipmentRequest, now: datetime) -> Json:
    return {
        "tracking_number": request.tracking_number,
        "carrier": request.carrier,
        "shipped_at": written(now),
        "lines": [{"line_id": line.remote_line_id, "quantity": line.quantity} for line in request.lines],
    }


def _shows(order: Json, request: ShipmentRequest) -> bool:
    """Whether this very parcel is there: an order tells the number of its newest one."""
    tracking = mapping(order.get("tracking"), "tracking")
    return bool(request.tracking_number) and text(tracking.get("number")) == request.tracking_number


def _has_left(order: Json, request: ShipmentRequest) -> bool:
    """Whether nothing of what is in the parcel is open there any more."""
    if text(order.get("status")).lower() in DONE:
        return True
    items = rows(order.get("items"), "items")
    left = {
        name: whole(item.get("quantity"), "items[].quantity") - fulfilled(item)
        for name, item in zip(line_ids(items), items, strict=True)
    }
    return bool(request.lines) and all(left.get(line.remote_line_id, 1) <= 0 for line in request.lines)


def _result(request: ShipmentRequest, *, visible: bool) -> ShipmentResult:
    """A parcel has no number of theirs that an order would show, so its tracking number is its name."""
    return ShipmentResult(
        visible=visible,
        parcel_remote_id=request.tracking_number,
        tracking_number=request.tracking_number,
        carrier=request.carrier,
    )
