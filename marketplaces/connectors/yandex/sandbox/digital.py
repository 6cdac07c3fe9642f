"""Digital goods: codes come in one call, the Market writes to the buyer; the order is over when the letter came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import orders
from .answers import ok, refuse
from .order_calls import AREA, order_of
from .quotas import HOUR
from .shapes import day, fields, many, text, whole
from .vocabulary import DBS, DELIVERED, PROCESSING, SENT_BY_THE_MARKET

if TYPE_CHECKING:
    from .market import YandexEmulator

MOST_ITEMS, MOST_CODES, LONGEST_CODE, LONGEST_SLIP = 100, 5000, 256, 10_000
LETTER = "letter"
ITEM = fields(
    {
        "id!": whole(),
        "codes": many(text(longest=LONGEST_CODE), most=MOST_CODES, unique=True),
        "slip!": text(longest=LONGEST_SLIP),
        "activate_till!": day,
    }
)

routes = Routes()


@routes.post("/v2/campaigns/{campaignId}/orders/{orderId}/deliverDigitalGoods", limit=Quota(10_000, HOUR), parallel=6,
             area=AREA, shape=fields({"items!": many(ITEM, most=MOST_ITEMS)}))  # fmt: skip
def deliver(market: YandexEmulator, request: Request) -> Answer:
    """200 only says that the codes were taken."""
    order = order_of(market, request)
    if order["model"] != DBS or order["digital"] not in SENT_BY_THE_MARKET:
        raise refuse(f"Order {order['id']} is not digital")
    if order["status"] != PROCESSING:
        raise refuse(f"Order {order['id']} status {order['status']} is not allowed", 400, "STATUS_NOT_ALLOWED")
    given = {row["id"]: row.get("codes") or [] for row in request.json["items"]}
    _check(order, given)
    kept = orders.edit(market, order["id"])
    if not kept.get("letters"):
        market.later(_post(market), LETTER, number=str(order["id"]))
    kept["letters"] = {str(item): codes for item, codes in given.items()}
    return ok()


def _check(order: dict[str, Any], given: dict[int, list[str]]) -> None:
    items = {item["id"]: item for item in order["items"]}
    if strange := given.keys() - items.keys():
        raise refuse(f"Order {order['id']} has no items {sorted(strange)}")
    for number, item in items.items():
        codes = given.get(number, [])
        if len(codes) != item["count"]:
            raise refuse(f"Item {number} needs {item['count']} codes, got {len(codes)}")


def slow_letters(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`seconds` that a letter takes until it is with the buyer, and the order over."""
    return market.state.table("_letters").put("post", {"seconds": float(body.get("seconds", 0))})


def _post(market: YandexEmulator) -> float:
    return float((market.state.table("_letters").find("post") or {}).get("seconds", 0))


def arrived(market: YandexEmulator, *, number: str) -> None:
    """The letter is with the buyer."""
    order = orders.find(market, number)
    if order is not None and order["status"] == PROCESSING:
        orders.set_status(market, number, DELIVERED, "DELIVERED_USER_RECEIVED")
