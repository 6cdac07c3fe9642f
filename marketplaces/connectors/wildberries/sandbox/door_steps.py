"""What a seller does with an order to the door: packed, on its way, received, refused, cancelled; its stickers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers, doors, marks
from .budgets import spends
from .fields import bad_body, bad_parameter, is_whole, numbers, path_number
from .stickers import MOST, page, sticker
from .tokens import MARKETPLACE
from .vocabulary import BY_CLIENT, CANCEL, CANCELED, COMPLETE, CONFIRM, NEW, SOLD, WAITING

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
MOST_AT_ONCE = 1000
STEPS = {"category": MARKETPLACE, **spends("dbs steps")}
OF_DBW = {"category": MARKETPLACE, **spends("dbw")}
STATUS = "/api/marketplace/v3/dbs/orders/status/"
#: Why an order is not moved; empty where it is. What Wildberries finds wrong with its codes comes along.
Wrong = tuple[int, str, list[dict[str, Any]]]


@routes.post(STATUS + "confirm", **STEPS)
def confirm(market: WildberriesEmulator, request: Request) -> Answer:
    return _each(market, request, doors.DBS, (NEW,), lambda order: doors.step(market, order, CONFIRM, WAITING))


@routes.post(STATUS + "deliver", **STEPS)
def deliver(market: WildberriesEmulator, request: Request) -> Answer:
    return _leave(market, request, doors.DBS)


@routes.post("/api/marketplace/v3/dbw/orders/status/deliver", **OF_DBW)
def deliver_by_courier(market: WildberriesEmulator, request: Request) -> Answer:
    return _leave(market, request, doors.DBW)


def _leave(market: WildberriesEmulator, request: Request, way: str) -> Answer:
    def go(order: doors.Order) -> None:
        doors.step(market, order, doors.left(way), WAITING)

    return _each(market, request, way, (CONFIRM,), go, check=lambda order: marks.holds_up(market, order))


@routes.post(STATUS + "cancel", **STEPS)
def cancel(market: WildberriesEmulator, request: Request) -> Answer:
    return _each(market, request, doors.DBS, (NEW, CONFIRM), lambda order: doors.step(market, order, CANCEL, CANCELED))


@routes.post(STATUS + "receive", **STEPS)
def receive(market: WildberriesEmulator, request: Request) -> Answer:
    return _with_code(market, request, doors.RECEIVE, SOLD)


@routes.post(STATUS + "reject", **STEPS)
def reject(market: WildberriesEmulator, request: Request) -> Answer:
    return _with_code(market, request, doors.REJECT, BY_CLIENT)


def rows_of(request: Request) -> list[dict[str, Any]]:
    """What the body says of each order. Raises the answer to one of another shape, or of too many."""
    body = request.json
    given = body.get("orders") if isinstance(body, dict) else None
    if not isinstance(given, list) or not all(isinstance(row, dict) and is_whole(row.get("orderId")) for row in given):
        raise bad_body()
    if not 1 <= len(given) <= MOST_AT_ONCE:
        raise bad_parameter()
    return given


def _with_code(market: WildberriesEmulator, request: Request, supplier: str, wb: str) -> Answer:
    """The code is the buyer's; with another one nothing is done."""
    results = []
    for row in rows_of(request):
        order = doors.find(market, request.account, doors.DBS, row["orderId"])
        wrong = _why_not(order, (doors.DELIVER,))
        if order is not None and not wrong and row.get("code") != order["code"]:
            wrong = (409, "IncorrectCode", [])
        if order is not None and not wrong:
            doors.step(market, order, supplier, wb)
        results.append(_result(row["orderId"], wrong))
    return told(results)


def _each(
    market: WildberriesEmulator, request: Request, way: str, allowed: tuple[str, ...],
    act: Callable[[doors.Order], Any], *, check: Callable[[doors.Order], list[dict[str, Any]]] | None = None,
) -> Answer:  # fmt: skip
    """Each order by itself; the call succeeds also where none of them was moved."""
    results = []
    for number in numbers(request, "ordersIds", MOST_AT_ONCE):
        order = doors.find(market, request.account, way, number)
        wrong = _why_not(order, allowed)
        if order is not None and not wrong and check is not None and (held := check(order)):
            wrong = (409, "MetaValidationFail", held)
        if order is not None and not wrong:
            act(order)
        results.append(_result(number, wrong))
    return told(results)


def _why_not(order: doors.Order | None, allowed: tuple[str, ...]) -> Wrong | None:
    if order is None:
        return 404, "NotFound", []
    if order["supplierStatus"] not in allowed or order["wbStatus"] not in (WAITING, "ready_for_pickup"):
        return 409, "StatusMismatch", []
    return None


def _result(number: int, wrong: Wrong | None) -> dict[str, Any]:
    if wrong is None:
        return {"orderId": number, "isError": False}
    code, detail, held = wrong
    error = {"code": code, "detail": detail} | ({"metaDetails": held} if held else {})
    return {"orderId": number, "isError": True, "errors": [error]}


def told(results: list[dict[str, Any]]) -> Answer:
    return json_answer({"requestId": uuid.uuid4().hex, "results": results})


@routes.add("PATCH", "/api/v3/dbw/orders/{orderId}/confirm", **OF_DBW)
def confirm_one(market: WildberriesEmulator, request: Request) -> Answer:
    order = named(market, request)
    if order["supplierStatus"] != NEW:
        raise answers.refuse("StatusMismatch", 409)
    doors.step(market, order, CONFIRM, WAITING)
    return answers.done()


@routes.add("PATCH", "/api/v3/dbw/orders/{orderId}/cancel", category=MARKETPLACE, **spends("dbw cancel"))
def cancel_one(market: WildberriesEmulator, request: Request) -> Answer:
    order = named(market, request)
    if order["supplierStatus"] not in (NEW, CONFIRM):
        raise answers.refuse("StatusMismatch", 409)
    doors.step(market, order, CANCEL, CANCELED)
    return answers.done()


def named(market: WildberriesEmulator, request: Request) -> doors.Order:
    """The order of the path. Raises Refused where this seller has none such."""
    order = doors.find(market, request.account, doors.DBW, path_number(request, "orderId"))
    if order is None:
        raise answers.refuse("NotFound", 404)
    return order


@routes.post("/api/v3/dbw/orders/stickers", **OF_DBW)
def stickers(market: WildberriesEmulator, request: Request) -> Answer:
    kind, size = request.query.get("type", ""), (request.query.get("width"), request.query.get("height"))
    if kind not in ("svg", "zplv", "zplh", "png") or size not in (("58", "40"), ("40", "30")):
        raise bad_parameter()
    found = _packed(market, request, doors.DBW)
    return json_answer({"stickers": [sticker(order, kind, int(size[0] or 0), int(size[1] or 0)) for order in found]})


@routes.post("/api/marketplace/v3/dbs/orders/stickers", category=MARKETPLACE, **spends("dbs"))
def pages(market: WildberriesEmulator, request: Request) -> Answer:
    """Of what goes to a pickup point only, as pages."""
    if [request.query.get(name) for name in ("type", "width", "height")] != ["pdf", "58", "40"]:
        raise bad_parameter()
    found = [each for each in _packed(market, request, doors.DBS) if each["deliveryType"] == "dbsPickupPoint"]
    return json_answer({"stickers": [sticker(order, "pdf", 58, 40) | {"file": page()} for order in found]})


def _packed(market: WildberriesEmulator, request: Request, way: str) -> list[doors.Order]:
    found = [doors.find(market, request.account, way, number) for number in numbers(request, "orders", MOST)]
    ready = (CONFIRM, COMPLETE, doors.DELIVER)
    return [order for order in found if order is not None and order["supplierStatus"] in ready]
