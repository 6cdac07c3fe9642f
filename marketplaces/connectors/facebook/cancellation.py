"""Cancelling former orders, whole or by line, as long as the goods have not left."""

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, Rejected
from marketplaces.framework.reading import Json

from . import mapping
from .client import FacebookClient
from .shipping import key, written

REASONS = (
    CancelReason(code="OUT_OF_STOCK", title="Out of stock"),
    CancelReason(code="CUSTOMER_REQUESTED", title="The buyer asked for it"),
    CancelReason(code="INVALID_ADDRESS", title="The address is not valid"),
    CancelReason(code="SUSPICIOUS_ORDER", title="The order is suspicious"),
    CancelReason(code="CANCEL_REASON_OTHER", title="Another reason", needs_message=True),
)


def cancel(client: FacebookClient, request: CancelRequest) -> None:
    """Looks first: what is cancelled already is AlreadyDone, what has left cannot be."""
    row = client.order(request.order_remote_id, operation="cancel")
    left = mapping.open_units(row)
    wanted = {each.remote_line_id: each.quantity for each in request.lines} or left
    if not any(left.get(name, 0) for name in wanted):
        raise _nothing_open(row)
    short = [name for name, count in wanted.items() if count > left.get(name, 0)]
    if short:
        raise Rejected("Part of it has left or was cancelled", fix="Pull the order again.")
    client.cancel(request.order_remote_id, _form(request))


def _nothing_open(row: Json) -> AlreadyDone | Rejected:
    if mapping.edge(row, "cancellations"):
        return AlreadyDone("This was cancelled before")
    return Rejected("The goods have left, so it cannot be cancelled", fix="Give a refund in Commerce Manager instead.")


def _form(request: CancelRequest) -> dict[str, str]:
    reason = {"reason_code": request.reason, "reason_description": request.message or request.reason}
    lines = [{"item_id": each.remote_line_id, "quantity": each.quantity} for each in request.lines]
    return {
        "idempotency_key": key(),
        "cancel_reason": written(reason),
        **({"items": written(lines)} if lines else {}),
    }
