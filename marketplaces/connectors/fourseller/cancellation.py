"""Cancelling an order: 4Seller takes the state and no reason."""

from datetime import datetime

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, Rejected
from marketplaces.framework.reading import Json, text

from .client import FourSellerClient
from .shipping import newer, told_once_more

CANCELLED = "cancelled"
REASONS = (CancelReason(code="seller", title="Cancelled by the seller"),)


def cancel(client: FourSellerClient, request: CancelRequest, *, now: datetime) -> None:
    """The whole order."""
    if request.lines:
        raise Rejected("4Seller cancels whole orders only", fix="Cancel the order as a whole, or ship what there is.")
    number = request.order_remote_id
    order = client.order(number, operation="cancel")
    if text(order.get("status")).lower() == CANCELLED:
        raise AlreadyDone("This order was cancelled before", marketplace="4Seller")

    def tell(row: Json) -> object:
        body = {"status": CANCELLED, "updated_at": newer(row, now)}
        return client.update_order(number, body, operation="cancel")

    told_once_more(client, number, order, tell)
