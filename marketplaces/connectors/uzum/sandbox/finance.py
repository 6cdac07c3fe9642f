"""Sales of every scheme, row by row, and what Uzum charges for its services."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import answers, orders
from .fields import any_text, flag, one_of, query, whole
from .sellers import API, check_shops
from .settings import setting
from .statuses import CANCELED, MONEY
from .times import epoch, moment, written

if TYPE_CHECKING:
    from .market import UzumEmulator

routes = Routes()
PERIOD = {"dateFrom": whole(), "dateTo": whole(), "page": whole(), "size": whole(1, 1000)}
SECONDS_END = 10**10
FIRST_PAYMENT = 31_000_000


@routes.get(f"{API}/v1/finance/orders")
def sales(market: UzumEmulator, request: Request) -> Answer:
    """Rows of all orders, those from Uzum's own warehouse among them; no envelope."""
    wanted = query(request, {"shopIds!*": whole(), "group": flag, "statuses*": one_of(*MONEY), **PERIOD})
    shops = check_shops(market, request.account, wanted["shopIds"])
    statuses = wanted["statuses"] or (() if setting(market, "sales_need_statuses") else MONEY)
    since, until = wanted.get("dateFrom", 0), wanted.get("dateTo", SECONDS_END)
    rows = [
        _sale(order, item)
        for order in market.state.table("orders").values()
        if order["shop"] in shops and since <= datetime.fromisoformat(order["placed"]).timestamp() <= until
        for item in order["items"]
        if orders.money_status(order, item) in statuses
    ]
    rows.sort(key=lambda row: (row["date"], row["id"]), reverse=True)
    page, size = wanted.get("page", 0), wanted.get("size", 20)
    return answers.bare({"orderItems": rows[page * size : (page + 1) * size], "totalElements": len(rows)})


def _sale(order: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """`sellPrice`, not the documented `sellerPrice`; a cancelled row stays with no units."""
    status = orders.money_status(order, item)
    gone = status == CANCELED
    none = dict.fromkeys(("commission", "logisticDeliveryFee", "sellerProfit"), 0)
    return {
        "id": item["id"],
        "status": status,
        "date": epoch(order["placed"]),
        "dateIssued": epoch(order["completedDate"]),
        "orderId": order["id"],
        "shopId": int(order["shop"]),
        "productId": item["productId"],
        "productTitle": item["fullTitle"],
        "skuTitle": item["sellerItemCode"],
        "sellPrice": item["price"],
        "amount": 0 if gone else item["amount"],
        "amountReturns": item["returned"],
        **(none if gone else orders.money(item)),
        "purchasePrice": None,
        "withdrawnProfit": 0,
    }


@routes.get(f"{API}/v1/finance/expenses")
def expenses(market: UzumEmulator, request: Request) -> Answer:
    """Charges; the only answer that names the seller's own number."""
    table = {"shopIds*": whole(), "shopId": whole(), "sources*": any_text, **PERIOD}
    wanted = query(request, table)
    shops = check_shops(
        market, request.account, wanted["shopIds"] or ([wanted["shopId"]] if "shopId" in wanted else [])
    )
    now = written(market.clock.now())
    rows = [_charge(market, request.account, shop, place, now) for place, shop in enumerate(shops)]
    page, size = wanted.get("page", 0), wanted.get("size", 20)
    return answers.wrapped({"payments": rows[page * size : (page + 1) * size]}, market.clock.now())


def _charge(market: UzumEmulator, seller: str, shop: str, place: int, now: str) -> dict[str, Any]:
    return {
        "id": FIRST_PAYMENT + place,
        "dateCreated": moment(market, now),
        "dateUpdated": moment(market, now),
        "dateService": moment(market, now),
        "name": "Saqlash",
        "source": "Logistika",
        "shopId": int(shop),
        "sellerId": int(seller),
        "paymentPrice": 12_000,
        "amount": 1,
        "status": "CONFIRMED",
        "externalId": "",
        "code": "STORAGE",
        "type": "OUTCOME",
    }
