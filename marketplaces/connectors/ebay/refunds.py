"""Refunds by the seller at eBay: for the order as a whole or by line, taken at once and given later."""

from collections.abc import Mapping
from decimal import Decimal

from marketplaces.canonical.refunds import GivenRefund, RefundReason, RefundRequest, RefundStatus
from marketplaces.framework.errors import PermissionMissing, Rejected

from .client import EbayClient
from .reading import Json, find_money, mapping, needed_text, rows, text

TITLES: Mapping[str, str] = {
    "BUYER_CANCEL": "The buyer cancelled",
    "BUYER_RETURN": "The buyer sent it back",
    "ITEM_NOT_RECEIVED": "It did not arrive",
    "SELLER_WRONG_ITEM": "The wrong thing was sent",
    "SELLER_OUT_OF_STOCK": "Out of stock",
    "SELLER_FOUND_ISSUE": "Something is wrong with it",
    "SHIPPING_DISCOUNT": "A discount on the shipping",
    "OTHER_ADJUSTMENT": "Another adjustment",
}
REASONS = tuple(RefundReason(code=code, title=title) for code, title in TITLES.items())
#: A word that no table has is on its way: eBay has taken it, and nobody may send it again.
STATUSES: Mapping[str, RefundStatus] = {
    "PENDING": RefundStatus.TAKEN,
    "REFUNDED": RefundStatus.GIVEN,
    "FAILED": RefundStatus.FAILED,
}
LONGEST_COMMENT = 100


def give(client: EbayClient, request: RefundRequest) -> GivenRefund:
    """Ask for it. Whether the buyer has it, a later look at the order tells."""
    if request.reason not in TITLES:
        raise Rejected(f"eBay takes no reason “{request.reason}”", fix="Choose a reason from the list.")
    try:
        answer = client.issue_refund(request.order_remote_id, body(request))
    except PermissionMissing as refusal:  # of this one call: the rest of the shop need not stop for it
        raise Rejected(
            "The sign-in at eBay does not allow refunds", said=refusal.said, remote_code=refusal.remote_code,
            fix="Sign in at eBay again: it asks for refunds by now. Then try again.",
        ) from None  # fmt: skip
    word = text(answer.get("refundStatus"), "refundStatus")
    if STATUSES.get(word) == RefundStatus.FAILED:
        raise Rejected("eBay could not give the refund", said=word, fix="Look at the order in Seller Hub.")
    return GivenRefund(
        remote_id=needed_text(answer.get("refundId"), "refundId"),
        status=STATUSES.get(word, RefundStatus.TAKEN),
        remote_status=word,
        amount=request.amount,
    )


def body(request: RefundRequest) -> Json:
    """By line where only lines are refunded; what was paid for shipping can only be told with the order as a whole."""
    told: dict[str, object] = {"reasonForRefund": request.reason}
    if request.message:
        told["comment"] = request.message[:LONGEST_COMMENT]
    if request.lines and not request.shipping:
        told["refundItems"] = [
            {"lineItemId": line.remote_line_id, "refundAmount": _amount(line.amount, request.currency)}
            for line in request.lines
        ]
    else:
        told["orderLevelRefundAmount"] = _amount(request.amount, request.currency)
    return told


def given(client: EbayClient, number: str) -> list[GivenRefund]:
    """All that eBay tells of this order now: their state stands with the payment, those of lines with the lines too."""
    order = client.get_order(number, operation="give_refund")
    payment = rows(mapping(order.get("paymentSummary"), "paymentSummary").get("refunds"), "paymentSummary.refunds")
    words = {_number(each): text(each.get("refundStatus"), "refundStatus") for each in payment}
    lines: dict[str, dict[str, Decimal]] = {}
    for item in rows(order.get("lineItems"), "lineItems"):
        for each in rows(item.get("refunds"), "lineItems[].refunds"):
            amount = find_money(each.get("amount"), "lineItems[].refunds[].amount") or Decimal(0)
            of_line = lines.setdefault(_number(each), {})
            line = needed_text(item.get("lineItemId"), "lineItems[].lineItemId")
            of_line[line] = of_line.get(line, Decimal(0)) + amount
    return [
        GivenRefund(
            remote_id=refund,
            status=STATUSES.get(words.get(refund, ""), RefundStatus.TAKEN),
            remote_status=words.get(refund, ""),
            lines=lines.get(refund, {}),
        )
        for refund in dict.fromkeys([*words, *lines])
        if refund
    ]


def _number(refund: Json) -> str:
    """A refund that was not asked for by a call has only the second name."""
    return text(refund.get("refundId"), "refundId") or text(refund.get("refundReferenceId"), "refundReferenceId")


def _amount(value: Decimal, currency: str) -> dict[str, str]:
    return {"value": f"{value:.2f}", "currency": currency}
