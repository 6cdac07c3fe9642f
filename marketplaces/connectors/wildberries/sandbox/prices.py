"""Prices: read at once, set by an upload that is worked off later."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends
from .fields import is_whole, needed, whole
from .settings import setting
from .times import written
from .tokens import PRICES

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
Card = dict[str, Any]
MOST_ROWS = 1000
FIRST_UPLOAD = 395_000_001
WORKED_OFF = "prices_worked_off"
DONE, PARTLY, FAILED = 3, 5, 6
QUARANTINE = "The new price is several times lower than the current one. The item is in quarantine"
ALREADY = "The specified prices and discounts are already set"
NONE_FIT = "All item Nos. are specified incorrectly, or the specified prices and discounts are already set"


def bad_request() -> Refused:
    return answers.refuse_wrapped("Invalid request parameters")


# Reading


@routes.get("/api/v2/list/goods/filter", category=PRICES, **spends("prices"))
def goods(market: WildberriesEmulator, request: Request) -> Answer:
    limit = needed(request, "limit", least=1, most=MOST_ROWS, refusal=bad_request)
    offset = whole(request, "offset", refusal=bad_request) or 0
    only = whole(request, "filterNmID", refusal=bad_request)
    rows = [card for card in _cards(market, request) if only in (None, card["nmID"])]
    return answers.wrapped({"listGoods": [_view(card) for card in rows[offset : offset + limit]]})


@routes.post("/api/v2/list/goods/filter", category=PRICES, **spends("prices"))
def goods_by_number(market: WildberriesEmulator, request: Request) -> Answer:
    body = request.json
    wanted = body.get("nmList") if isinstance(body, dict) else None
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST_ROWS:
        raise bad_request()
    return answers.wrapped({"listGoods": [_view(card) for card in _cards(market, request) if card["nmID"] in wanted]})


def _cards(market: WildberriesEmulator, request: Request) -> list[Card]:
    return sorted(market.state.table("cards", request.account).values(), key=lambda card: int(card["nmID"]))


def discounted(price: int, discount: int) -> Decimal:
    return Decimal(price) * (100 - discount) / 100


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _view(card: Card) -> dict[str, Any]:
    after = _number(discounted(card["price"], card["discount"]))
    rows = [
        {
            "sizeID": size["chrtID"],
            "price": card["price"],
            "discountedPrice": after,
            "clubDiscountedPrice": after,
            "techSizeName": size["techSize"],
        }
        for size in card["sizes"]
    ]
    return {
        "nmID": card["nmID"],
        "vendorCode": card["vendorCode"],
        "sizes": rows,
        "currencyIsoCode4217": card["currency"],
        "discount": card["discount"],
        "clubDiscount": 0,
        "editableSizePrice": False,
        "isBadTurnover": False,
    }


# Setting


@routes.post("/api/v2/upload/task", category=PRICES, **spends("prices"))
def upload(market: WildberriesEmulator, request: Request) -> Answer:
    rows = _rows(request)
    table = market.state.table("cards", request.account)
    known = [row for row in rows if row["nmID"] in table]
    news = [row for row in known if _changes(table[row["nmID"]], row)]
    if not news:
        raise answers.refuse_wrapped(ALREADY if len(known) == len(rows) else NONE_FIT)
    for task in market.state.table("uploads").values():
        if task["seller"] == request.account and not task["done"] and task["rows"] == rows:
            return answers.wrapped({"id": task["id"], "alreadyExists": True}, 208, "This task already exists")
    number = market.state.table("uploads").next_number(FIRST_UPLOAD)
    fault = market.faults.take("partial_failure", request.path)
    task = {"id": number, "seller": request.account, "rows": rows, "at": written(market.clock.now()), "polls": 0}
    market.state.table("uploads").put(number, task | {"done": False, "goods": [], "fault": bool(fault)})
    market.later(5, WORKED_OFF, number=number)
    return answers.wrapped({"id": number, "alreadyExists": False})


def _rows(request: Request) -> list[dict[str, Any]]:
    body = request.json
    rows = body.get("data") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and is_whole(row.get("nmID")) for row in rows):
        raise answers.refuse_wrapped("Invalid data format")
    if not rows:
        raise answers.refuse_wrapped("Empty data")
    if len(rows) > MOST_ROWS:
        raise answers.refuse_wrapped("Upload limit exceeded: You can upload a maximum of 1 000 items")
    for row in rows:
        _check(row)
    return rows


def _check(row: dict[str, Any]) -> None:
    if row.get("price") is None and row.get("discount") is None:
        raise answers.refuse_wrapped("Price and discount not specified")
    if row.get("price") is not None and not is_whole(row["price"]):
        raise answers.refuse_wrapped("Price should be a whole number")
    if row.get("price") is not None and row["price"] <= 0:
        raise answers.refuse_wrapped("Invalid price value")
    if row.get("discount") is not None and not (is_whole(row["discount"]) and 0 <= row["discount"] < 100):
        raise answers.refuse_wrapped("Invalid discount value")


def _changes(card: Card, row: dict[str, Any]) -> bool:
    return _wanted(card, row) != (card["price"], card["discount"])


def _wanted(card: Card, row: dict[str, Any]) -> tuple[int, int]:
    price, discount = row.get("price"), row.get("discount")
    return (card["price"] if price is None else price, card["discount"] if discount is None else discount)


def worked_off(market: WildberriesEmulator, *, number: int) -> None:
    """The upload's turn: what can be set is set, and each row has a word about it."""
    kept = market.state.table("uploads").find(number)
    if kept is None or kept["done"]:
        return
    task = market.state.table("uploads").edit(number)
    task["done"] = True
    task["goods"] = [_set(market, task, row) for row in task["rows"]]


ACTIONS: dict[str, Callable[..., None]] = {WORKED_OFF: worked_off}


def _set(market: WildberriesEmulator, task: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    table = market.state.table("cards", task["seller"])
    if row["nmID"] not in table:
        return _outcome(row, "", "The item number is not found")
    card = table.edit(row["nmID"])
    price, discount = _wanted(card, row)
    if discounted(price, discount) * 3 <= discounted(card["price"], card["discount"]):
        return _outcome(row, card["vendorCode"], QUARANTINE)
    if task["fault"] and row["nmID"] % 2 == 0:
        return _outcome(row, card["vendorCode"], "The item price can not be changed during a sale")
    card["price"], card["discount"] = price, discount
    return _outcome(row, card["vendorCode"], "")


def _outcome(row: dict[str, Any], article: str, text: str) -> dict[str, Any]:
    return {
        "nmID": row["nmID"],
        "vendorCode": article,
        "sizeID": None,
        "techSizeName": "",
        "price": row.get("price"),
        "currencyIsoCode4217": "RUB",
        "discount": row.get("discount") or 0,
        "clubDiscount": None,
        "status": 3 if text else 2,
        "errorText": text,
    }


# What became of an upload


@routes.get("/api/v2/history/tasks", category=PRICES, **spends("prices"))
def history(market: WildberriesEmulator, request: Request) -> Answer:
    """Nothing while it still waits; each time that it is asked for brings it nearer."""
    number, task = _task(market, request)
    if not task["done"] and task["polls"] < setting(market, "price_polls"):
        market.state.table("uploads").edit(number)["polls"] += 1
        return answers.wrapped(None)
    worked_off(market, number=number)
    task = market.state.table("uploads")[number]
    good = sum(each["status"] == 2 for each in task["goods"])
    status = DONE if good == len(task["goods"]) else PARTLY if good else FAILED
    return answers.wrapped(_metadata(number, task, status, good))


@routes.get("/api/v2/buffer/tasks", category=PRICES, **spends("prices"))
def buffer(market: WildberriesEmulator, request: Request) -> Answer:
    number, task = _task(market, request)
    return answers.wrapped(None if task["done"] else _metadata(number, task, 1, 0))


@routes.get("/api/v2/history/goods/task", category=PRICES, **spends("prices"))
def history_goods(market: WildberriesEmulator, request: Request) -> Answer:
    number, task = _task(market, request)
    limit = needed(request, "limit", least=1, most=MOST_ROWS, refusal=bad_request)
    offset = whole(request, "offset", refusal=bad_request) or 0
    goods = task["goods"][offset : offset + limit]
    # The one answer about prices that does not say whether it is an error.
    return json_answer({"data": {"uploadID": number, "historyGoods": goods}})


def _task(market: WildberriesEmulator, request: Request) -> tuple[int, dict[str, Any]]:
    number = needed(request, "uploadID", refusal=bad_request)
    task = market.state.table("uploads").find(number)
    if task is None or task["seller"] != request.account:
        raise bad_request()
    return number, task


def _metadata(number: int, task: dict[str, Any], status: int, good: int) -> dict[str, Any]:
    return {
        "uploadID": number,
        "status": status,
        "uploadDate": task["at"],
        "activationDate": task["at"],
        "overAllGoodsNumber": len(task["rows"]),
        "successGoodsNumber": good,
    }
