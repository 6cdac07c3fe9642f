"""Post-Order: a seller cancels a whole order, by its old number and under a header of its own kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import lifecycle
from .answers import post_order
from .times import read

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
PATH = "/post-order/v2/cancellation"
REASONS = ("OUT_OF_STOCK_OR_CANNOT_FULFILL", "BUYER_ASKED_CANCEL", "ADDRESS_ISSUES")


@routes.post(PATH, access="iaf", signed=True)
def create_cancellation(shop: EbayEmulator, request: Request) -> Answer:
    told = request.json if isinstance(request.json, dict) else {}
    order = _order(shop, request, told)
    if not request.headers.get("X-EBAY-C-MARKETPLACE-ID"):
        raise post_order(400, 1500, "The header X-EBAY-C-MARKETPLACE-ID is missing.")
    if told.get("cancelReason") not in REASONS:
        raise post_order(400, 1501, "Invalid cancel reason.")
    paid = order["orderPaymentStatus"] not in ("PENDING", "FAILED")
    when = (told.get("buyerPaidDate") or {}).get("value", "")
    if paid and (told.get("buyerPaid") is not True or read(str(when)) is None):
        raise post_order(400, 1502, "buyerPaid and buyerPaidDate are needed for a paid order.")
    if order["cancelStatus"]["cancelState"] != "NONE_REQUESTED":
        raise post_order(400, 1503, "A cancellation of this order exists already.")
    if order["orderFulfillmentStatus"] == "FULFILLED":
        raise post_order(400, 1504, "The order is shipped and cannot be cancelled.")
    number = lifecycle.cancel(shop, request.account, order["orderId"], reason=told["cancelReason"], by="SELLER")
    return json_answer({"cancelId": number}, 201)


@routes.post(f"{PATH}/{{cancel}}/approve", access="iaf", signed=True)
def approve(shop: EbayEmulator, request: Request) -> Answer:
    order = _asked(shop, request)
    lifecycle.cancel(shop, request.account, order["orderId"], reason="BUYER_CANCEL_ORDER", by="BUYER")
    return Answer(200)


@routes.post(f"{PATH}/{{cancel}}/reject", access="iaf")
def reject(shop: EbayEmulator, request: Request) -> Answer:
    lifecycle.refuse_to_cancel(shop, request.account, _asked(shop, request)["orderId"])
    return Answer(200)


def _asked(shop: EbayEmulator, request: Request) -> dict[str, Any]:
    """The order of a request that waits for the seller."""
    number = request.params["cancel"]
    for order in shop.state.table("orders", request.account).values():
        if number in {each["cancelRequestId"] for each in order["cancelStatus"]["cancelRequests"]}:
            if order["cancelStatus"]["cancelState"] != "IN_PROGRESS":
                raise post_order(400, 1506, "The cancellation request is closed.")
            return order
    raise post_order(404, 1507, "The cancellation request is not found.")


def _order(shop: EbayEmulator, request: Request, told: dict[str, Any]) -> dict[str, Any]:
    found = shop.state.table("orders", request.account).find(str(told.get("legacyOrderId", "")))
    if found is None:
        raise post_order(404, 1505, "The order is not found.")
    return found
