"""Cancelling an order that Wildberries does not have yet."""

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import WildberriesClient
from .errors import PULL_ORDER
from .handover import status_row
from .mapping import status_of
from .reading import text

#: Wildberries asks for none; one is shown, so that nobody cancels by a slip.
REASON = CancelReason(code="seller", title="Cancelled by the seller")


def cancel(client: WildberriesClient, request: CancelRequest) -> None:
    """All of it: an order is one unit. Whether it may be cancelled is asked first, for a refusal costs ten calls."""
    row = status_row(client, request.order_remote_id, "cancel")
    where = status_of(text(row.get("supplierStatus")), text(row.get("wbStatus")))
    if where is OrderStatus.CANCELLED:
        raise AlreadyDone(f"Order {request.order_remote_id} is cancelled already")
    if row.get("isCancellable") is False:
        raise Rejected("Wildberries does not let this order be cancelled any more", said=str(where), fix=PULL_ORDER)
    client.cancel(request.order_remote_id)
