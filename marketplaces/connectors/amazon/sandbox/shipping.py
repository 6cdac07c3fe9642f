"""A parcel that a seller tells; told again under its reference, it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import lifecycle
from .answers import wrong
from .orders import find
from .participations import known
from .times import iso, read

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
NEEDED = ("packageReferenceId", "carrierCode", "trackingNumber", "shipDate", "orderItems")


@routes.post("/orders/v0/orders/{order}/shipmentConfirmation", limit=Bucket(2, 10))
def confirm(shop: AmazonEmulator, request: Request) -> Answer:
    order, told = find(shop, request), request.json if isinstance(request.json, dict) else {}
    known(request.account, [str(told.get("marketplaceId"))], most=1)
    if told.get("codCollectionMethod") not in (None, "DirectPayment"):
        raise wrong("Invalid codCollectionMethod.")
    package = _package(told.get("packageDetail"))
    before = next((each for each in order["packages"] if each["reference"] == package["reference"]), None)
    if order["status"] in (*lifecycle.OVER, "PENDING", "PENDING_AVAILABILITY") or order["by"] == "AMAZON":
        raise wrong("The order is not one that its seller can ship now.")
    if before is None and not any(lifecycle.open_units(order).values()):
        raise wrong("The package to update is not found.", "PackageToUpdateNotFound")
    _check_units(order, package, before)
    now = iso(shop.clock.now())
    package |= {"created": before["created"] if before else now, "status": "SHIPPED"}
    lifecycle.ship(shop, request.account, order["id"], package)
    return Answer(204, b"", {})


def _package(told: Any) -> dict[str, Any]:
    """As the seller tells it. Raises Refused for what cannot be."""
    if not isinstance(told, dict) or any(told.get(name) in (None, "", []) for name in NEEDED):
        raise wrong(f"packageDetail needs {', '.join(NEEDED)}.")
    reference = told["packageReferenceId"]
    if not isinstance(reference, str) or not reference.isascii() or not reference.isdigit() or not int(reference):
        raise wrong("packageReferenceId must be text of positive digits.")
    if told["carrierCode"] == "Other" and not told.get("carrierName"):
        raise wrong("carrierName is required where carrierCode is Other.")
    shipped = read(str(told["shipDate"]))
    if shipped is None:
        raise wrong("Invalid shipDate.")
    rows = told["orderItems"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong("OrderItemId is invalid.")
    return {
        "reference": reference,
        "carrier": told.get("carrierName") or told["carrierCode"],
        "service": str(told.get("shippingMethod") or ""),
        "tracking": str(told["trackingNumber"]),
        "ship_time": iso(shipped),
        "items": [{"id": str(row.get("orderItemId")), "quantity": row.get("quantity")} for row in rows],
    }


def _check_units(order: dict[str, Any], package: dict[str, Any], before: dict[str, Any] | None) -> None:
    """No more than is left, that of the package itself counted as left."""
    left = lifecycle.open_units(order)
    for row in before["items"] if before else ():
        left[row["id"]] += row["quantity"]
    for row in package["items"]:
        count = row["quantity"]
        if row["id"] not in left:
            raise wrong("OrderItemId is invalid.")
        if not isinstance(count, int) or isinstance(count, bool) or not 0 < count <= left[row["id"]]:
            raise wrong(f"The quantity of {row['id']} is more than is left to ship.")
        left[row["id"]] -= count
