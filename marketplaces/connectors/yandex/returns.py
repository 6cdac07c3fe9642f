"""Rows of the list of returns to canonical returns."""

from collections.abc import Mapping

from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.framework.errors import UnexpectedPayload

from .reading import Json, currency_of, find_moment, find_money, needed_text, rows, text, whole

#: Their `refundStatus`: what becomes of the money.
STATUSES: Mapping[str, ReturnStatus] = {
    "STARTED_BY_USER": ReturnStatus.ACCEPTED,
    "REFUND_IN_PROGRESS": ReturnStatus.ACCEPTED,
    "REFUNDED": ReturnStatus.REFUNDED,
    "FAILED": ReturnStatus.DISPUTED,  # the money could not be given back
    "WAITING_FOR_DECISION": ReturnStatus.REQUESTED,
    "DECISION_MADE": ReturnStatus.ACCEPTED,
    "REFUNDED_WITH_BONUSES": ReturnStatus.REFUNDED,
    "REFUNDED_BY_SHOP": ReturnStatus.REFUNDED,
    "CANCELLED": ReturnStatus.CANCELLED,
    "REJECTED": ReturnStatus.CANCELLED,
    "COMPLETE_WITHOUT_REFUND": ReturnStatus.CLOSED,
    "PREMODERATION_DISPUTE": ReturnStatus.DISPUTED,
    "PREMODERATION_DECISION_WAITING": ReturnStatus.REQUESTED,
    "PREMODERATION_DECISION_MADE": ReturnStatus.ACCEPTED,
    "PREMODERATION_SELECT_DELIVERY": ReturnStatus.ACCEPTED,
}
#: Their `shipmentStatus`, for what was never handed over: the goods come back, no money is told.
WAYS: Mapping[str, ReturnStatus] = {
    "CREATED": ReturnStatus.ACCEPTED,
    "RECEIVED": ReturnStatus.ACCEPTED,
    "IN_TRANSIT": ReturnStatus.ACCEPTED,
    "READY_FOR_PICKUP": ReturnStatus.ACCEPTED,
    "PICKED": ReturnStatus.CLOSED,
    "LOST": ReturnStatus.CLOSED,
    "EXPIRED": ReturnStatus.CANCELLED,
    "CANCELLED": ReturnStatus.CANCELLED,
    "FULFILMENT_RECEIVED": ReturnStatus.CLOSED,
    "PREPARED_FOR_UTILIZATION": ReturnStatus.ACCEPTED,
    "NOT_IN_DEMAND": ReturnStatus.ACCEPTED,
    "UTILIZED": ReturnStatus.CLOSED,
    "READY_FOR_EXPROPRIATION": ReturnStatus.ACCEPTED,
    "RECEIVED_FOR_EXPROPRIATION": ReturnStatus.CLOSED,
}
UNREDEEMED, PICKED = "UNREDEEMED", "PICKED"


def returned(row: Json) -> Return:
    """One return of one order, or a parcel that nobody took."""
    refund, way = text(row.get("refundStatus")), text(row.get("shipmentStatus"))
    changed = find_moment(row.get("updateDate"), "updateDate") or find_moment(row.get("creationDate"), "creationDate")
    if changed is None:
        raise UnexpectedPayload("updateDate", row.get("updateDate"))
    unredeemed = text(row.get("returnType")) == UNREDEEMED
    status = _status(refund, way, unredeemed=unredeemed)
    reason, words = _reason(row)
    return Return(
        remote_id=needed_text(row.get("id"), "id"),
        order_remote_id=needed_text(row.get("orderId"), "orderId"),
        status=status,
        remote_status=refund or way,
        created_at=find_moment(row.get("creationDate"), "creationDate") or changed,
        updated_at=changed,
        lines=tuple(_line(item) for item in rows(row.get("items"), "items")),
        raw=row,
        reason=UNREDEEMED if unredeemed else reason,
        buyer_note=words,
        refund_amount=None if unredeemed else find_money(row.get("amount"), "amount"),
        refund_given=not unredeemed and status is ReturnStatus.REFUNDED,
        came_back=way == PICKED,
        currency=currency_of(row.get("amount")),
        tracking_number=_track(row),
    )


def _status(refund: str, way: str, *, unredeemed: bool) -> ReturnStatus:
    if refund and not unredeemed:
        return STATUSES.get(refund, ReturnStatus.UNKNOWN)
    return WAYS.get(way, ReturnStatus.UNKNOWN)


def _line(item: Json) -> ReturnLine:
    sku = needed_text(item.get("shopSku"), "items[].shopSku")
    return ReturnLine(remote_product_id=sku, sku=sku, quantity=whole(item.get("count"), "items[].count"))


def _reason(row: Json) -> tuple[str, str]:
    """Why, and in whose words: of the first decision that tells."""
    for item in rows(row.get("items"), "items"):
        for decision in rows(item.get("decisions"), "items[].decisions"):
            if found := text(decision.get("reasonType")):
                return found, text(decision.get("comment"))
    return "", ""


def _track(row: Json) -> str:
    tracks = [track for item in rows(row.get("items"), "items") for track in rows(item.get("tracks"), "items[].tracks")]
    return next((found for track in tracks if (found := text(track.get("trackCode")))), "")
