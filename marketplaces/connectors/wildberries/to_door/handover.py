"""Promising an order to the door, sending it, and saying what its buyer did; each reads first how it stands."""

from marketplaces.canonical.shipments import Arrival, ShipmentRequest, ShipmentResult
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import AlreadyDone, Rejected

from .. import marks as codes_of
from ..errors import PULL_ORDER
from ..handover import ON_ITS_WAY
from . import marks
from .client import DoorClient
from .standing import check_taken, standing
from .ways import TO_THE_BUYER, Way

BUYERS_CODE = "Ask the buyer for the code that Wildberries shows with the order, and enter it."


def accept(client: DoorClient, way: Way, order: str) -> None:
    """Being packed: the buyer cannot cancel any more. AlreadyDone where that was told before."""
    where = standing(client, way, order, "accept_order")
    if where in ON_ITS_WAY or where is OrderStatus.PROCESSING:
        raise AlreadyDone(f"Order {order} is being packed already")
    _refuse_gone(order, where)
    _confirm(client, way, order, "accept_order")


def confirm(client: DoorClient, way: Way, request: ShipmentRequest) -> ShipmentResult:
    """Packed if need be, its codes told, and on its way. Steps that were done before are not done again."""
    order = request.order_remote_id
    where = standing(client, way, order, "confirm_shipment")
    if where in ON_ITS_WAY:
        return ShipmentResult(visible=True, parcel_remote_id=order)
    _refuse_gone(order, where)
    if where is OrderStatus.PENDING:
        _confirm(client, way, order, "confirm_shipment")
    codes = codes_of.given(request)
    if codes != request.progress.get("marks"):
        marks.put(client, way, order, codes)
    if codes and marks.are_being_checked(client, way, order):
        return ShipmentResult(visible=False, parcel_remote_id=order, progress={"marks": dict(codes)})
    check_taken(client.door_deliver(way, int(order)), order)
    left = standing(client, way, order, "confirm_shipment") in ON_ITS_WAY
    return ShipmentResult(visible=left, parcel_remote_id=order)


def end(client: DoorClient, way: Way, arrival: Arrival) -> None:
    """The buyer has it, or did not take it. AlreadyDone where that was told before."""
    order = arrival.order_remote_id
    if arrival.remote_scheme not in TO_THE_BUYER:
        raise Rejected(
            f"Wildberries itself says what became of order {order}", said=arrival.remote_scheme, fix=PULL_ORDER
        )
    where = standing(client, way, order, "confirm_shipment")
    if where is (OrderStatus.DELIVERED if arrival.taken else OrderStatus.CANCELLED):
        raise AlreadyDone(f"Order {order} is {where} at Wildberries")
    if where is not OrderStatus.SHIPPED:
        raise Rejected(f"Order {order} is {where} at Wildberries", said=str(where), fix=PULL_ORDER)
    if not arrival.code:
        raise Rejected("Wildberries asks for the code of the buyer", said="no code", fix=BUYERS_CODE)
    check_taken(client.door_end("receive" if arrival.taken else "reject", int(order), arrival.code), order)


def cancel(client: DoorClient, way: Way, order: str) -> None:
    """All of it, before it is on its way."""
    where = standing(client, way, order, "cancel")
    if where is OrderStatus.CANCELLED:
        raise AlreadyDone(f"Order {order} is cancelled already")
    if where not in (OrderStatus.PENDING, OrderStatus.PROCESSING):
        raise Rejected("Wildberries does not let this order be cancelled any more", said=str(where), fix=PULL_ORDER)
    answer = client.door_cancel(way, int(order))
    if answer is not None:
        check_taken(answer, order)


def _confirm(client: DoorClient, way: Way, order: str, operation: str) -> None:
    answer = client.door_confirm(way, int(order), operation)
    if answer is not None:
        check_taken(answer, order)


def _refuse_gone(order: str, where: OrderStatus) -> None:
    if where not in (OrderStatus.PENDING, OrderStatus.PROCESSING):
        raise Rejected(f"Order {order} is {where} at Wildberries", said=str(where), fix=PULL_ORDER)
