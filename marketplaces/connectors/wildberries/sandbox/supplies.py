"""Supplies: what the seller brings to Wildberries at one time, as a list of assembly orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers, marks, orders
from .budgets import spends
from .fields import bad_body, bad_parameter, needed, numbers
from .stickers import picture
from .times import written
from .tokens import MARKETPLACE
from .vocabulary import COMPLETE, CONFIRM, NEW, WAITING

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
Supply = dict[str, Any]
FIRST_SUPPLY = 92_900_001
MOST_ADDED, LONGEST_NAME = 100, 128
ONE = "/api/v3/supplies/{supplyId}"
GROUP = {"category": MARKETPLACE, **spends("orders")}


def create(market: WildberriesEmulator, seller: str, name: str) -> Supply:
    number = f"WB-GI-{market.state.table('supplies').next_number(FIRST_SUPPLY)}"
    supply = {
        "id": number,
        "seller": seller,
        "name": name,
        "done": False,
        "createdAt": written(market.clock.now()),
        "closedAt": None,
        "scanDt": None,
        "cargoType": 0,
        "crossBorderType": None,
        "destinationOfficeId": None,
    }
    return market.state.table("supplies").put(number, supply)


def add(market: WildberriesEmulator, supply: Supply, order: orders.Order) -> None:
    """The first order gives the supply its kind."""
    supply |= {name: order[name] for name in ("cargoType", "crossBorderType")}
    supply["destinationOfficeId"] = order["officeId"]
    market.state.table("supplies").put(supply["id"], supply)
    kept = market.state.table("orders").edit(order["id"])
    kept |= {"supplyId": supply["id"], "supplierStatus": CONFIRM, "changed": written(market.clock.now())}
    market.state.table("orders").put(order["id"], kept)


def close(market: WildberriesEmulator, supply: Supply) -> None:
    now = written(market.clock.now())
    market.state.table("supplies").put(supply["id"], supply | {"done": True, "closedAt": now})
    for order in inside(market, supply["id"]):
        kept = market.state.table("orders").edit(order["id"])
        kept |= {"supplierStatus": COMPLETE, "changed": now}
        market.state.table("orders").put(order["id"], kept)


def inside(market: WildberriesEmulator, number: str) -> list[orders.Order]:
    return [order for order in market.state.table("orders").values() if order["supplyId"] == number]


@routes.post("/api/v3/supplies", **GROUP)
def make(market: WildberriesEmulator, request: Request) -> Answer:
    body = request.json
    name = body.get("name") if isinstance(body, dict) else None
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        raise bad_body()
    return json_answer({"id": create(market, request.account, name)["id"]}, 201)


@routes.get("/api/v3/supplies", **GROUP)
def listing(market: WildberriesEmulator, request: Request) -> Answer:
    """By number, the oldest first."""
    limit, after = needed(request, "limit", least=1, most=1000), needed(request, "next")
    rows = [row for row in market.state.table("supplies").values() if row["seller"] == request.account]
    shown = [row for row in rows if _number(row) > after][:limit]
    told = {"next": _number(shown[-1]) if shown else 0, "supplies": [_view(row) for row in shown]}
    return json_answer(told)


def _number(supply: Supply) -> int:
    return int(supply["id"].removeprefix("WB-GI-"))


@routes.get(ONE, **GROUP)
def read(market: WildberriesEmulator, request: Request) -> Answer:
    return json_answer(_view(_found(market, request)))


def _view(supply: Supply) -> dict[str, Any]:
    told = {name: value for name, value in supply.items() if name != "seller"}
    return told | {"isB2b": False if supply["cargoType"] else None, "isPickupPointShipmentAllowed": True}


@routes.add("DELETE", ONE, **GROUP)
def delete(market: WildberriesEmulator, request: Request) -> Answer:
    supply = _found(market, request)
    if supply["done"] or inside(market, supply["id"]):
        raise answers.refuse("SupplyHasOrders", 409)
    market.state.table("supplies").delete(supply["id"])
    return answers.done()


@routes.get("/api/marketplace/v3/supplies/{supplyId}/order-ids", **GROUP)
def order_ids(market: WildberriesEmulator, request: Request) -> Answer:
    supply = _found(market, request)
    return json_answer({"orderIds": [order["id"] for order in inside(market, supply["id"])]})


@routes.add("PATCH", "/api/marketplace/v3/supplies/{supplyId}/orders", **GROUP)
def put_orders(market: WildberriesEmulator, request: Request) -> Answer:
    """All of them or none; an order may come from another supply that is still open."""
    supply = market.state.table("supplies").edit(_found(market, request)["id"])
    found = [market.state.table("orders").find(number) for number in numbers(request, "orders", MOST_ADDED)]
    mine = [order for order in found if order is not None and order["seller"] == request.account]
    if len(mine) < len(found):
        raise answers.refuse("NotFound", 404)
    first = supply if supply["cargoType"] else mine[0]
    office = first.get("destinationOfficeId") or first.get("officeId")
    fits = all(
        order["supplierStatus"] in (NEW, CONFIRM)
        and order["wbStatus"] == WAITING
        and order["cargoType"] == first["cargoType"]
        and order["crossBorderType"] == first["crossBorderType"]
        and order["officeId"] == office
        for order in mine
    )
    if supply["done"] or not fits:
        raise answers.refuse("FailedToAddSupplyOrder", 409)
    for order in mine:
        add(market, supply, order)
    return answers.done()


@routes.add("PATCH", ONE + "/deliver", **GROUP)
def deliver(market: WildberriesEmulator, request: Request) -> Answer:
    supply = _found(market, request)
    held = inside(market, supply["id"])
    if supply["done"]:
        raise answers.refuse("StatusMismatch", 409)
    if not held:
        raise answers.refuse("SupplyHasZeroOrders", 409)
    if unmarked := [row for row in (_unmarked(market, order) for order in held) if row["metaDetails"]]:
        raise answers.refuse("MetaValidationFail", 409, data={"orders": unmarked})
    close(market, supply)
    return answers.done()


def _unmarked(market: WildberriesEmulator, order: orders.Order) -> dict[str, Any]:
    return {"id": order["id"], "metaDetails": marks.holds_up(market, order)}


@routes.get(ONE + "/barcode", **GROUP)
def barcode(market: WildberriesEmulator, request: Request) -> Answer:
    supply = _found(market, request)
    if request.query.get("type") not in ("svg", "zplv", "zplh", "png"):
        raise bad_parameter()
    if not supply["done"]:
        raise answers.refuse("SupplyNotClosed", 409)
    return json_answer({"barcode": supply["id"], "file": picture(supply["id"], 58, 40)})


def _found(market: WildberriesEmulator, request: Request) -> Supply:
    supply = market.state.table("supplies").find(request.params["supplyId"])
    if supply is None or supply["seller"] != request.account:
        raise answers.refuse("NotFound", 404)
    return supply
