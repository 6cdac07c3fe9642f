"""Tells the Market that a parcel left: boxes and readiness for its own courier, tracking and status for the shop's."""

from collections.abc import Sequence
from dataclasses import replace

from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import NotFound, Rejected

from . import marks
from .client import YandexClient
from .errors import PULL_ORDER
from .mapping import DBS, PROCESSING, READY, THEIRS
from .reading import Json, mapping, result_of, rows, text
from .shops import Shop
from .walks import find_rows

OPERATION = "confirm_shipment"
DELIVERY = "DELIVERY"
#: The parcel has left, or all that we do was done before.
ON_THE_WAY = frozenset({"DELIVERY", "PICKUP", "DELIVERED", "PARTIALLY_RETURNED", "RETURNED"})
DONE_HERE = frozenset({READY, "SHIPPED"})
TRACKABLE = frozenset({"PROCESSING", "DELIVERY", "PICKUP"})
OTHER_CARRIER = "Write the carrier as the Market names it, or add the tracking number in the Market cabinet."


def confirm(client: YandexClient, shop: Shop, request: ShipmentRequest) -> ShipmentResult:
    """Look where the order is, do what is still to be done, and look again."""
    order = read(client, shop, request.order_remote_id, OPERATION)
    if text(order.get("programType")) in THEIRS:
        raise Rejected("The Market sends this order from its own warehouse", fix="Nothing is to be sent here.")
    if text(order.get("status")) == "CANCELLED":
        raise Rejected("This order was cancelled at the Market", fix="Keep the parcel here and pull the order again.")
    if text(order.get("programType")) == DBS:
        return _by_own_courier(client, shop, request, order)
    return _by_their_courier(client, shop, request, order)


def read(client: YandexClient, shop: Shop, number: str, operation: str) -> Json:
    """The order as it is now."""
    found = find_rows(client, shop, [number], operation).get(number)
    if found is None:
        raise NotFound(f"The Market has no order {number} in this shop", fix=PULL_ORDER)
    return found


def _by_their_courier(client: YandexClient, shop: Shop, request: ShipmentRequest, order: Json) -> ShipmentResult:
    """FBS and Express: everything lies in boxes, codes that are asked for are checked, then the order is ready."""
    status, stage = text(order.get("status")), text(order.get("substatus"))
    if status in ON_THE_WAY or (status == PROCESSING and stage in DONE_HERE):
        return _result(order, visible=True)
    if status != PROCESSING:
        raise _not_yet(status)
    wanted = boxes(order, request)
    if _are_to_be_told(order, request, wanted):
        client.set_boxes(shop.number, request.order_remote_id, {"boxes": wanted}, OPERATION)
    if _holds_codes(wanted) and marks.are_being_checked(client, shop.number, request.order_remote_id):
        return replace(_result(order, visible=False), progress={"boxes": wanted})
    ready = {"status": PROCESSING, "substatus": READY}
    client.set_status(shop.number, request.order_remote_id, ready, OPERATION)
    after = read(client, shop, request.order_remote_id, OPERATION)
    return _result(after, visible=text(after.get("status")) != PROCESSING or text(after.get("substatus")) in DONE_HERE)


def boxes(order: Json, request: ShipmentRequest) -> list[Json]:
    """All units of the order: the Market takes no second parcel, and dropping units is a matter of its own."""
    packed = request.boxes or (request.lines,)
    wanted: dict[str, int] = {}
    for line in (line for box in packed for line in box):
        wanted[line.remote_line_id] = wanted.get(line.remote_line_id, 0) + line.quantity
    inside = {text(item.get("id")): int(item.get("count") or 0) for item in rows(order.get("items"), "items")}
    if wanted != {line: units for line, units in inside.items() if units}:
        raise Rejected(
            "The Market takes an order only as a whole, and this parcel holds something else",
            fix="Send all of it, or cancel the units that are missing; then pull the order again.",
        )
    return [{"items": [_packed(line) for line in box]} for box in packed]


def _packed(line: ShipmentLine) -> Json:
    codes = marks.instances(line.marks)
    return {"id": int(line.remote_line_id), "fullCount": line.quantity} | ({"instances": codes} if codes else {})


def _are_to_be_told(order: Json, request: ShipmentRequest, wanted: list[Json]) -> bool:
    """Boxes that were told before, here or in the cabinet, are left alone unless ours say more than “one box”."""
    told = rows(mapping(order.get("delivery"), "delivery").get("boxesLayout"), "delivery.boxesLayout")
    if not told:
        return True
    ours = len(wanted) > 1 or _holds_codes(wanted)
    return ours and wanted not in (_layout(told), request.progress.get("boxes"))


def _holds_codes(boxes: list[Json]) -> bool:
    return any("instances" in item for box in boxes for item in box["items"])


def _layout(told: Sequence[Json]) -> list[Json]:
    names = ("id", "fullCount", "instances")
    return [
        {"items": [{name: item[name] for name in names if item.get(name)} for item in rows(box.get("items"), "items")]}
        for box in told
    ]


def _by_own_courier(client: YandexClient, shop: Shop, request: ShipmentRequest, order: Json) -> ShipmentResult:
    """DBS: codes, the tracking number while it may be told, then the order is on its way."""
    status = text(order.get("status"))
    if status not in ON_THE_WAY | {PROCESSING}:
        raise _not_yet(status)
    if status == PROCESSING and (codes := marks.of_lines(request.lines)):
        client.set_marks(shop.number, request.order_remote_id, codes)
    if request.tracking_number and status in TRACKABLE and request.tracking_number not in _tracks(order):
        body = {"trackCode": request.tracking_number, "deliveryServiceId": _service(client, order, request.carrier)}
        client.set_track(shop.number, request.order_remote_id, body)
    if status == PROCESSING:
        client.set_status(shop.number, request.order_remote_id, {"status": DELIVERY}, OPERATION)
    after = read(client, shop, request.order_remote_id, OPERATION)
    return _result(after, visible=text(after.get("status")) in ON_THE_WAY)


def _tracks(order: Json) -> Sequence[str]:
    told = rows(mapping(order.get("delivery"), "delivery").get("tracks"), "delivery.tracks")
    return [text(track.get("trackCode")) for track in told]


def _service(client: YandexClient, order: Json, carrier: str) -> int:
    """The carrier by its name at the Market; the order's own service where none is named or known."""
    wanted = carrier.strip().casefold()
    if wanted:
        known = rows(result_of(client.delivery_services()).get("deliveryService"), "result.deliveryService")
        for row in known:
            if text(row.get("name")).casefold() == wanted:
                return int(row["id"])
    own = mapping(order.get("delivery"), "delivery").get("deliveryServiceId")
    if not isinstance(own, int):
        raise Rejected(f"The Market knows no carrier “{carrier}”", fix=OTHER_CARRIER)
    return own


def _not_yet(status: str) -> Rejected:
    if status in ("PLACING", "RESERVED", "UNPAID", "PENDING"):
        return Rejected(
            "The Market has not released this order yet", remote_code=status, fix="Wait until it is paid and confirmed."
        )
    return Rejected(f"The order's status at the Market is {status}, which we do not know", fix=PULL_ORDER)


def _result(order: Json, *, visible: bool) -> ShipmentResult:
    """The box names the parcel; an order without boxes is its own parcel."""
    delivery = mapping(order.get("delivery"), "delivery")
    boxes = rows(delivery.get("boxesLayout"), "delivery.boxesLayout")
    return ShipmentResult(
        visible=visible,
        parcel_remote_id=text(boxes[0].get("boxId")) if boxes else text(order.get("orderId")),
        tracking_number=next(iter(_tracks(order)), ""),
        carrier=text(delivery.get("serviceName")),
    )
