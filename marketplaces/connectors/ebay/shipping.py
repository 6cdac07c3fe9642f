"""Telling eBay that a parcel left. The call adds one each time and has no way back, so the parcels are read first."""

from collections.abc import Sequence
from datetime import datetime

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import EbayClient
from .reading import Json, rows, text, whole, written

NO_CARRIER = "eBay takes a tracking number only together with its carrier"


def confirm(client: EbayClient, request: ShipmentRequest, *, now: datetime) -> ShipmentResult:
    """Look first, tell only what is not told yet, then look whether it is shown."""
    tracking = cleaned(request.tracking_number)
    if tracking and not request.carrier:
        raise Rejected(NO_CARRIER, fix="Enter the carrier on the parcel, then try again.")
    number, told = request.order_remote_id, client.get_shipping_fulfillments(request.order_remote_id)
    if parcel := find(told, request, tracking):
        return _result(text(parcel.get("fulfillmentId")), tracking, request, visible=True)
    _check_open(told, request)
    name = client.create_shipping_fulfillment(number, body(request, tracking, now))
    shown = find(client.get_shipping_fulfillments(number), request, tracking)
    return _result(name, tracking, request, visible=shown is not None)


def cleaned(tracking: str) -> str:
    """Letters and digits only: blanks and hyphens are refused there."""
    return "".join(sign for sign in tracking if sign.isascii() and sign.isalnum())


def body(request: ShipmentRequest, tracking: str, now: datetime) -> Json:
    """Carrier and tracking number go together or not at all."""
    lines = [{"lineItemId": line.remote_line_id, "quantity": line.quantity} for line in request.lines]
    told: dict[str, object] = {"lineItems": lines, "shippedDate": written(now)}
    if tracking:
        told |= {"shippingCarrierCode": request.carrier, "trackingNumber": tracking}
    return told


def find(told: Sequence[Json], request: ShipmentRequest, tracking: str) -> Json | None:
    """This parcel among those that eBay has: by its tracking number, without one by the units in it."""
    wanted = {line.remote_line_id: line.quantity for line in request.lines}
    for parcel in told:
        held = cleaned(text(parcel.get("shipmentTrackingNumber"), "shipmentTrackingNumber"))
        if held == tracking and (tracking or _units(parcel) == wanted):
            return parcel
    return None


def _check_open(told: Sequence[Json], request: ShipmentRequest) -> None:
    """Units that are in another parcel already are not sent a second time."""
    ordered = {
        text(row.get("lineItemId")): whole(row.get("quantity"), "lineItems[].quantity", 0)
        for row in rows(request.order_raw.get("lineItems"), "lineItems")
    }
    sent: dict[str, int] = {}
    for parcel in told:
        for name, count in _units(parcel).items():
            sent[name] = sent.get(name, 0) + count
    full = [line for line in request.lines if sent.get(line.remote_line_id, 0) >= ordered.get(line.remote_line_id, 1)]
    if told and len(full) == len(request.lines):
        raise AlreadyDone("eBay has these goods as shipped, in another parcel", marketplace="eBay")


def _units(parcel: Json) -> dict[str, int]:
    """Units by line; a line without a number stands for all of its units there, here for one."""
    listed = rows(parcel.get("lineItems"), "lineItems")
    return {text(row.get("lineItemId")): whole(row.get("quantity"), "quantity", 1) for row in listed}


def _result(name: str, tracking: str, request: ShipmentRequest, *, visible: bool) -> ShipmentResult:
    carrier = request.carrier if tracking else ""
    return ShipmentResult(visible=visible, parcel_remote_id=name, tracking_number=tracking, carrier=carrier)
