"""Sales from Uzum's own warehouse (FBO): no list of orders has them, only the rows of the money do. Pure functions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from marketplaces.canonical.orders import Order
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.framework.errors import UnexpectedPayload

from .account import CURRENCY
from .mapping import ROW_GONE, ROW_SHRUNK, completed, fees_of, lines_of
from .reading import Json, find_moment, needed_text, text

#: What the money of a row is doing, and what that says of the order.
STATUSES: Mapping[str, OrderStatus] = {
    "PROCESSING": OrderStatus.PROCESSING,
    "TO_WITHDRAW": OrderStatus.DELIVERED,
    "CANCELED": OrderStatus.CANCELLED,
    "PARTIALLY_CANCELLED": OrderStatus.PARTIALLY_REFUNDED,
}
FBO = "FBO"


def by_order(found: Iterable[Json], leave_out: Collection[str]) -> dict[str, list[Json]]:
    """Rows by the number of their order, without the orders that the seller sends; a row told twice counts once."""
    orders: dict[str, dict[str, Json]] = {}
    for row in found:
        number = text(row.get("orderId"), "orderId")
        if number not in leave_out:
            orders.setdefault(number, {})[text(row.get("id"), "id")] = row
    return {number: list(rows.values()) for number, rows in orders.items()}


def uzum_order(found: Sequence[Json]) -> Order:
    """An order that Uzum sends, of its rows."""
    number = needed_text(found[0].get("orderId"), "orderId")
    status = status_of(found)
    fees, net = fees_of(found)
    issued = max(_moments(found, "dateIssued"), default=None)
    placed = min(_moments(found, "date"), default=None)
    if placed is None:
        raise UnexpectedPayload("date", found[0].get("date"))
    return Order(
        remote_id=number,
        number=number,
        status=status,
        remote_status=", ".join(sorted({needed_text(row.get("status"), "status") for row in found})),
        currency=CURRENCY,
        placed_at=placed,
        updated_at=issued or placed,
        lines=lines_of(found, gone=status is not OrderStatus.CANCELLED),
        raw={"orderItems": list(found)},
        scheme=Scheme.MARKETPLACE,
        remote_scheme=FBO,
        fees=fees,
        net=net,
        delivered_at=issued if status is not OrderStatus.CANCELLED else None,
    )


def status_of(found: Sequence[Json]) -> OrderStatus:
    """The least advanced row that is not cancelled; what was handed over may have come back."""
    words = [text(row.get("status")) for row in found]
    if any(word not in STATUSES for word in words):
        return OrderStatus.UNKNOWN
    alive = [row for row in found if text(row.get("status")) != ROW_GONE]
    if not alive:
        return OrderStatus.CANCELLED
    if any(STATUSES[text(row.get("status"))] is OrderStatus.PROCESSING for row in alive):
        return OrderStatus.PROCESSING
    if any(text(row.get("status")) == ROW_SHRUNK for row in alive):
        return OrderStatus.PARTIALLY_REFUNDED
    return completed(alive)


def _moments(found: Sequence[Json], name: str) -> list[datetime]:
    return [moment for row in found if (moment := find_moment(row.get(name), name)) is not None]
