"""Cancelling an order for one of the reasons that are the seller's to give."""

from collections.abc import Mapping

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import NotFound, Rejected

from .client import UzumClient
from .errors import PULL_ORDER
from .reading import page_of, rows, text

OTHER = "OTHER"
#: The others of Uzum's list are given by Uzum itself or by the buyer.
TITLES: Mapping[str, str] = {
    "OUT_OF_STOCK": "Out of stock",
    "OUT_OF_PACKAGE": "No packaging",
    "OUT_OF_TIME": "No time to prepare it",
    OTHER: "Another reason",
}


def reasons(client: UzumClient) -> list[CancelReason]:
    """Those of Uzum's list that a seller may give, in Uzum's order."""
    listed = rows(page_of(client.reasons(), "reasons").get("reasons"), "reasons")
    codes = [text(row.get("reason")) for row in listed]
    return [
        CancelReason(code=code, title=TITLES[code], needs_message=code == OTHER) for code in codes if code in TITLES
    ]


def cancel(client: UzumClient, request: CancelRequest) -> None:
    """The whole order: Uzum cancels no single lines. AlreadyDone where it was cancelled before."""
    if request.lines:
        raise Rejected("Uzum cancels an order only as a whole", fix="Cancel the order, or send all of it.")
    if request.reason not in TITLES:
        raise Rejected(f"Uzum takes no reason “{request.reason}” from a seller", fix="Choose a reason from the list.")
    if not request.order_remote_id.isdigit():
        raise NotFound(f"Uzum has no order {request.order_remote_id}", fix=PULL_ORDER)
    client.cancel(request.order_remote_id, request.reason, request.message)
