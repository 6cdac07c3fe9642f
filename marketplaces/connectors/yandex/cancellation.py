"""Cancelling an order or some units of it, and answering a buyer who asked to cancel."""

from collections.abc import Mapping
from typing import Any

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import YandexClient
from .errors import PULL_ORDER
from .handover import read
from .mapping import DBS, PROCESSING
from .reading import Json, rows, text
from .shops import Shop

CANCELLED = "CANCELLED"
#: The only reason that a shop has where the Market delivers.
SHOP_FAILED = "SHOP_FAILED"
#: A shop that delivers itself speaks with the buyer, and may say more.
TITLES: Mapping[str, str] = {
    SHOP_FAILED: "The shop cannot send the order",
    "USER_UNREACHABLE": "The buyer could not be reached",
    "USER_CHANGED_MIND": "The buyer changed their mind",
    "USER_REFUSED_DELIVERY": "The delivery did not suit the buyer",
    "USER_REFUSED_PRODUCT": "The product did not suit the buyer",
    "USER_REFUSED_QUALITY": "The quality did not suit the buyer",
    "REPLACING_ORDER": "The buyer changes the order",
    "PICKUP_EXPIRED": "The buyer did not collect it in time",
}
IN_DELIVERY, DELIVERED = "ORDER_IN_DELIVERY", "ORDER_DELIVERED"


def reasons(shop: Shop) -> list[CancelReason]:
    """No call tells them; the documents do."""
    codes = TITLES if shop.model == DBS else [SHOP_FAILED]
    return [CancelReason(code=code, title=TITLES[code]) for code in codes]


def cancel(client: YandexClient, shop: Shop, request: CancelRequest) -> None:
    """The whole order, or the named units. AlreadyDone where it was cancelled before."""
    if request.reason not in TITLES:
        raise Rejected(
            f"The Market takes no reason “{request.reason}” from a shop", fix="Choose a reason from the list."
        )
    order = read(client, shop, request.order_remote_id, "cancel")
    if text(order.get("status")) == CANCELLED:
        raise AlreadyDone("The order was cancelled before")
    left = _left(order, request)
    if not request.lines or not any(left.values()):
        body = {"status": CANCELLED, "substatus": request.reason}
        client.set_status(shop.number, request.order_remote_id, body, "cancel")
    elif text(order.get("status")) != PROCESSING:
        raise Rejected("Units can only be taken out while the order is being prepared", fix=PULL_ORDER)
    elif text(order.get("programType")) == DBS:
        rows_ = [{"id": int(line), "count": units} for line, units in left.items()]
        body_ = {"items": rows_, "reason": "PARTNER_REQUESTED_REMOVE"}
        client.set_items(shop.number, request.order_remote_id, body_)
    else:
        client.set_boxes(shop.number, request.order_remote_id, _boxes(left), "cancel")


def _left(order: Json, request: CancelRequest) -> dict[str, int]:
    """Units by line after the cancellation."""
    left = {text(item.get("id")): int(item.get("count") or 0) for item in rows(order.get("items"), "items")}
    for line in request.lines:
        if line.quantity > left.get(line.remote_line_id, 0):
            raise Rejected("The order does not hold that many units any more", fix=PULL_ORDER)
        left[line.remote_line_id] -= line.quantity
    return left


def _boxes(left: Mapping[str, int]) -> dict[str, Any]:
    """What is in no box is dropped from the order."""
    items = [{"id": int(line), "fullCount": units} for line, units in left.items() if units]
    return {"boxes": [{"items": items}], "allowRemove": True}


def answer(client: YandexClient, shop: Shop, order_remote_id: str, *, accept: bool) -> None:
    """Answer the buyer's wish. AlreadyDone where nobody asks any more."""
    order = read(client, shop, order_remote_id, "answer_cancellation")
    if order.get("cancelRequested") is not True:
        raise AlreadyDone("Nobody asks to cancel this order any more")
    reason = IN_DELIVERY if text(order.get("status")) in (PROCESSING, "DELIVERY") else DELIVERED
    body = {"accepted": True} if accept else {"accepted": False, "reason": reason}
    client.answer_cancellation(shop.number, order_remote_id, body)
