"""Cancelling a posting, or some of its units, for one of Ozon's own reasons."""

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import OzonClient
from .errors import OPEN_IN_OZON
from .reading import Json, rows, text

#: "Other": Ozon wants to read why.
OTHER = "402"
SELLER = "seller"


def reasons(client: OzonClient, posting_number: str) -> list[CancelReason]:
    """What Ozon accepts for this posting; its general list where it has none for it."""
    for row in rows(client.cancel_reasons_of(posting_number).get("result"), "result"):
        own = [_reason(reason) for reason in rows(row.get("reasons"), "result[].reasons") if _is_ours(reason)]
        if own:
            return own
    return [_reason(row) for row in rows(client.cancel_reasons().get("result"), "result") if _is_ours(row)]


def cancel(client: OzonClient, request: CancelRequest) -> None:
    """Cancel the posting, or the named units of it."""
    if not request.reason.isdigit():
        raise Rejected(f"Ozon knows no reason “{request.reason}”", fix="Choose a reason from the list.")
    reason, message = int(request.reason), request.message
    if not request.lines:
        done = client.cancel(request.order_remote_id, reason, message).get("result")
        if done is not True:
            raise Rejected("Ozon did not cancel this posting", fix=OPEN_IN_OZON)
        return
    try:
        client.cancel_products(request.order_remote_id, reason, message or _title(client, request), _items(request))
    except AlreadyDone:
        return


def _items(request: CancelRequest) -> list[dict[str, int]]:
    return [
        {"sku": int(line.remote_line_id.partition("#")[0]), "quantity": line.quantity} for line in request.lines
    ]  # fmt: skip


def _title(client: OzonClient, request: CancelRequest) -> str:
    """Cancelling units needs a message; the reason's own words will do."""
    known = {reason.code: reason.title for reason in reasons(client, request.order_remote_id)}
    return known.get(request.reason, request.reason)


def _reason(row: Json) -> CancelReason:
    code = text(row.get("id"), "id")
    return CancelReason(code=code, title=text(row.get("title")) or code, needs_message=code == OTHER)


def _is_ours(row: Json) -> bool:
    return (
        bool(row.get("id"))
        and text(row.get("type_id")) in ("", SELLER)
        and row.get("is_available_for_cancellation") is not False
    )
