"""The shop's one address: the hub's callbacks, verified, taken once, and written into orders and shelves."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import signing
from .answers import refuse

if TYPE_CHECKING:
    from .shop import StorefrontEmulator

routes = Routes()
FRESH = 300
TYPES = (
    "order.status_changed", "fulfillment.created", "fulfillment.updated", "digital.delivered", "stock.changed", "ping",
)  # fmt: skip
STATUSES = (
    "pending", "confirmed", "processing", "ready_for_shipment", "shipped", "delivered", "fulfilled", "cancelled",
    "refunded", "partially_refunded",
)  # fmt: skip
FIELDS = {"id": str, "type": str, "created_at": str, "data": dict}
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
DIGITAL = {"external_id", "hub_status", "link", "lines"}
#: A hub that is tried out on this machine has no certificate.
LINK = re.compile(r"https://|http://(127\.0\.0\.1|localhost)[:/]")
PRICE = r"\d{1,11}\.\d{2,4}"


def believed(shop: StorefrontEmulator, request: Request) -> None:
    """Raises 401 unless the callback is signed with the shop's secret, now."""
    timestamp = request.headers.get("X-Hub-Timestamp", "")
    if not re.fullmatch(r"\d{10}", timestamp) or abs(time.time() - int(timestamp)) > FRESH:
        raise refuse(401, "X-Hub-Timestamp is missing or too far off")
    wanted = signing.of_callback(shop.keys["secret"], timestamp, request.body)
    if not signing.fits(request.headers.get("X-Hub-Signature", ""), wanted):
        raise refuse(401, "X-Hub-Signature does not fit the body")


@routes.post("/")
def take(shop: StorefrontEmulator, request: Request) -> Answer:
    event = request.json
    _judge(request, event)
    seen = shop.state.table("callbacks")
    if event["id"] in seen:
        return json_answer({"received": True, "known": True})
    WORK[event["type"]](shop, event["data"])
    seen.put(event["id"], event)
    return json_answer({"received": True})


def _judge(request: Request, event: Any) -> None:
    if "application/json" not in request.headers.get("Content-Type", ""):
        raise refuse(400, "Content-Type must be application/json")
    if not isinstance(event, dict):
        raise refuse(400, "a callback is a JSON object")
    for name, kind in FIELDS.items():
        if not isinstance(event.get(name), kind):
            raise refuse(422, f"{name} is missing or of another type")
    if unknown := event.keys() - FIELDS.keys() - {"connection"}:
        raise refuse(422, f"unknown: {', '.join(sorted(unknown))}")
    if event["type"] not in TYPES or request.headers.get("X-Hub-Event") != event["type"]:
        raise refuse(422, "type is unknown, or X-Hub-Event says another")
    if request.headers.get("X-Hub-Delivery", "") == "":
        raise refuse(400, "X-Hub-Delivery is missing")
    if not re.fullmatch(INSTANT, event["created_at"]):
        raise refuse(422, "created_at is no time")


def _ping(shop: StorefrontEmulator, data: dict[str, Any]) -> None:
    """Nothing to do."""


def _status(shop: StorefrontEmulator, data: dict[str, Any]) -> None:
    if data.get("hub_status") not in STATUSES:
        raise refuse(422, "data.hub_status is no status")
    _order(shop, data)["hub_status"] = data["hub_status"]


def _fulfilment(shop: StorefrontEmulator, data: dict[str, Any]) -> None:
    parcel = data.get("fulfillment")
    if not isinstance(parcel, dict) or not isinstance(parcel.get("id"), str) or not parcel.get("lines"):
        raise refuse(422, "data.fulfillment needs an id and lines")
    order = _order(shop, data)
    ordered = {line["external_line_id"]: line["quantity"] for line in order["order"]["lines"]}
    others = [each for each in order["fulfillments"] if each["id"] != parcel["id"]]
    for row in [line for each in (*others, parcel) for line in each["lines"]]:
        ordered[row["external_line_id"]] = ordered.get(row["external_line_id"], 0) - row["quantity"]
    if any(left < 0 for left in ordered.values()):
        raise refuse(422, "more units are fulfilled than were ordered")
    order["fulfillments"] = [*others, parcel]
    if data.get("hub_status") in STATUSES:
        order["hub_status"] = data["hub_status"]


def _digital(shop: StorefrontEmulator, data: dict[str, Any]) -> None:
    """A link to show to the buyer, for lines of the order that need no parcel; keys are none of the shop's business."""
    order = _order(shop, data)
    if unknown := data.keys() - DIGITAL:
        raise refuse(422, f"a digital delivery carries a link and never a key: {', '.join(sorted(unknown))}")
    if not LINK.match(str(data.get("link", ""))):
        raise refuse(422, "data.link is no address of https")
    ordered = {line["external_line_id"]: line for line in order["order"]["lines"]}
    for row in data.get("lines", ()):
        if not isinstance(row, dict) or row.keys() != {"external_line_id", "quantity"}:
            raise refuse(422, "a row of data.lines has external_line_id and quantity")
        if row["quantity"] > ordered.get(row["external_line_id"], {"quantity": 0})["quantity"]:
            raise refuse(422, f"{row['quantity']} of line {row['external_line_id']} were not ordered")
    order["links"].append(data["link"])
    if data.get("hub_status") in STATUSES:
        order["hub_status"] = data["hub_status"]


def _stock(shop: StorefrontEmulator, data: dict[str, Any]) -> None:
    rows = data.get("items")
    if not isinstance(rows, list) or not rows or len(rows) > 100:
        raise refuse(422, "data.items holds 1 to 100 rows")
    for row in rows:
        _shelf(shop, row)


def _shelf(shop: StorefrontEmulator, row: dict[str, Any]) -> None:
    """A SKU that the shop does not sell is none of its business; a row that makes no sense is refused."""
    if shop.faults.take("partial_failure"):
        raise refuse(422, f"{row.get('sku')} cannot be changed now")
    units, price = row.get("available"), row.get("price")
    if not isinstance(row.get("sku"), str) or (units is None and price is None):
        raise refuse(422, "a row needs a sku, and available or a price")
    if units is not None and (type(units) is not int or units < 0):
        raise refuse(422, f"available of {row['sku']} is no number of units")
    if price is not None and not (isinstance(price, str) and re.fullmatch(PRICE, price) and row.get("currency")):
        raise refuse(422, f"price of {row['sku']} is no amount with its currency")
    if price is not None and row["currency"] != shop.keys["currency"]:
        raise refuse(422, f"{row['sku']} is sold in {shop.keys['currency']} only")
    if row["sku"] in shop.state.table("products"):
        product = shop.state.table("products").edit(row["sku"])
        product["quantity"] = product["quantity"] if units is None else units
        product["price"] = product["price"] if price is None else price


def _order(shop: StorefrontEmulator, data: dict[str, Any]) -> dict[str, Any]:
    number = str(data.get("external_id", ""))
    if number not in shop.state.table("orders"):
        raise refuse(422, f"there is no order {number}")
    return shop.state.table("orders").edit(number)


WORK = {
    "ping": _ping,
    "order.status_changed": _status,
    "fulfillment.created": _fulfilment,
    "fulfillment.updated": _fulfilment,
    "digital.delivered": _digital,
    "stock.changed": _stock,
}
