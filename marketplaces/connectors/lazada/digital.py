"""Digital items that the buyer has: said item by item, those that were said before left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.digital import DigitalDelivery
from marketplaces.connectors.lazada import errors, mapping, reading
from marketplaces.connectors.lazada.client import LazadaClient
from marketplaces.framework.errors import NotFound, Rejected

Json = Mapping[str, Any]
#: Beyond these an item is with its buyer already.
OPEN = frozenset({"pending", "topack", "repacked", "packed", "toship", "ready_to_ship", "shipped", "shipping"})


def tell(client: LazadaClient, delivery: DigitalDelivery) -> None:
    """Each item answers for itself. Raises the error of the first that is refused; the others are said."""
    items = _items(client, delivery.order_remote_id)
    wanted = [item for line in delivery.lines for item in _units(line.remote_line_id, line.quantity, items)]
    if any(_status(item) == "unpaid" for item in wanted):
        raise Rejected("The buyer has not paid this order yet", marketplace="Lazada", fix="Read the order again.")
    numbers = [reading.whole(item, "order_item_id") for item in wanted if _status(item) in OPEN]
    if not numbers:
        return
    answer = client.digital_delivered(delivery.order_remote_id, numbers)
    for order in reading.rows(answer, "orders"):
        for row in reading.rows(order, "order_item_list"):
            code = reading.text(row, "item_err_code")
            if code not in errors.GOOD:
                raise errors.of_item(code, reading.text(row, "msg"), retry=reading.flag(row, "retry"))


def _items(client: LazadaClient, order: str) -> Sequence[Json]:
    for row in client.get_items([order], operation="confirm_shipment"):
        return reading.rows(row, "order_items")
    raise NotFound(f"Lazada has no order {order} for this shop", marketplace="Lazada")


def _units(line: str, quantity: int, items: Sequence[Json]) -> list[Json]:
    units = [unit for unit in mapping.units_of(line, items) if _status(unit) != mapping.CANCELLED]
    if not units:
        raise Rejected(f"This order has no line {line} at Lazada", marketplace="Lazada", fix="Read the order again.")
    return units[:quantity]


def _status(unit: Json) -> str:
    return reading.needed_text(unit, "status")
