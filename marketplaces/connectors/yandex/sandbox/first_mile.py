"""The first mile of FBS: orders of a day in one shipment, confirmed after a cut-off, with the act that is signed."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok, refuse
from .cabinets import shop_of
from .labels import pdf
from .order_calls import AREA
from .pages import page
from .quotas import HOUR
from .shapes import day, fields, flag, limit, many, one_of, query, text, whole
from .times import MOSCOW, iso, kept
from .times import day as day_of
from .vocabulary import FBS, PROCESSING, READY_TO_SHIP, SHIPPED

if TYPE_CHECKING:
    from .market import YandexEmulator

Row = dict[str, Any]
FIRST = 4_100_001
MOST, USUAL = 30, 15
CREATED, READY, CONFIRMED = "OUTBOUND_CREATED", "OUTBOUND_READY_FOR_CONFIRMATION", "OUTBOUND_CONFIRMED"
ACCEPTED, ERROR = "ACCEPTED", "ERROR"
STATUSES = (
    CREATED, READY, CONFIRMED, "OUTBOUND_SIGNED", "FINISHED", ACCEPTED, "ACCEPTED_WITH_DISCREPANCIES", ERROR,
)  # fmt: skip
#: A shop of the practice Market brings, from nine to six, and may say so from nine on the day before.
OPENS, CLOSES, CUT_OFF = time(9), time(18), timedelta(hours=24)
LIMIT = Quota(200, HOUR)
BASE = "/v2/campaigns/{campaignId}/first-mile/shipments"
PLACE = {"id": 172, "name": "СЦ Софьино", "address": "Московская область, д. Софьино, 1"}

routes = Routes()


@routes.add("PUT", BASE, limit=LIMIT, area=AREA, reads=True, shape=fields({
    "dateFrom!": day, "dateTo!": day, "statuses": many(one_of(*STATUSES), unique=True),
    "orderIds": many(whole(), unique=True), "cancelledOrders": flag,
}))  # fmt: skip
def search(market: YandexEmulator, request: Request) -> Answer:
    """By the day of the interval, both ends included."""
    shop, wanted = shop_of(market, request), request.json
    asked = query(request, {"limit": limit(MOST), "pageToken": text(), "page_token": text()})
    found = [
        row for row in _all(market, shop)
        if wanted["dateFrom"] <= row["day"] <= wanted["dateTo"]
        and row["status"] in (wanted.get("statuses") or STATUSES)
        and (not wanted.get("orderIds") or set(wanted["orderIds"]) & set(row["orders"]))
    ]  # fmt: skip
    token = asked.get("pageToken") or asked.get("page_token")
    shown, paging = page(found, lambda row: row["id"], token, int(asked.get("limit", USUAL)))
    told = [{**_view(row), "status": row["status"], "statusUpdateTime": iso(row["updated"])} for row in shown]
    return ok({"shipments": told, "paging": paging})


@routes.get(BASE + "/{shipmentId}", limit=LIMIT, area=AREA, reads=True)
def one(market: YandexEmulator, request: Request) -> Answer:
    row = _named(market, request)
    actions = {READY: ["CONFIRM"], CONFIRMED: ["DOWNLOAD_ACT"], ACCEPTED: ["DOWNLOAD_ACT", "DOWNLOAD_INBOUND_ACT"]}
    current = {"status": row["status"], "updateTime": iso(row["updated"])}
    return ok({**_view(row), "currentStatus": current, "availableActions": actions.get(row["status"], [])})


@routes.post(BASE + "/{shipmentId}/confirm", limit=LIMIT, area=AREA, needs_body=False,
             shape=fields({"externalShipmentId": text(), "signatory": text()}))  # fmt: skip
def confirm(market: YandexEmulator, request: Request) -> Answer:
    row = _named(market, request)
    if row["status"] == CREATED:
        raise refuse("Cutoff time for shipments has not been reached yet")
    if row["status"] != READY:
        raise refuse(f"Shipment {row['id']} cannot be confirmed in status {row['status']}")
    table = market.state.table("first_mile", row["shop"])
    kept_row = table.edit(row["day"])
    kept_row["confirmed"], kept_row["updated"] = list(row["orders"]), kept(market.clock.now())
    kept_row["external"] = (request.json or {}).get("externalShipmentId", "")
    return ok()


@routes.get(BASE + "/{shipmentId}/act", limit=LIMIT, area=AREA, reads=True)
def act(market: YandexEmulator, request: Request) -> Answer:
    row = _named(market, request)
    if row["status"] not in (CONFIRMED, ACCEPTED):
        raise refuse(f"Shipment {row['id']} is not confirmed")
    lines = [f"shipment {row['id']}", row["day"], *(f"order {each}" for each in row["orders"])]
    return Answer(200, pdf([lines[:12]]), {"Content-Type": "application/pdf"})


def _named(market: YandexEmulator, request: Request) -> Row:
    shop, number = shop_of(market, request), request.params["shipmentId"]
    found = next((row for row in _all(market, shop) if str(row["id"]) == number), None)
    if found is None:
        raise refuse(f"Shipment {number} not found", 404)
    return found


def _all(market: YandexEmulator, shop: Row) -> list[Row]:
    """One for each day on which something of the shop leaves: made when its first order is."""
    days: dict[str, list[Row]] = defaultdict(list)
    for order in market.state.table("orders").values():
        if order["shop"] == shop["id"] and shop["model"] == FBS and not order["fake"]:
            days[day_of(order["shipBy"])].append(order)
    return [row for name in sorted(days) if (row := _row(market, shop, name, days[name]))["orders"]]


def _row(market: YandexEmulator, shop: Row, name: str, orders: list[Row]) -> Row:
    table = market.state.table("first_mile", shop["id"])
    held = table.find(name) or table.put(name, {
        "id": market.state.table("first_mile_numbers").next_number(FIRST), "shop": shop["id"], "day": name,
        "confirmed": [], "external": "", "updated": kept(market.clock.now()),
    })  # fmt: skip
    going = [each["id"] for each in orders if each["status"] == PROCESSING]
    packed = [each["id"] for each in orders if (each["status"], each["substatus"]) == (PROCESSING, READY_TO_SHIP)]
    inside = held["confirmed"] or sorted(going)
    left = [each["id"] for each in orders if each["id"] in inside and each["id"] not in going]
    gone = [each["id"] for each in orders if each["id"] in inside and each["substatus"] == SHIPPED] + left
    return {**held, "orders": inside, "packed": packed, "gone": gone, "status": _status(market, held, packed, gone)}


def _status(market: YandexEmulator, held: Row, packed: list[int], gone: list[int]) -> str:
    if held["confirmed"]:
        return ACCEPTED if len(gone) == len(held["confirmed"]) else CONFIRMED
    opens = _begin(held["day"]) - CUT_OFF
    return READY if packed and market.clock.now() >= opens else CREATED


def _begin(name: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(name).date(), OPENS, MOSCOW)


def _view(row: Row) -> Row:
    begin = _begin(row["day"])
    return {
        "id": row["id"], "planIntervalFrom": begin.isoformat(),
        "planIntervalTo": begin.replace(hour=CLOSES.hour).isoformat(), "shipmentType": "IMPORT", "warehouseTo": PLACE,
        "externalId": row["external"] or str(row["id"]), "orderIds": row["orders"],
        "draftCount": len(row["orders"]) - len(row["packed"]), "plannedCount": len(row["orders"]),
        "factCount": len(row["gone"]), "signature": {"signed": False},
    }  # fmt: skip
