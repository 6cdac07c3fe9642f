"""Cancelling a posting, or some of its units, for one of Ozon's own reasons; and buyers who ask to cancel (rFBS)."""

from collections.abc import Sequence

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, NotFound, PermissionMissing, Rejected, UnexpectedPayload

from .client import OzonClient
from .errors import OPEN_IN_OZON
from .reading import Json, rows, text, whole

#: "Other": Ozon wants to read why.
OTHER = "402"
SELLER = "seller"
WAITING = "ON_APPROVAL"
#: Ozon wants to read why the parcel goes on.
SENT_ANYWAY = "The parcel is packed or on its way."


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


def asked(client: OzonClient, numbers: Sequence[str] = ()) -> dict[str, int]:
    """Postings whose buyers ask to cancel, with the number of the request; of all, or of those that are named.

    A key that may not see requests sees none: orders must come in all the same.
    """
    found: dict[str, int] = {}
    last_id = 0
    while True:
        try:
            answer = client.cancellation_requests(last_id, numbers)
        except (NotFound, PermissionMissing):
            return found
        requests = rows(answer.get("result"), "result")
        found |= {text(row.get("posting_number")): _number(row) for row in requests if _waits(row)}
        following = whole(answer.get("last_id"), "last_id", default=0)
        if not requests or not following:
            return found
        if following == last_id:
            raise UnexpectedPayload("last_id", following)
        last_id = following


def answer(client: OzonClient, posting_number: str, *, accept: bool) -> None:
    """Let the buyer cancel, or send the parcel all the same."""
    request = asked(client, [posting_number]).get(posting_number)
    if request is None:
        raise AlreadyDone(f"Nobody asks Ozon to cancel {posting_number}")
    if accept:
        client.approve_cancellation(request)
    else:
        client.reject_cancellation(request, SENT_ANYWAY)


def _waits(row: Json) -> bool:
    state = row.get("state")
    return isinstance(state, dict) and text(state.get("state")) == WAITING


def _number(row: Json) -> int:
    return whole(row.get("cancellation_id"), "result[].cancellation_id")


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
