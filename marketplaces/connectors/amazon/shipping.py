"""Telling Amazon that a parcel left. Under one reference it is one parcel, however often it is told."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.canonical.statuses import Scheme
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import AmazonClient
from .errors import PACKAGE_UNKNOWN, is_code
from .mapping import is_theirs
from .reading import Json, mapping, rows, text, written

#: Carriers that Amazon knows by name (its list is in the documents of feeds, not in the model); others are “Other”.
CARRIERS: Mapping[str, str] = {
    name.lower(): name
    for name in (
        "USPS", "UPS", "FedEx", "DHL", "DPD", "GLS", "TNT", "Hermes", "Royal Mail", "Parcelforce", "Yodel", "Evri",
        "Deutsche Post", "PostNL", "Bpost", "La Poste", "Chronopost", "Colissimo", "Mondial Relay", "Correos", "SEUR",
        "MRW", "Poste Italiane", "BRT", "SDA", "InPost", "Poczta Polska", "PostNord", "Canada Post", "Australia Post",
        "StarTrack", "Yamato", "Sagawa", "Japan Post", "Delhivery", "Blue Dart", "Aramex", "SF Express",
    )
}  # fmt: skip
OTHER = "Other"
SHIPPED, CANCELLED = "SHIPPED", ("CANCELLED", "UNFULFILLABLE")
PENDING = ("PENDING", "PENDING_AVAILABILITY")
#: So many digits a reference of ours has at most.
LARGEST = 10**9


def confirm(client: AmazonClient, request: ShipmentRequest, *, now: datetime) -> ShipmentResult:
    """Look first, tell only what is not told yet; whether it shows is seen when we are asked again."""
    _check_request(request)
    order = client.get_order(request.order_remote_id, operation="confirm_shipment")
    reference = reference_of(request.ref)
    if (package := find(order, request)) is not None:
        return _result(text(package.get("packageReferenceId")) or reference, request, visible=True)
    if request.progress.get("told") == reference:
        return _result(reference, request, visible=False)
    _check_open(order, told=_is_told(order, reference))
    try:
        client.confirm_shipment(request.order_remote_id, body(request, reference, _place(client, order), now))
    except Rejected as error:
        if not is_code(error, PACKAGE_UNKNOWN):
            raise
        raise AlreadyDone(
            "Amazon has these goods as shipped, in another parcel", marketplace="Amazon", said=error.said,
            remote_code=error.remote_code,
        ) from None  # fmt: skip
    return _result(reference, request, visible=False)


def reference_of(ref: str) -> str:
    """A number made of ours: text of positive digits, the same whenever this parcel is told."""
    return str(int.from_bytes(hashlib.sha256(ref.encode()).digest()[:8]) % LARGEST + 1)


def find(order: Json, request: ShipmentRequest) -> Json | None:
    """This parcel among those that Amazon has, by its tracking number; under another one it is told again."""
    for package in rows(order.get("packages"), "packages"):
        tracking = text(package.get("trackingNumber"), "packages[].trackingNumber")
        if tracking == request.tracking_number.strip():
            return package
    return None


def body(request: ShipmentRequest, reference: str, place: str, now: datetime) -> dict[str, Any]:
    """Lines are a list also where there is one; a carrier that Amazon does not know is told by its name."""
    carrier = CARRIERS.get(request.carrier.strip().lower(), OTHER)
    return {
        "marketplaceId": place,
        "packageDetail": {
            "packageReferenceId": reference,
            "carrierCode": carrier,
            "carrierName": request.carrier.strip() if carrier == OTHER else carrier,
            "trackingNumber": request.tracking_number.strip(),
            "shipDate": written(now),
            "orderItems": [{"orderItemId": line.remote_line_id, "quantity": line.quantity} for line in request.lines],
        },
    }


def _check_request(request: ShipmentRequest) -> None:
    if request.scheme is Scheme.MARKETPLACE:
        raise _not_ours()
    if not request.tracking_number.strip() or not request.carrier.strip():
        raise Rejected(
            "Amazon takes a parcel only with its carrier and tracking number",
            fix="Enter both on the parcel, then try again.",
        )


def _is_told(order: Json, reference: str) -> bool:
    """Whether this parcel is there, under another tracking number: then it can be corrected at any time."""
    packages = rows(order.get("packages"), "packages")
    return any(text(each.get("packageReferenceId")) == reference for each in packages)


def _check_open(order: Json, *, told: bool) -> None:
    """As the order stands there now."""
    if is_theirs(order):
        raise _not_ours()
    word = text(mapping(order.get("fulfillment"), "fulfillment").get("fulfillmentStatus"), "fulfillmentStatus")
    if word in CANCELLED:
        raise Rejected("This order is cancelled at Amazon", said=word, fix="Do not send it.")
    if word in PENDING:
        raise Rejected("This order is not paid yet, and Amazon takes no parcel for it", said=word, fix="Wait for it.")
    if word == SHIPPED and not told:
        raise AlreadyDone("Amazon has these goods as shipped, in another parcel", marketplace="Amazon")


def _not_ours() -> Rejected:
    return Rejected("Amazon sends this order from its own warehouse", said="fulfilled by Amazon", fix="Nothing to do.")


def _place(client: AmazonClient, order: Json) -> str:
    channel = mapping(order.get("salesChannel"), "salesChannel")
    return text(channel.get("marketplaceId"), "salesChannel.marketplaceId") or client.place


def _result(reference: str, request: ShipmentRequest, *, visible: bool) -> ShipmentResult:
    return ShipmentResult(
        visible=visible, parcel_remote_id=reference, tracking_number=request.tracking_number.strip(),
        carrier=request.carrier, progress={} if visible else {"told": reference},
    )  # fmt: skip
