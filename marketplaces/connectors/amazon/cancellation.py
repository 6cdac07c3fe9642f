"""Cancelling at Amazon: whole orders of which nothing has left, by a call that only the reference pages describe."""

from collections.abc import Mapping

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import AmazonClient
from .mapping import is_theirs
from .reading import mapping, text

TITLES: Mapping[str, str] = {
    "NO_INVENTORY": "Out of stock",
    "BUYER_CANCELLED": "The buyer asked for it",
    "SHIPPING_ADDRESS_UNDELIVERABLE": "Nothing can be delivered to the address",
    "CUSTOMER_EXCHANGE": "The buyer gets something else instead",
    "PRICING_ERROR": "The price was wrong",
}
REASONS = tuple(CancelReason(code=code, title=title) for code, title in TITLES.items())
OVER = "CANCELLED"
SENT = ("SHIPPED", "PARTIALLY_SHIPPED")


def cancel(client: AmazonClient, request: CancelRequest) -> None:
    """The whole order, as it stands there now."""
    if request.lines:
        raise Rejected("Amazon cancels an order only as a whole", fix="Cancel the order, or send all of it.")
    if request.reason not in TITLES:
        raise Rejected(f"Amazon takes no reason “{request.reason}”", fix="Choose a reason from the list.")
    order = client.get_order(request.order_remote_id, operation="cancel")
    word = text(mapping(order.get("fulfillment"), "fulfillment").get("fulfillmentStatus"), "fulfillmentStatus")
    if word == OVER:
        raise AlreadyDone("This order was cancelled before", marketplace="Amazon")
    if is_theirs(order):
        raise Rejected("Amazon sends this order itself", said="fulfilled by Amazon", fix="Cancel it in Seller Central.")
    if word in SENT:
        raise Rejected("Goods of this order have left already", said=word, fix="Refund it in Seller Central.")
    client.cancel_order(request.order_remote_id, {"cancelReason": request.reason})
