"""Reports about orders: what the buyer paid and what the Market bills, up to forty minutes after the order changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok
from .cabinets import shop_of
from .offers import plain
from .order_calls import AREA
from .pages import page
from .quotas import HOUR
from .shapes import Wrong, fields, flag, limit, many, one_of, query, text, whole
from .times import day, iso, read
from .vocabulary import CANCELLED, DELIVERED, PARTIALLY_RETURNED, PENDING, RETURNED

if TYPE_CHECKING:
    from .market import YandexEmulator

MOST_ORDERS = 200
LATE = timedelta(minutes=40)
#: The reports have words of their own.
STATUSES = {CANCELLED: "CANCELLED_IN_PROCESSING", "PLACING": PENDING}
WORDS = (
    "CANCELLED_BEFORE_PROCESSING", "CANCELLED_IN_DELIVERY", "CANCELLED_IN_PROCESSING", "DELIVERY", "DELIVERED",
    "PARTIALLY_DELIVERED", "PARTIALLY_RETURNED", "PENDING", "PICKUP", "PROCESSING", "RESERVED", "RETURNED", "UNKNOWN",
    "UNPAID", "LOST",
)  # fmt: skip
#: Service to its share of what the buyer paid.
TARIFFS = {"FEE": "0.08", "DELIVERY_TO_CUSTOMER": "0.055", "AGENCY": "0.0012", "PAYMENT_TRANSFER": "0.016"}
OVER = (DELIVERED, RETURNED, PARTIALLY_RETURNED)

routes = Routes()


@routes.post("/v2/campaigns/{campaignId}/stats/orders", limit=Quota(10_000, HOUR), area=AREA, reads=True,
             shape=fields({
                 "dateFrom": text(), "dateTo": text(), "updateFrom": text(), "updateTo": text(), "hasCis": flag,
                 "orders": many(whole(), unique=True), "statuses": many(one_of(*WORDS), unique=True),
             }), needs_body=False)  # fmt: skip
def report(market: YandexEmulator, request: Request) -> Answer:
    """The shop's orders by number, day or status, oldest first."""
    shop = shop_of(market, request)
    wanted = query(request, {"pageToken": text(), "page_token": text(), "limit": limit(MOST_ORDERS)})
    filters = request.json or {}
    if len(filters.get("orders") or ()) > MOST_ORDERS:
        raise Wrong(f"orders: at most {MOST_ORDERS} of them")
    known = market.clock.now() - LATE
    found = [
        order
        for order in market.state.table("orders").values()
        if order["shop"] == shop["id"] and read(order["updated"]) <= known and _fits(order, filters)
    ]
    token = wanted.get("pageToken") or wanted.get("page_token")
    shown, paging = page(found, lambda order: int(order["id"]), token, wanted.get("limit", MOST_ORDERS))
    return ok({"orders": [_row(order) for order in shown], "paging": paging})


def _fits(order: dict[str, Any], filters: dict[str, Any]) -> bool:
    return (
        (not filters.get("orders") or order["id"] in filters["orders"])
        and (not filters.get("statuses") or _status(order) in filters["statuses"])
        and filters.get("dateFrom", "") <= day(order["created"]) <= filters.get("dateTo", "9")
        and filters.get("updateFrom", "") <= day(order["updated"]) <= filters.get("updateTo", "9")
    )


def _status(order: dict[str, Any]) -> str:
    return STATUSES.get(order["status"], order["status"])


def _row(order: dict[str, Any]) -> dict[str, Any]:
    paid = sum((Decimal(item["payment"]) for item in order["items"]), Decimal(0))
    over = order["status"] in OVER
    billed = [{"type": kind, "actual": _cents(paid * Decimal(share))} for kind, share in TARIFFS.items()]
    bought = {"id": f"{order['id']}-1", "date": day(order["updated"]), "type": "PAYMENT", "source": "BUYER"}
    return {
        "id": order["id"],
        "creationDate": day(order["created"]),
        "statusUpdateDate": iso(order["updated"]),
        "status": _status(order),
        "paymentType": "PREPAID",
        "fake": order["fake"],
        "items": [_item(item) for item in order["items"]],
        "payments": [bought | {"total": plain(str(paid))}] if over else [],
        "commissions": billed if over else [],
        "currency": order["currency"],
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    paid = Decimal(item["payment"])
    price = {"type": "BUYER", "costPerItem": _cents(paid / max(1, item["count"])), "total": plain(str(paid))}
    return {"offerName": item["name"], "shopSku": item["offerId"], "count": item["count"], "prices": [price]}


def _cents(amount: Decimal) -> int | float:
    return plain(str(amount.quantize(Decimal("0.01"))))
