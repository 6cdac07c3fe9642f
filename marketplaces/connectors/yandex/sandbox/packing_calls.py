"""The calls about what is packed: boxes, and the codes of units that need one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import identifiers, orders
from .answers import ok, refuse
from .order_calls import AREA, order_of
from .quotas import HOUR
from .shapes import fields, flag, many, whole
from .vocabulary import DBS, FBY, PACKAGING, PROCESSING, STARTED

if TYPE_CHECKING:
    from .market import YandexEmulator

routes = Routes()

BOX_ITEM = fields(
    {
        "id!": whole(),
        "fullCount": whole(1),
        "partialCount": fields({"current!": whole(1), "total!": whole(2)}),
        "instances": many(identifiers.INSTANCE),
    }
)


@routes.add("PUT", "/v2/campaigns/{campaignId}/orders/{orderId}/boxes", limit=Quota(10_000, HOUR), area=AREA,
            shape=fields({"boxes!": many(fields({"items!": many(BOX_ITEM)})), "allowRemove": flag}))  # fmt: skip
def boxes(market: YandexEmulator, request: Request) -> Answer:
    """Every unit lies in a box, unless units may be dropped."""
    order = order_of(market, request)
    if order["model"] == FBY or (order["status"], order["substatus"]) not in (
        (PROCESSING, STARTED), (PROCESSING, PACKAGING),
    ):  # fmt: skip
        raise refuse(f"Order {order['id']} with status {order['status']}/{order['substatus']} cannot be packed")
    packed = _packed(order, request.json["boxes"])
    missing = {item["id"] for item in order["items"] if packed.get(item["id"], 0) < item["count"]}
    if missing and not request.json.get("allowRemove"):
        raise refuse(f"Items {', '.join(map(str, sorted(missing)))} are not fully packed and allowRemove is false")
    if not packed:
        raise refuse("All items cannot be removed from order")
    if missing:
        orders.shrink(market, order["id"], packed)
    kept = orders.edit(market, order["id"])
    identifiers.keep(kept, [row for box in request.json["boxes"] for row in box["items"]])
    kept["boxes"] = [_box(order, place, box) for place, box in enumerate(request.json["boxes"], start=1)]
    return ok({"boxes": [{"items": box["items"], "boxId": box["boxId"]} for box in kept["boxes"]]})


def _packed(order: dict[str, Any], boxes: list[dict[str, Any]]) -> dict[int, int]:
    """Units in boxes by item. A box holds whole units, or one part of one."""
    known = {item["id"]: item for item in order["items"]}
    packed: dict[int, int] = {}
    for row in [row for box in boxes for row in box["items"]]:
        if row["id"] not in known:
            raise refuse(f"Item {row['id']} is not in order {order['id']}")
        if ("fullCount" in row) == ("partialCount" in row):
            raise refuse("A box item needs either fullCount or partialCount")
        part = row.get("partialCount") or {"current": 1, "total": 1}
        packed[row["id"]] = packed.get(row["id"], 0) + (
            row.get("fullCount", 0) or int(part["current"] == part["total"])
        )
        identifiers.check(known[row["id"]], row.get("instances") or [], row.get("fullCount", 1))
    for number, units in packed.items():
        if units > known[number]["count"]:
            raise refuse(f"Item {number} has only {known[number]['count']} units in order")
    return packed


def _box(order: dict[str, Any], place: int, box: dict[str, Any]) -> dict[str, Any]:
    return {"items": box["items"], "boxId": order["id"] * 10 + place, "barcode": f"{order['id']}-{place}"}


MARKED = fields({"id!": whole(), "instances!": many(identifiers.INSTANCE)})


@routes.add("PUT", "/v2/campaigns/{campaignId}/orders/{orderId}/identifiers", limit=Quota(10_000, HOUR), area=AREA,
            shape=fields({"items!": many(MARKED)}))  # fmt: skip
def put_identifiers(market: YandexEmulator, request: Request) -> Answer:
    """Codes of an order that the shop's own couriers bring; with the Market's couriers they go with the boxes."""
    order = order_of(market, request)
    if order["model"] != DBS:
        raise refuse("Method is available for DBS only, use PUT boxes")
    kept = orders.edit(market, order["id"])
    known = {item["id"]: item for item in kept["items"]}
    for row in request.json["items"]:
        if row["id"] not in known:
            raise refuse(f"Item {row['id']} is not in order {order['id']}")
        identifiers.check(known[row["id"]], row["instances"], known[row["id"]]["count"])
    identifiers.keep(kept, request.json["items"])
    return ok({"items": [identifiers.brief(item) for item in kept["items"] if item["instances"]]})


@routes.post("/v2/campaigns/{campaignId}/orders/{orderId}/identifiers/status", limit=Quota(1000, HOUR), area=AREA,
             reads=True)  # fmt: skip
def identifiers_status(market: YandexEmulator, request: Request) -> Answer:
    return ok({"items": identifiers.statuses(market, order_of(market, request))})
