"""Cancelling at Shopee, and answering a buyer who asked for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.connectors.shopee import mapping, reading
from marketplaces.connectors.shopee.client import ShopeeClient
from marketplaces.framework.errors import AlreadyDone, Rejected

Json = Mapping[str, Any]

REASONS = {
    "OUT_OF_STOCK": "Out of stock",
    "CUSTOMER_REQUEST": "The buyer asked for it",
    "UNDELIVERABLE_AREA": "We cannot deliver there",
    "COD_NOT_SUPPORTED": "Cash on delivery is not possible",
}
#: Contract section 7: this reason exists only there.
UNDELIVERABLE_REGIONS = frozenset({"TW", "MY"})


def reasons(order: Json) -> tuple[CancelReason, ...]:
    """The reasons Shopee takes for this order."""
    left_out = set() if order.get("region") in UNDELIVERABLE_REGIONS else {"UNDELIVERABLE_AREA"}
    return tuple(CancelReason(code=code, title=title) for code, title in REASONS.items() if code not in left_out)


def cancel(client: ShopeeClient, request: CancelRequest, order: Json) -> None:
    """Cancel the order or some units of it. Where the buyer has asked already, agreeing to that is the way."""
    status = order.get("order_status")
    if status == "CANCELLED":
        raise AlreadyDone("This order was cancelled before", marketplace="Shopee")
    if status == mapping.CANCEL_ASKED and not request.lines:
        client.handle_buyer_cancellation(request.order_remote_id, operation="ACCEPT")
        return
    client.cancel_order(body(request, order))


def check_asked(order: Json) -> None:
    """Raise AlreadyDone unless the buyer of this order waits for an answer."""
    if order.get("order_status") != mapping.CANCEL_ASKED:
        raise AlreadyDone("Nobody asks to cancel this order any more", marketplace="Shopee")


def body(request: CancelRequest, order: Json) -> Json:
    """What cancel_order wants: OUT_OF_STOCK names the goods, a part names units."""
    if request.reason not in REASONS:
        raise Rejected(
            f"“{request.reason}” is no reason that Shopee takes", marketplace="Shopee", fix="Choose one of the list."
        )
    found: dict[str, Any] = {"order_sn": request.order_remote_id, "cancel_reason": request.reason}
    rows = _asked(request, order)
    if request.lines and not _is_whole(request, rows):
        return found | {"partial_cancel_item_list": _parts(request, rows, order)}
    if request.reason == "OUT_OF_STOCK":
        goods = {(reading.whole(row, "item_id"), reading.whole(row, "model_id", default=0)) for row in rows.values()}
        found["item_list"] = [{"item_id": item, "model_id": model} for item, model in sorted(goods)]
    return found


def _asked(request: CancelRequest, order: Json) -> dict[str, Json]:
    """Rows of the order by our line id."""
    rows = reading.rows(order, "item_list")
    lines = mapping.order_lines(rows)
    found = dict(zip([line.remote_id for line in lines], rows, strict=True))
    unknown = [line.remote_line_id for line in request.lines if line.remote_line_id not in found]
    if unknown:
        raise Rejected(
            f"This order has no line {unknown[0]} at Shopee", marketplace="Shopee", fix="Read the order again."
        )
    return found


def _is_whole(request: CancelRequest, rows: Mapping[str, Json]) -> bool:
    asked = {line.remote_line_id: line.quantity for line in request.lines}
    return asked == {name: reading.whole(row, "model_quantity_purchased") for name, row in rows.items()}


def _parts(request: CancelRequest, rows: Mapping[str, Json], order: Json) -> Sequence[Json]:
    if not order.get("can_partial_cancel_order"):
        raise Rejected(
            "Shopee cancels this order only as a whole", marketplace="Shopee", fix="Cancel all of it, or ship it."
        )
    return [
        {
            "item_id": reading.whole(rows[line.remote_line_id], "item_id"),
            "model_id": reading.whole(rows[line.remote_line_id], "model_id", default=0),
            "order_item_id": reading.whole(rows[line.remote_line_id], "order_item_id", default=0),
            "promotion_group_id": reading.whole(rows[line.remote_line_id], "promotion_group_id", default=0),
            "model_quantity": line.quantity,
        }
        for line in request.lines
    ]
