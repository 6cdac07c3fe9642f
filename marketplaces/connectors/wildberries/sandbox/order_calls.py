"""Assembly orders: the new ones, those of a period, their statuses, and the seller's cancellation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers, orders
from .budgets import spends
from .fields import bad_parameter, needed, numbers, path_number, whole
from .settings import setting
from .tokens import MARKETPLACE
from .vocabulary import NEW

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
MOST_ROWS, MOST_STATUSES = 1000, 1000
LONGEST_DAYS, KEPT_DAYS = 30, 92
ROUBLE = 643
#: Beyond this a number is one of milliseconds.
SECONDS_END = 10**10


@routes.get("/api/v3/orders/new", category=MARKETPLACE, **spends("orders"))
def new(market: WildberriesEmulator, request: Request) -> Answer:
    """All of them in one answer, with what must be marked and what the buyer pays."""
    found = [order for order in _of(market, request.account) if order["supplierStatus"] == NEW]
    return json_answer({"orders": [_row(order) | _only_new(order) for order in found]})


@routes.get("/api/v3/orders", category=MARKETPLACE, **spends("orders"))
def of_period(market: WildberriesEmulator, request: Request) -> Answer:
    """By when they were made, by number, without any status."""
    limit = needed(request, "limit", least=1, most=MOST_ROWS)
    after = needed(request, "next")
    since, until = _period(market, request)
    found = [order for order in _of(market, request.account) if since <= _made(order) <= until and order["id"] > after]
    shown = found[:limit]
    if shown and market.faults.take("missing_page", request.path):
        shown = []
    return json_answer({"next": shown[-1]["id"] if shown else 0, "orders": [_row(order) for order in shown]})


def _period(market: WildberriesEmulator, request: Request) -> tuple[float, float]:
    now = market.clock.now()
    until = whole(request, "dateTo", most=SECONDS_END) or int(now.timestamp()) + 1
    since = whole(request, "dateFrom", most=SECONDS_END)
    if since is None:
        since = until - LONGEST_DAYS * 86_400
    if until < since or until - since > LONGEST_DAYS * 86_400:
        raise bad_parameter()
    return max(since, (now - timedelta(days=KEPT_DAYS)).timestamp()), until


def _of(market: WildberriesEmulator, seller: str) -> list[orders.Order]:
    return [order for order in market.state.table("orders").values() if order["seller"] == seller]


def _made(order: orders.Order) -> float:
    return datetime.fromisoformat(order["placed"]).timestamp()


def _row(order: orders.Order) -> dict[str, Any]:
    """Spelt with a small d here; cards spell it otherwise. Amounts are kopecks."""
    kept = (
        "id", "rid", "orderUid", "warehouseId", "officeId", "nmId", "chrtId", "article", "skus", "price", "cargoType",
        "crossBorderType", "comment",
    )  # fmt: skip
    supply = {"supplyId": order["supplyId"]} if order["supplyId"] else {}
    return (
        {name: order[name] for name in kept}
        | supply
        | {
            "address": None,
            "scanPrice": None,
            "deliveryType": "fbs",
            "colorCode": "",
            "createdAt": order["placed"],
            "offices": [orders.OFFICES[order["officeId"]]],
            "convertedPrice": order["price"],
            "currencyCode": ROUBLE,
            "convertedCurrencyCode": ROUBLE,
            "isZeroOrder": False,
            "options": {"isB2B": False},
        }
    )


def _only_new(order: orders.Order) -> dict[str, Any]:
    return {
        "salePrice": order["price"],
        "finalPrice": order["finalPrice"],
        "convertedFinalPrice": order["finalPrice"],
        "requiredMeta": order["requiredMeta"],
        "optionalMeta": order["optionalMeta"],
        "isPickupPointShipmentAllowed": True,
        "sellerDate": None,
    }


@routes.post("/api/v3/orders/status", category=MARKETPLACE, **spends("orders"))
def statuses(market: WildberriesEmulator, request: Request) -> Answer:
    """Of those that are this seller's; the others are left out."""
    table = market.state.table("orders")
    found = [table.find(number) for number in numbers(request, "orders", MOST_STATUSES)]
    mine = [order for order in found if order is not None and order["seller"] == request.account]
    odd = "stuck_at_customs" if setting(market, "odd_status") else ""
    return json_answer({"orders": [_status(order, odd) for order in mine]})


def _status(order: orders.Order, odd: str) -> dict[str, Any]:
    return {
        "id": order["id"],
        "supplierStatus": order["supplierStatus"],
        "wbStatus": odd or order["wbStatus"],
        "isCancellable": orders.can_cancel(order),
    }


@routes.add("PATCH", "/api/v3/orders/{orderId}/cancel", category=MARKETPLACE, **spends("cancel"))
def cancel(market: WildberriesEmulator, request: Request) -> Answer:
    order = found(market, request)
    if not orders.can_cancel(order):
        raise answers.refuse("StatusMismatch", 409)
    orders.seller_cancels(market, order["id"])
    return answers.done()


def found(market: WildberriesEmulator, request: Request) -> orders.Order:
    """The order that the path names. Raises Refused where this seller has none such."""
    order = market.state.table("orders").find(path_number(request, "orderId"))
    if order is None or order["seller"] != request.account:
        raise answers.refuse("NotFound", 404)
    return order
