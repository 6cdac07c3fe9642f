"""Cancelling at eBay: whole orders only, through the older Post-Order API."""

from collections.abc import Mapping

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.framework.errors import AlreadyDone, Rejected

from .client import EbayClient
from .mapping import PAYMENT
from .reading import Json, mapping, needed_text, rows, text

TITLES: Mapping[str, str] = {
    "OUT_OF_STOCK_OR_CANNOT_FULFILL": "Out of stock, or cannot be sent",
    "BUYER_ASKED_CANCEL": "The buyer asked for it",
    "ADDRESS_ISSUES": "Something is wrong with the buyer's address",
}
REASONS = tuple(CancelReason(code=code, title=title) for code, title in TITLES.items())
UNPAID = frozenset({"PENDING", "FAILED"})
OVER, ASKED = "CANCELED", "IN_PROGRESS"


def cancel(client: EbayClient, request: CancelRequest) -> None:
    """The whole order, as it stands there now."""
    if request.lines:
        raise Rejected("eBay cancels an order only as a whole", fix="Cancel the order, or send all of it.")
    if request.reason not in TITLES:
        raise Rejected(f"eBay takes no reason “{request.reason}”", fix="Choose a reason from the list.")
    order = client.get_order(request.order_remote_id, operation="cancel")
    state = text(mapping(order.get("cancelStatus"), "cancelStatus").get("cancelState"), "cancelState")
    if state == OVER:
        raise AlreadyDone("This order was cancelled before", marketplace="eBay")
    if state == ASKED:
        raise Rejected(
            "The buyer has asked to cancel this order, and eBay waits for your answer",
            fix="Answer on the order's page: accepting cancels it.",
        )
    client.create_cancellation(body(order, request.reason), marketplace=_site(order))


def answer(client: EbayClient, number: str, *, accept: bool) -> None:
    """As the order stands now: who asks no more has been answered."""
    order = client.get_order(number, operation="answer_cancellation")
    told = mapping(order.get("cancelStatus"), "cancelStatus")
    if text(told.get("cancelState"), "cancelStatus.cancelState") != ASKED:
        raise AlreadyDone("Nobody asks to cancel this order any more", marketplace="eBay")
    requests = rows(told.get("cancelRequests"), "cancelStatus.cancelRequests")
    asked = requests[-1] if requests else {}
    client.answer_cancellation(
        needed_text(asked.get("cancelRequestId"), "cancelRequests[].cancelRequestId"), accept=accept,
        marketplace=_site(order),
    )  # fmt: skip


def body(order: Json, reason: str) -> Json:
    """A paid order is named with the moment of its payment."""
    number = text(order.get("legacyOrderId"), "legacyOrderId") or needed_text(order.get("orderId"), "orderId")
    told: dict[str, object] = {"legacyOrderId": number, "cancelReason": reason}
    payment = text(order.get("orderPaymentStatus"), "orderPaymentStatus")
    if payment in PAYMENT and payment not in UNPAID:
        told |= {"buyerPaid": True, "buyerPaidDate": {"value": _paid_at(order)}}
    return told


def _paid_at(order: Json) -> str:
    """In their own writing; an order whose payments are not told was paid when it was placed."""
    payments = rows(mapping(order.get("paymentSummary"), "paymentSummary").get("payments"), "payments")
    dates = sorted(filter(None, (text(each.get("paymentDate"), "paymentDate") for each in payments)))
    return dates[0] if dates else needed_text(order.get("creationDate"), "creationDate")


def _site(order: Json) -> str:
    lines = rows(order.get("lineItems"), "lineItems")
    return next(filter(None, (text(each.get("listingMarketplaceId")) for each in lines)), "EBAY_US")
