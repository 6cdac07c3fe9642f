"""Marking codes: what an order must carry before its supply may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends
from .fields import bad_body, numbers
from .order_calls import found
from .tokens import MARKETPLACE
from .vocabulary import CONFIRM

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
#: The field of each kind of mark: its name in the body, and whether it is a list.
KINDS = {"sgtin": ("sgtins", True), "uin": ("uin", False), "imei": ("imei", False), "gtin": ("gtin", False)}
SHORTEST, LONGEST = 16, 135


@routes.add("PUT", "/api/v3/orders/{orderId}/meta/{kind}", category=MARKETPLACE, **spends("marking"))
def put(market: WildberriesEmulator, request: Request) -> Answer:
    order, kind = found(market, request), request.params["kind"]
    if kind not in KINDS:
        raise answers.refuse("NotFound", 404)
    name, several = KINDS[kind]
    body = request.json
    given = body.get(name) if isinstance(body, dict) else None
    codes = given if several else [given]
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) and code for code in codes):
        raise bad_body()
    if kind == "sgtin" and not all(SHORTEST <= len(code) <= LONGEST for code in codes):
        raise bad_body()
    if order["supplierStatus"] != CONFIRM or kind not in order["requiredMeta"]:
        raise answers.refuse("FailedToUpdateMeta", 409)
    market.state.table("orders").edit(order["id"])["meta"][kind] = given
    return answers.done()


@routes.post("/api/marketplace/v3/orders/meta", category=MARKETPLACE, **spends("orders"))
def read(market: WildberriesEmulator, request: Request) -> Answer:
    table = market.state.table("orders")
    kept = [table.find(number) for number in numbers(request, "orders", 100)]
    mine = [order for order in kept if order is not None and order["seller"] == request.account]
    return json_answer({"orders": [{"id": order["id"], "metaDetails": _details(order)} for order in mine]})


def _details(order: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "key": kind,
            "value": _first(order["meta"].get(kind)),
            "decision": "filled" if kind in order["meta"] else "empty",
        }
        for kind in order["requiredMeta"]
    ]


def _first(value: Any) -> str | None:
    return value[0] if isinstance(value, list) else value
