"""Cancelling: first which reasons there are, then the act; a buyer's request is answered by its own call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, lifecycle, orders, shelf
from .envelope import Refused, success
from .vocabulary import CANCELLABLE, EMPTIES_STOCK, PACKED, REASONS

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]


@routes.get("/rest/order/reverse/cancel/validate")
def validate(market: LazadaEmulator, request: Request) -> Answer:
    _asked(market, request)
    reasons = [{"reason_id": code, "reason_name": name} for code, name in REASONS.items()]
    return success({"tip_content": "", "tip_type": "info", "reason_options": reasons})


@routes.get("/rest/order/reverse/cancel/create")
def create(market: LazadaEmulator, request: Request) -> Answer:
    """A packed item takes its whole package along; two reasons leave the shelf empty."""
    order, items = _asked(market, request)
    reason = arguments.needed(request, "reason_id")
    if reason not in REASONS:
        raise Refused("InvalidParameter", "The reason is not valid.")
    packages = {item["package_id"] for item in items if item["status"] in (*PACKED, "ready_to_ship")}
    number = order["order_id"]
    order = lifecycle.edit(market, request.account, number)
    ids = {item["order_item_id"] for item in items}
    going = [
        item
        for item in order["items"]
        if item["order_item_id"] in ids or (item["package_id"] in packages and item["status"] in CANCELLABLE)
    ]
    lifecycle.set_status(
        market, request.account, order, going, "canceled", reason=REASONS[reason], initiator="cancellation-seller"
    )
    if reason in EMPTIES_STOCK:
        shelf.empty(market, request.account, going)
    return success({"tip_type": "success", "tip_content": ""})


def _asked(market: LazadaEmulator, request: Request) -> tuple[Document, list[Document]]:
    order = orders.wanted(market, request, arguments.identity(request, "order_id"))
    ids = arguments.ids(request, "order_item_id_list", most=100)
    items = {item["order_item_id"]: item for item in order["items"]}
    if not all(each in items for each in ids):
        raise Refused("InvalidParameter", "An order item does not belong to this order.")
    found = [items[each] for each in ids]
    if not all(item["status"] in CANCELLABLE for item in found):
        raise Refused("CANCEL_NOT_ALLOWED", "The order item cannot be cancelled in its status.")
    return order, found


@routes.get("/rest/order/reverse/cancel/seller/decide")
def decide(market: LazadaEmulator, request: Request) -> Answer:
    """The buyer asked; the seller agrees or refuses."""
    number = arguments.identity(request, "reverse_order_id")
    agreed = arguments.needed(request, "agree_cancel").lower()
    if agreed not in ("true", "false"):
        raise Refused("InvalidParameter", "agree_cancel is true or false.")
    for found in market.orders(request.account).values():
        if any(item["asked"] == number for item in found["items"]):
            _decide(market, request.account, found["order_id"], number, agreed == "true")
            return success({})
    raise Refused("REVERSE_ORDER_NOT_FOUND", "There is no such request, or it was answered.")


def _decide(market: LazadaEmulator, seller: str, order_id: int, number: int, agreed: bool) -> None:
    order = lifecycle.edit(market, seller, order_id)
    asked = [item for item in order["items"] if item["asked"] == number]
    for item in asked:
        item["asked"], item["updated"] = 0, market.now()
        order["updated"] = market.now()
    if agreed:
        lifecycle.set_status(market, seller, order, asked, "canceled", initiator="cancellation-customer")
