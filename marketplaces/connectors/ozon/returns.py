"""Rows of the returns list to canonical returns."""

from collections.abc import Mapping

from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.framework.errors import UnexpectedPayload

from .reading import Json, find_moment, find_money, mapping, needed_text, text, whole

#: Their `visual.status.sys_name`, as the description of the filter lists them.
STATUSES: Mapping[str, ReturnStatus] = {
    "OnSellerApproval": ReturnStatus.REQUESTED,
    "OnSellerClarification": ReturnStatus.REQUESTED,
    "OnSellerClarificationAfterPartialCompensation": ReturnStatus.REQUESTED,
    "CompensationOffered": ReturnStatus.REQUESTED,
    "Approved": ReturnStatus.ACCEPTED,
    "ApprovedByOzon": ReturnStatus.ACCEPTED,
    "ReturnMoneyApproved": ReturnStatus.ACCEPTED,
    "OfferedPartialCompensation": ReturnStatus.ACCEPTED,
    "PartialCompensationInProcess": ReturnStatus.ACCEPTED,
    "WaitingCompensation": ReturnStatus.ACCEPTED,
    "WaitingShipment": ReturnStatus.ACCEPTED,
    "ArrivedAtReturnPlace": ReturnStatus.ACCEPTED,
    "MovingToSeller": ReturnStatus.ACCEPTED,
    "ReturningToSellerByCourier": ReturnStatus.ACCEPTED,
    "MovingToOzon": ReturnStatus.ACCEPTED,
    "Utilizing": ReturnStatus.ACCEPTED,
    "DisputeOpened": ReturnStatus.DISPUTED,
    "DisputeYouOpened": ReturnStatus.DISPUTED,
    "DisputeOpening": ReturnStatus.DISPUTED,
    "SendingError": ReturnStatus.DISPUTED,
    "MoneyReturned": ReturnStatus.REFUNDED,
    "MoneyReturnedBySystem": ReturnStatus.REFUNDED,
    "PartialCompensationReturned": ReturnStatus.REFUNDED,
    "Cancelled": ReturnStatus.CANCELLED,
    "Rejected": ReturnStatus.CANCELLED,
    "CrmRejected": ReturnStatus.CANCELLED,
    "CancelledDisputeNotOpen": ReturnStatus.CANCELLED,
    "CompensationRejected": ReturnStatus.CANCELLED,
    "CompensationRejectedBySla": ReturnStatus.CANCELLED,
    "CompensationRejectedBySeller": ReturnStatus.CANCELLED,
    "ReceivedBySeller": ReturnStatus.CLOSED,
    "ReturnedToOzon": ReturnStatus.CLOSED,
    "Utilized": ReturnStatus.CLOSED,
}
#: The buyer has given the goods back, or the money was returned: Ozon refunds as it takes goods back.
REFUNDED = frozenset({
    "ReturnMoneyApproved", "MoneyReturned", "MoneyReturnedBySystem", "ArrivedAtReturnPlace", "MovingToSeller",
    "ReturningToSellerByCourier", "MovingToOzon", "Utilizing", "ReceivedBySeller", "ReturnedToOzon", "Utilized",
})  # fmt: skip
#: What was cancelled before it was handed over has no refund of its own.
CANCELLED_BEFORE = "Cancellation"


def returned(row: Json) -> Return:
    """One returned product of one posting. Ozon tells the price of the goods, not what the buyer got back."""
    product = mapping(row.get("product"), "product")
    price = mapping(product.get("price"), "product.price")
    visual = mapping(row.get("visual"), "visual")
    word = text(mapping(visual.get("status"), "visual.status").get("sys_name"))
    logistic = mapping(row.get("logistic"), "logistic")
    changed_at = find_moment(visual.get("change_moment"), "visual.change_moment")
    began_at = find_moment(logistic.get("return_date"), "logistic.return_date") or changed_at
    if began_at is None:
        raise UnexpectedPayload("visual.change_moment", visual.get("change_moment"))
    quantity = whole(product.get("quantity"), "product.quantity", default=1)
    amount = find_money(price.get("price"), "product.price.price")
    return Return(
        remote_id=needed_text(row.get("id"), "id"),
        order_remote_id=needed_text(row.get("posting_number"), "posting_number"),
        status=STATUSES.get(word, ReturnStatus.UNKNOWN),
        remote_status=word,
        created_at=began_at,
        updated_at=changed_at or began_at,
        lines=(
            ReturnLine(
                remote_product_id=text(product.get("sku")),
                sku=text(product.get("offer_id")),
                title=text(product.get("name")),
                quantity=quantity,
            ),
        ),
        raw=row,
        reason=text(row.get("return_reason_name")),
        refund_amount=None if amount is None else amount * quantity,
        refund_estimated=True,
        refund_given=word in REFUNDED and text(row.get("type")) != CANCELLED_BEFORE,
        came_back=word == "ReceivedBySeller",
        currency=text(price.get("currency_code")),
    )
