"""Refunds of former orders: of what was shipped, by line or of the shipping."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marketplaces.canonical.refunds import GivenRefund, RefundReason, RefundRequest, RefundStatus
from marketplaces.framework.errors import Rejected, Unavailable
from marketplaces.framework.reading import Json, text

from . import mapping
from .client import FacebookClient
from .shipping import key, written

TITLES: Mapping[str, str] = {
    "BUYERS_REMORSE": "The buyer changed their mind",
    "DAMAGED_GOODS": "It arrived damaged",
    "NOT_AS_DESCRIBED": "It is not as described",
    "QUALITY_ISSUE": "The quality is not right",
    "WRONG_ITEM": "The wrong thing was sent",
    "REFUND_REASON_OTHER": "Another reason",
}
REASONS = tuple(
    RefundReason(code=code, title=title, needs_message=code == "REFUND_REASON_OTHER") for code, title in TITLES.items()
)


def given(row: Json) -> list[GivenRefund]:
    """What the order tells: a refund that stands there was given."""
    return [
        GivenRefund(
            remote_id=text(each.get("id"), "refunds[].id"), status=RefundStatus.GIVEN, remote_status="refunded",
            amount=mapping.refund(each),
        )
        for each in mapping.edge(row, "refunds")
    ]  # fmt: skip


def give(client: FacebookClient, request: RefundRequest) -> GivenRefund:
    """The answer is only a yes: which refund it was, the order tells right after."""
    if request.reason not in TITLES:
        raise Rejected(f"Facebook takes no reason “{request.reason}”", fix="Choose a reason from the list.")
    number = request.order_remote_id
    before = client.order(number, operation="give_refund")
    if not mapping.edge(before, "shipments"):
        raise Rejected("Only what was shipped can be refunded", fix="Cancel what has not left, or ship it first.")
    known = {each.remote_id for each in given(before)}
    client.refund(number, form(request))
    for each in given(client.order(number, operation="give_refund")):
        if each.remote_id not in known and each.may_be(request):
            return each
    raise Unavailable("The order does not show the refund yet", fix="We look again by ourselves.")


def form(request: RefundRequest) -> dict[str, str]:
    """A refused call replays its refusal under the same key, so each has its own; the order is looked at before."""

    def amount(value: Decimal) -> dict[str, str]:
        return {"amount": f"{value:.2f}", "currency": request.currency}

    lines: list[dict[str, Any]] = [
        {"item_id": each.remote_line_id, "item_refund_amount": amount(each.amount)} for each in request.lines
    ]
    told = {"idempotency_key": key(), "reason_code": request.reason, "items": written(lines)}
    if request.message:
        told["reason_text"] = request.message
    if request.shipping:
        told["shipping"] = written({"shipping_refund": amount(request.shipping)})
    return told
