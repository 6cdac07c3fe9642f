"""Warehouses of the seller and how many of each size lie there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends
from .fields import bad_body, bad_parameter, is_whole, numbers, path_number
from .settings import setting
from .tokens import MARKETPLACE

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
MOST_ROWS, MOST_UNITS = 1000, 100_000
STOCKS = "/api/v3/stocks/{warehouseId}"


@routes.get("/api/v3/warehouses", category=MARKETPLACE, **spends("warehouses"))
def warehouses(market: WildberriesEmulator, request: Request) -> Answer:
    return json_answer(list(market.state.table("warehouses", request.account).values()))


@routes.post(STOCKS, category=MARKETPLACE, **spends("stocks"))
def read(market: WildberriesEmulator, request: Request) -> Answer:
    """Sizes that were never told are left out."""
    warehouse = _warehouse(market, request)
    kept = market.state.table("stocks", request.account)
    found = [kept.find(key(warehouse["id"], size)) for size in numbers(request, "chrtIds", MOST_ROWS)]
    rows = [{"chrtId": row["chrtId"], "amount": row["amount"]} for row in found if row is not None]
    return json_answer({"stocks": rows})


@routes.add("PUT", STOCKS, category=MARKETPLACE, **spends("stocks"))
def write(market: WildberriesEmulator, request: Request) -> Answer:
    """Misspelt fields are not looked at: success, and nothing changes. One bad row refuses all."""
    warehouse = _warehouse(market, request)
    rows = _rows(request)
    if setting(market, "stock_blocked"):
        raise answers.refuse("StatusNotAcceptable", 406)
    if warehouse["isProcessing"]:
        raise _conflict("StoreIsProcessing", "The store is processing", None)
    good = [row for row in rows if is_whole(row.get("chrtId")) and is_whole(row.get("amount"))]
    _check(market, request, good)
    for row in good:
        put(market, request.account, warehouse["id"], row["chrtId"], row["amount"])
    return answers.done()


@routes.add("DELETE", STOCKS, category=MARKETPLACE, **spends("removals"))
def delete(market: WildberriesEmulator, request: Request) -> Answer:
    warehouse = _warehouse(market, request)
    for size in numbers(request, "chrtIds", MOST_ROWS):
        market.state.table("stocks", request.account).delete(key(warehouse["id"], size))
    return answers.done()


def _rows(request: Request) -> list[dict[str, Any]]:
    body = request.json
    rows = body.get("stocks") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bad_body()
    if not 1 <= len(rows) <= MOST_ROWS:
        raise bad_parameter()
    if any("sku" in row for row in rows):
        raise answers.refuse("SKUUploadDisabled", 400)
    return rows


def _check(market: WildberriesEmulator, request: Request, rows: list[dict[str, Any]]) -> None:
    """Raises Refused naming the rows; each code is an entry of its own."""
    known = sizes(market, request.account)
    bad = {
        "NotFound": [row for row in rows if row["chrtId"] not in known],
        "UploadDataLimit": [row for row in rows if not 0 <= row["amount"] <= MOST_UNITS],
    }
    if market.faults.take("partial_failure", request.path):
        bad["CargoWarehouseRestrictionSGT"] = [row for row in rows if row["chrtId"] % 2 == 0]
    told = [_entry(code, f"{code}: not for this warehouse", found) for code, found in bad.items() if found]
    if told:
        raise Refused(json_answer(told, 409))


def _entry(code: str, message: str, rows: list[dict[str, Any]] | None) -> dict[str, Any]:
    data = None if rows is None else [{"sku": "", "chrtId": row["chrtId"], "amount": row["amount"]} for row in rows]
    return {"code": code, "message": message} | ({"data": data} if data else {})


def _conflict(code: str, message: str, rows: list[dict[str, Any]] | None) -> Refused:
    return Refused(json_answer([_entry(code, message, rows)], 409))


def _warehouse(market: WildberriesEmulator, request: Request) -> dict[str, Any]:
    found = market.state.table("warehouses", request.account).find(path_number(request, "warehouseId"))
    if found is None:
        raise answers.refuse("NotFound", 404)
    return found


def sizes(market: WildberriesEmulator, seller: str) -> set[int]:
    """Every size that the seller has a card for."""
    return {size["chrtID"] for card in market.state.table("cards", seller).values() for size in card["sizes"]}


def key(warehouse: int, size: int) -> str:
    return f"{warehouse}-{size}"


def put(market: WildberriesEmulator, seller: str, warehouse: int, size: int, amount: int) -> None:
    row = {"warehouseId": warehouse, "chrtId": size, "amount": amount}
    market.state.table("stocks", seller).put(key(warehouse, size), row)


def amount(market: WildberriesEmulator, seller: str, warehouse: int, size: int) -> int:
    row = market.state.table("stocks", seller).find(key(warehouse, size))
    return int(row["amount"]) if row else 0
