"""Promising an order, and handing it over: into a supply, and the supply on its way."""

from collections.abc import Mapping

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import AlreadyDone, DataProblem, NotFound, Rejected

from . import marks
from .client import WildberriesClient
from .errors import PULL_ORDER
from .mapping import status_of
from .reading import Json, identifier, is_number, listed, needed_text, page_of, text
from .walks import statuses

#: A supply that an order gets by itself holds it alone: one that is handed over takes no other along.
NAME = "Orion {}"
ON_ITS_WAY = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})


def accept(client: WildberriesClient, order: str) -> None:
    """Into a supply of its own: from then on the buyer cannot cancel any more. AlreadyDone where it is in one."""
    where = standing(client, order, "accept_order")
    if where in ON_ITS_WAY or where is OrderStatus.PROCESSING:
        raise AlreadyDone(f"Order {order} is in a supply already")
    _refuse_gone(order, where)
    new_supply(client, order, "accept_order")


def confirm(client: WildberriesClient, request: ShipmentRequest) -> ShipmentResult:
    """Into a supply if need be, and the supply handed over. Steps that were done before are not done again."""
    order = request.order_remote_id
    where = standing(client, order, "confirm_shipment")
    if where in ON_ITS_WAY:
        return ShipmentResult(visible=True, parcel_remote_id=order)
    _refuse_gone(order, where)
    supply = _own_supply(client, request) or new_supply(client, order, "confirm_shipment")
    codes = marks.given(request)
    if codes != request.progress.get("marks"):
        marks.put(client, order, codes)
    if codes and marks.are_being_checked(client, [order]):
        progress = {"supply": supply, "marks": dict(codes)}
        return ShipmentResult(visible=False, parcel_remote_id=order, progress=progress)
    client.deliver_supply(supply)
    left = standing(client, order, "confirm_shipment") in ON_ITS_WAY
    return ShipmentResult(visible=left, parcel_remote_id=order, progress={"supply": supply})


def standing(client: WildberriesClient, order: str, operation: str) -> OrderStatus:
    """Where it stands now. Raises NotFound for one that is not this shop's."""
    row = status_row(client, order, operation)
    supplier = needed_text(row.get("supplierStatus"), "orders[].supplierStatus")
    return status_of(supplier, text(row.get("wbStatus")))


def status_row(client: WildberriesClient, order: str, operation: str) -> Json:
    """What the status call tells of one order."""
    found = statuses(client, [int(order)], operation) if is_number(order) else {}
    if order not in found:
        raise NotFound(f"Wildberries has no order {order}", said=f"no order {order}", fix=PULL_ORDER)
    return found[order]


def new_supply(client: WildberriesClient, order: str, operation: str) -> str:
    """A supply that holds this order alone, taken from another open one if it lay there."""
    answer = page_of(client.create_supply(NAME.format(order), operation), "id")
    supply = identifier(answer.get("id"), "id")
    try:
        client.put_into_supply(supply, [int(order)], operation)
    except DataProblem:
        client.delete_supply(supply, operation)
        raise
    return supply


def is_ours(name: str) -> bool:
    """Whether a supply was made here for one order."""
    return name.startswith(NAME.format("")) and is_number(name.removeprefix(NAME.format("")))


def _refuse_gone(order: str, where: OrderStatus) -> None:
    if where not in (OrderStatus.PENDING, OrderStatus.PROCESSING):
        raise Rejected(f"Order {order} is {where} at Wildberries", said=str(where), fix=PULL_ORDER)


def _own_supply(client: WildberriesClient, request: ShipmentRequest) -> str:
    """The open supply that the order lies in alone; empty where it lies in none or with others."""
    known = text(request.progress.get("supply")) or text(request.order_raw.get("supplyId"))
    if not known:
        return ""
    try:
        supply = client.supply(known)
        inside = page_of(client.supply_orders(known), "orderIds").get("orderIds")
    except NotFound:
        return ""
    is_open = isinstance(supply, Mapping) and supply.get("done") is False
    alone = [text(number) for number in listed(inside, "orderIds")] == [request.order_remote_id]
    return known if is_open and alone else ""
