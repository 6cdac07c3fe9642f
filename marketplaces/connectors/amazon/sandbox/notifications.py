"""Destinations and subscriptions, and the messages that Amazon would write into a seller's queue."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes
from marketplaces.sandbox.state import Table

from .answers import missing, refuse, wrong
from .sellers import APPLICATION_ID, SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
BASE = "/notifications/v1"
LIMIT = Bucket(1, 5)
ARN = re.compile(r"arn:aws:sqs:\S+:\S+:\S+")
ORDER_CHANGE = "ORDER_CHANGE"
TYPES = (
    ORDER_CHANGE, "FEED_PROCESSING_FINISHED", "REPORT_PROCESSING_FINISHED", "LISTINGS_ITEM_STATUS_CHANGE",
    "LISTINGS_ITEM_ISSUES_CHANGE", "LISTINGS_ITEM_MFN_QUANTITY_CHANGE", "FBA_INVENTORY_AVAILABILITY_CHANGES",
)  # fmt: skip
#: Messages keep the words of the old order API.
OLD_WORDS = {
    "PENDING_AVAILABILITY": "PendingAvailability", "PENDING": "Pending", "UNSHIPPED": "Unshipped",
    "PARTIALLY_SHIPPED": "PartiallyShipped", "SHIPPED": "Shipped", "CANCELLED": "Canceled",
    "UNFULFILLABLE": "Unfulfillable",
}  # fmt: skip


@routes.post(f"{BASE}/destinations", access="app", limit=LIMIT)
def create_destination(shop: AmazonEmulator, request: Request) -> Answer:
    body = request.json if isinstance(request.json, dict) else {}
    arn = ((body.get("resourceSpecification") or {}).get("sqs") or {}).get("arn", "")
    if not body.get("name") or not ARN.fullmatch(str(arn)):
        raise wrong("A destination has a name and the ARN of a queue.")
    table = shop.state.table("destinations")
    if any(each["resource"]["sqs"]["arn"] == arn for each in table.values()):
        raise refuse(409, "InvalidInput", "A destination for this queue exists already.")
    number = str(uuid.uuid4())
    told = {"name": body["name"], "destinationId": number, "resource": {"sqs": {"arn": arn}}}
    return json_answer({"payload": table.put(number, told)})


@routes.get(f"{BASE}/destinations", access="app", limit=LIMIT)
def get_destinations(shop: AmazonEmulator, request: Request) -> Answer:
    return json_answer({"payload": list(shop.state.table("destinations").values())})


@routes.get(f"{BASE}/destinations/{{destination}}", access="app", limit=LIMIT)
def get_destination(shop: AmazonEmulator, request: Request) -> Answer:
    return json_answer({"payload": _destination(shop, request)})


@routes.add("DELETE", f"{BASE}/destinations/{{destination}}", access="app", limit=LIMIT)
def delete_destination(shop: AmazonEmulator, request: Request) -> Answer:
    """Not one that a subscription still writes to."""
    number = _destination(shop, request)["destinationId"]
    if any(each["destinationId"] == number for table in _subscriptions(shop) for each in table.values()):
        raise refuse(409, "InvalidInput", "A subscription uses this destination.")
    shop.state.table("destinations").delete(number)
    return json_answer({})


def _destination(shop: AmazonEmulator, request: Request) -> dict[str, Any]:
    held = shop.state.table("destinations").find(request.params["destination"])
    if held is None:
        raise missing("There is no such destination.")
    return held


def _subscriptions(shop: AmazonEmulator) -> list[Table]:
    return [shop.state.table("subscriptions", account) for account in SELLERS]


@routes.post(f"{BASE}/subscriptions/{{type}}", limit=LIMIT)
def create_subscription(shop: AmazonEmulator, request: Request) -> Answer:
    body, kind = request.json if isinstance(request.json, dict) else {}, request.params["type"]
    if kind not in TYPES or not body.get("payloadVersion"):
        raise wrong("Invalid notification type or payloadVersion.")
    if str(body.get("destinationId")) not in shop.state.table("destinations"):
        raise wrong("Invalid destinationId.")
    table = shop.state.table("subscriptions", request.account)
    if kind in table:
        raise refuse(409, "InvalidInput", "A subscription of this type exists already.")
    told = {
        "subscriptionId": str(uuid.uuid4()), "payloadVersion": body["payloadVersion"],
        "destinationId": body["destinationId"],
    }  # fmt: skip
    return json_answer({"payload": table.put(kind, told)})


@routes.get(f"{BASE}/subscriptions/{{type}}", limit=LIMIT)
def get_subscription(shop: AmazonEmulator, request: Request) -> Answer:
    held = shop.state.table("subscriptions", request.account).find(request.params["type"])
    if held is None:
        raise missing("There is no subscription of this type.")
    return json_answer({"payload": held})


@routes.get(f"{BASE}/subscriptions/{{type}}/{{subscription}}", access="app", limit=LIMIT)
def get_subscription_by_id(shop: AmazonEmulator, request: Request) -> Answer:
    """Asked by the application, whichever seller subscribed."""
    table = _subscribed(shop, request)
    return json_answer({"payload": table[request.params["type"]]})


@routes.add("DELETE", f"{BASE}/subscriptions/{{type}}/{{subscription}}", access="app", limit=LIMIT)
def delete_subscription(shop: AmazonEmulator, request: Request) -> Answer:
    _subscribed(shop, request).delete(request.params["type"])
    return json_answer({})


def _subscribed(shop: AmazonEmulator, request: Request) -> Table:
    """Where this subscription is kept."""
    for table in _subscriptions(shop):
        held = table.find(request.params["type"])
        if held is not None and held["subscriptionId"] == request.params["subscription"]:
            return table
    raise missing("There is no such subscription.")


def order_changed(
    shop: AmazonEmulator, account: str, order: dict[str, Any], *, kind: str = "OrderStatusChange"
) -> None:
    """Into the queue, where the seller has subscribed."""
    held = shop.state.table("subscriptions", account).find(ORDER_CHANGE)
    if held is None:
        return
    now = iso(shop.clock.now())
    queue = shop.state.table("queue")
    queue.put(queue.next_number(), {
        "NotificationVersion": "1.0",
        "NotificationType": ORDER_CHANGE,
        "PayloadVersion": held["payloadVersion"],
        "EventTime": now,
        "Payload": {"OrderChangeNotification": _payload(account, order, kind, now)},
        "NotificationMetadata": {
            "ApplicationId": APPLICATION_ID, "SubscriptionId": held["subscriptionId"], "PublishTime": now,
            "NotificationId": str(uuid.uuid4()),
        },
    })  # fmt: skip


def _payload(account: str, order: dict[str, Any], kind: str, now: str) -> dict[str, Any]:
    word, left = OLD_WORDS[order["status"]], sum(line["quantity"] - line["shipped"] for line in order["lines"])
    return {
        "NotificationLevel": "OrderLevel",
        "SellerId": account,
        "AmazonOrderId": order["id"],
        "OrderChangeType": kind,
        "OrderChangeTrigger": {"TimeOfOrderChange": now, "ChangeReason": kind},
        "Summary": {
            "MarketplaceId": order["place"],
            "OrderStatus": word,
            "PurchaseDate": order["created"],
            "DestinationPostalCode": order["address"].get("postalCode"),
            "FulfillmentType": "AFN" if order["by"] == "AMAZON" else "MFN",
            "OrderType": "StandardOrder",
            "NumberOfItemsShipped": sum(line["shipped"] for line in order["lines"]),
            "NumberOfItemsUnshipped": left,
            "OrderItems": [
                {
                    "OrderItemId": line["id"], "SellerSKU": line["sku"], "Quantity": line["quantity"],
                    "QuantityShipped": line["shipped"], "OrderItemStatus": word,
                    "IsBuyerRequestedCancel": bool(line["asked"]),
                }
                for line in order["lines"]
            ],
        },
    }  # fmt: skip


def read_queue(shop: AmazonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: what lies in the queue; with `clear` it is taken out."""
    queue = shop.state.table("queue")
    found = list(queue.values())
    if body.get("clear"):
        for key in list(queue.keys()):
            queue.delete(key)
    return {"messages": found}
