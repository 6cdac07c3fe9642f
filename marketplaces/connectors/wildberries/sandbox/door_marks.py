"""Marking codes of orders to the door."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers, doors, marks
from .budgets import spends
from .door_steps import MOST_AT_ONCE, named, rows_of, told
from .fields import numbers
from .tokens import MARKETPLACE
from .vocabulary import CONFIRM

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
META = "/api/marketplace/v3/{}/orders/meta/{}"
IN_ONE_CALL = ("sgtin", "uin", "imei", "gtin")


def details(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    rows: list[dict[str, Any]] = []
    for number in numbers(request, "ordersIds", MOST_AT_ONCE):
        order = doors.find(market, request.account, way, number)
        if order is None:
            rows.append({"orderId": number, "isError": True, "errors": [{"code": 404, "detail": "NotFound"}]})
        else:
            rows.append({"orderId": number, "isError": False, "metaDetails": marks.details(market, order)})
    return json_answer({"requestId": uuid.uuid4().hex, "orders": rows})


def put(market: WildberriesEmulator, request: Request, way: str, kind: str) -> Answer:
    """Codes of one kind for many orders, each with its own answer."""
    results = []
    for row in rows_of(request):
        value = row.get(marks.FIELDS[kind])
        marks.check_value(market, kind, value)
        order = doors.find(market, request.account, way, row["orderId"])
        wrong = "NotFound" if order is None else "" if _keep(market, order, kind, value) else "FailedToUpdateMeta"
        error = {"errors": [{"code": 404 if order is None else 409, "detail": wrong}]} if wrong else {}
        results.append({"orderId": row["orderId"], "isError": bool(wrong), **error})
    return told(results)


def _keep(market: WildberriesEmulator, order: doors.Order, kind: str, value: Any) -> bool:
    """Whether it is taken: of an order that is being packed, and of a kind that it may carry."""
    if order["supplierStatus"] != CONFIRM or kind not in marks.takes(order):
        return False
    market.state.table(doors.TABLE).edit(order["id"])["meta"][kind] = value
    return True


@routes.add("PUT", "/api/v3/dbw/orders/{orderId}/meta/{kind}", category=MARKETPLACE, **spends("dbw marking"))
def put_one(market: WildberriesEmulator, request: Request) -> Answer:
    kind, body = request.params["kind"], request.json
    if kind not in IN_ONE_CALL[1:]:
        raise answers.refuse("NotFound", 404)
    order, value = named(market, request), body.get(kind) if isinstance(body, dict) else None
    marks.check_value(market, kind, value)
    if not _keep(market, order, kind, value):
        raise answers.refuse("FailedToUpdateMeta", 409)
    return answers.done()


for _way, _reads, _puts in ((doors.DBS, "dbs marks read", "dbs marking"), (doors.DBW, "dbw", "dbw")):
    routes.add("POST", META.format(_way, "details"), category=MARKETPLACE, **spends(_reads))(partial(details, way=_way))
    for _kind in IN_ONE_CALL if _way == doors.DBS else IN_ONE_CALL[:1]:
        routes.add("POST", META.format(_way, _kind), category=MARKETPLACE, **spends(_puts))(
            partial(put, way=_way, kind=_kind)
        )
