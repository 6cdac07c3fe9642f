"""Orders to the door: the new ones, the finished ones, where they stand, who waits for them and who fetches them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers, doors
from .budgets import spends
from .fields import bad_parameter, needed, numbers
from .order_calls import LONGEST_DAYS, MOST_ROWS, MOST_STATUSES, ROUBLE, SECONDS_END
from .settings import setting
from .tokens import MARKETPLACE
from .vocabulary import COMPLETE, CONFIRM, NEW

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
ROW = ("id", "rid", "orderUid", "groupId", "warehouseId", "nmId", "chrtId", "article", "skus", "price", "cargoType",
       "comment")  # fmt: skip


def new(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    found = [order for order in doors.of(market, request.account, way) if order["supplierStatus"] == NEW]
    return json_answer({"orders": [_row(order) | _only_new(order) for order in found]})


def done(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    """Sold or cancelled ones of a period, by number; both ends of it must be given."""
    limit, after = needed(request, "limit", least=1, most=MOST_ROWS), needed(request, "next")
    since, until = (needed(request, name, most=SECONDS_END) for name in ("dateFrom", "dateTo"))
    if until < since or until - since > LONGEST_DAYS * 86_400:
        raise bad_parameter()
    found = [
        order
        for order in doors.of(market, request.account, way)
        if order["supplierStatus"] in doors.ENDS
        and since <= datetime.fromisoformat(order["placed"]).timestamp() <= until
        and order["id"] > after
    ]
    shown = found[:limit]
    return json_answer({"next": shown[-1]["id"] if shown else 0, "orders": [_row(order) for order in shown]})


def _row(order: doors.Order) -> dict[str, Any]:
    """Only the seller's own way says which of its kinds it is."""
    kind = {"deliveryType": order["deliveryType"]} if order["way"] == doors.DBS else {}
    address = {"fullAddress": order["fullAddress"], "longitude": 49.108795, "latitude": 55.796391}
    return {name: order[name] for name in ROW} | kind | {
        "address": address,
        "createdAt": order["placed"],
        "colorCode": "",
        "convertedPrice": order["price"],
        "currencyCode": ROUBLE,
        "convertedCurrencyCode": ROUBLE,
        "isZeroOrder": False,
        "options": {"isB2b": False},
    }  # fmt: skip


def _only_new(order: doors.Order) -> dict[str, Any]:
    """All codes that it may carry stand in one list; whether one must be there another call tells."""
    return {"salePrice": order["price"], "requiredMeta": [*order["requiredMeta"], *order["optionalMeta"]]}


def statuses(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    """DBS says of each number that it does not know it, DBW leaves it out."""
    asked = numbers(request, "ordersIds" if way == doors.DBS else "orders", MOST_STATUSES)
    odd = "stuck_at_customs" if setting(market, "odd_status") else ""
    rows = []
    for number in asked:
        order = doors.find(market, request.account, way, number)
        if order is not None:
            name = "orderId" if way == doors.DBS else "id"
            where = {"supplierStatus": order["supplierStatus"], "wbStatus": odd or order["wbStatus"]}
            rows.append({name: order["id"], **where})
        elif way == doors.DBS:
            rows.append({"orderId": number, "errors": [{"code": 404, "detail": "NotFound"}]})
    return json_answer({"orders": rows})


def dates(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    found = _asked(market, request, way)
    return json_answer({"orders": [
        {"id": order["id"], "dDate": order["dDate"], "dTimeFrom": "11:00", "dTimeTo": "15:00", "dDateOld": None,
         "dTimeFromOld": None, "dTimeToOld": None}
        for order in found
    ]})  # fmt: skip


def buyers(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    """Numbers are lent; the two ways spell the order's number differently."""
    found = _asked(market, request, way)
    if not found:
        raise answers.refuse("NotFound", 404)
    name, extensions = ("orderID", ["1234554"]) if way == doors.DBS else ("orderId", [1234554])
    return json_answer({"orders": [
        {name: order["id"], **order["buyer"], "replacementPhone": "", "phone": "+79871234567", "phoneCode": 4321,
         "additionalPhoneCodes": extensions}
        for order in found
    ]})  # fmt: skip


def courier(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    """Of orders that are being packed or fetched."""
    found = [order for order in _asked(market, request, way) if order["supplierStatus"] in (CONFIRM, COMPLETE)]
    return json_answer({"orders": [{"orderID": order["id"], "courierInfo": _courier(order)} for order in found]})


def _courier(order: doors.Order) -> dict[str, Any]:
    contacts = {
        "carNumber": "х111хх16", "fullName": "Курьеров Пётр Ильич", "phone": "79871230000",
        "pTimeFrom": order["courierAt"], "pTimeTo": order["courierAt"],
    }  # fmt: skip
    return {"contacts": contacts, "mustBeAssigned": True, "updatedAt": order["changed"]}


def _asked(market: WildberriesEmulator, request: Request, way: str) -> list[doors.Order]:
    found = [doors.find(market, request.account, way, number) for number in numbers(request, "orders", MOST_STATUSES)]
    return [order for order in found if order is not None]


CALLS = (
    ("GET", doors.DBS, "/api/v3/dbs/orders/new", new),
    ("GET", doors.DBW, "/api/v3/dbw/orders/new", new),
    ("GET", doors.DBS, "/api/v3/dbs/orders", done),
    ("GET", doors.DBW, "/api/v3/dbw/orders", done),
    ("POST", doors.DBS, "/api/marketplace/v3/dbs/orders/status/info", statuses),
    ("POST", doors.DBW, "/api/v3/dbw/orders/status", statuses),
    ("POST", doors.DBS, "/api/v3/dbs/orders/delivery-date", dates),
    ("POST", doors.DBW, "/api/v3/dbw/orders/delivery-date", dates),
    ("POST", doors.DBS, "/api/v3/dbs/orders/client", buyers),
    ("POST", doors.DBW, "/api/marketplace/v3/dbw/orders/client", buyers),
    ("POST", doors.DBW, "/api/v3/dbw/orders/courier", courier),
)
for _method, _way, _path, _call in CALLS:
    routes.add(_method, _path, category=MARKETPLACE, **spends(_way))(partial(_call, way=_way))
