"""What comes back to a Lazada shop, in our words, and which answer of ours gives the buyer his money."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.connectors.lazada import countries, reading
from marketplaces.connectors.lazada.client import LazadaClient
from marketplaces.framework.errors import AlreadyDone, Rejected, UnexpectedPayload

Json = Mapping[str, Any]

ONLY_REFUND = "ONLY_REFUND"
CANCELLATION = "CANCEL"
#: The words of a reverse order line. No document lists them; one that is not here is UNKNOWN and kept.
STATUS = {
    "REQUEST_INITIATE": ReturnStatus.REQUESTED,
    "SELLER_AGREE_RETURN": ReturnStatus.ACCEPTED,
    "BUYER_RETURN_ITEM": ReturnStatus.ACCEPTED,
    "SELLER_AGREE_REFUND": ReturnStatus.ACCEPTED,
    "REFUND_PENDING": ReturnStatus.ACCEPTED,
    "REFUND_AUTHORIZED": ReturnStatus.REFUNDED,
    "REFUND_SUCCESS": ReturnStatus.REFUNDED,
    "REQUEST_COMPLETE": ReturnStatus.CLOSED,
    "REQUEST_CANCEL": ReturnStatus.CANCELLED,
    "CANCEL_SUCCESS": ReturnStatus.CANCELLED,
    "REQUEST_REJECT": ReturnStatus.CANCELLED,
    "SELLER_REJECT_RETURN": ReturnStatus.DISPUTED,
    "SELLER_REJECT_REFUND": ReturnStatus.DISPUTED,
    "REFUND_REJECTED": ReturnStatus.DISPUTED,
}
#: What is least settled speaks for the whole.
ORDER = (
    ReturnStatus.UNKNOWN,
    ReturnStatus.REQUESTED,
    ReturnStatus.DISPUTED,
    ReturnStatus.ACCEPTED,
    ReturnStatus.CLOSED,
    ReturnStatus.REFUNDED,
    ReturnStatus.CANCELLED,
)
GIVEN = frozenset({ReturnStatus.REFUNDED})
#: Our answer by where a return stands; on the way in between nothing can be agreed to.
ANSWERS = {"REQUEST_INITIATE": "agreeReturn", "BUYER_RETURN_ITEM": "agreeRefund"}


def read(raw: Json, *, country: str) -> Return:
    """One reverse order of the list. Amounts are in cents, in Vietnam in whole dong."""
    lines = reading.rows(raw, "reverse_order_lines")
    if not lines:
        raise UnexpectedPayload("reverse_order_lines", [])
    words = [reading.needed_text(line, "reverse_status") for line in lines]
    status = min((STATUS.get(word, ReturnStatus.UNKNOWN) for word in words), key=ORDER.index)
    amounts = [reading.find_money(line, "refund_amount") for line in lines]
    told = [amount for amount in amounts if amount is not None]
    created = [reading.find_milliseconds(line, "return_order_line_gmt_create") for line in lines]
    changed = [reading.find_milliseconds(line, "return_order_line_gmt_modified") for line in lines]
    first = min((moment for moment in created if moment), default=None)
    if first is None:
        raise UnexpectedPayload("return_order_line_gmt_create", None)
    kind = reading.text(raw, "request_type")
    needs_parcel = kind != ONLY_REFUND
    return Return(
        remote_id=reading.identity(raw, "reverse_order_id"),
        order_remote_id=reading.identity(raw, "trade_order_id"),
        status=status,
        remote_status=",".join(sorted(set(words))),
        reason=next((text for line in lines if (text := reading.text(line, "reason_text"))), ""),
        refund_amount=sum(told, Decimal(0)) * countries.refund_unit(country) if told else None,
        refund_given=status in GIVEN,
        # The money of goods that come back to the seller is given once they are there.
        came_back=needs_parcel and status in GIVEN and reading.flag(raw, "is_rtm"),
        currency=countries.CURRENCIES.get(country, ""),
        needs_parcel=needs_parcel,
        tracking_number=next((text for line in lines if (text := reading.text(line, "tracking_number"))), ""),
        created_at=first,
        updated_at=max((moment for moment in changed if moment), default=first),
        answer_by=min((due for line in lines if (due := reading.find_milliseconds(line, "sla"))), default=None)
        if status is ReturnStatus.REQUESTED
        else None,
        lines=_lines(lines),
        raw=raw,
    )


def _lines(rows: Sequence[Json]) -> tuple[ReturnLine, ...]:
    """One row is one unit: units of the same goods are one line."""
    groups: dict[tuple[str, str], list[Json]] = {}
    for row in rows:
        key = reading.text(row, "seller_sku_id"), reading.text(row, "platform_sku_id")
        groups.setdefault(key, []).append(row)
    return tuple(
        ReturnLine(
            remote_product_id=reading.text(reading.mapping(units[0], "product"), "product_id"),
            remote_variant_id=variant,
            sku=sku,
            quantity=len(units),
        )
        for (sku, variant), units in groups.items()
    )


def confirm(client: LazadaClient, return_id: str) -> None:
    """The next step towards the refund, as the return stands now: agree to it, then to the money when it is back."""
    found = client.get_return(return_id)
    lines = reading.rows(found, "reverseOrderLineDTOList")
    words = {reading.text(line, "reverse_status") for line in lines}
    if words and all(STATUS.get(word) is ReturnStatus.REFUNDED for word in words):
        raise AlreadyDone("This return was refunded before", marketplace="Lazada")
    only_refund = reading.text(found, "request_type") == ONLY_REFUND
    ids: dict[str, list[int]] = {}
    for line in lines:
        action = _action(reading.text(line, "reverse_status"), only_refund)
        if action:
            ids.setdefault(action, []).append(reading.whole(line, "reverse_order_line_id"))
    if not ids:
        raise Rejected(
            f"Lazada has this return in the state {', '.join(sorted(words))}, in which nothing can be agreed to",
            marketplace="Lazada",
            fix="Wait until the goods are back, or look in Lazada Seller Center.",
        )
    path = "/order/reverse/onlyrefund/seller/decide" if only_refund else "/order/reverse/return/update"
    for action, some in ids.items():
        client.answer_return(path, return_id, some, action=action)


def _action(word: str, only_refund: bool) -> str:
    if only_refund:
        return "agreeRefund" if word == "REQUEST_INITIATE" else ""
    return ANSWERS.get(word, "")
