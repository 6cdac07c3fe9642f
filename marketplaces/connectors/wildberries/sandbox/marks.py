"""Marking codes: what an order must carry before its supply may leave, and what Wildberries makes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends
from .fields import bad_body, bad_parameter, numbers
from .order_calls import found
from .settings import setting
from .tokens import MARKETPLACE
from .vocabulary import CONFIRM

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
#: The field of each kind of mark in the body of its call.
FIELDS = {
    "sgtin": "sgtins", "uin": "uin", "imei": "imei", "gtin": "gtin", "expiration": "expiration",
    "customsDeclaration": "customsDeclaration",
}  # fmt: skip
LENGTHS = {"sgtin": (16, 135), "uin": (16, 16), "imei": (15, 15), "gtin": (13, 13), "customsDeclaration": (17, 29)}
MOST_CODES, MOST_ASKED = 100, 100
SOONEST = timedelta(days=30)
#: Longer codes of Честный знак have groups, and a separator between them.
WITHOUT_GROUPS, SEPARATOR = 31, "\x1d"
#: With these decisions a supply leaves.
GOOD = frozenset({"filled", "optional", "deadlineExceeded", "imeiMaySell", "uinMaySell", "sgtinIntroduced"})
KEPT_FOREVER = "expiration"


@routes.add("PUT", "/api/v3/orders/{orderId}/meta/{kind}", category=MARKETPLACE, **spends("marking"))
def put(market: WildberriesEmulator, request: Request) -> Answer:
    kind = request.params["kind"]
    if kind not in FIELDS or kind == "customsDeclaration":
        raise answers.refuse("NotFound", 404)
    return _put(market, request, kind)


@routes.add(
    "PUT", "/api/marketplace/v3/orders/{orderId}/meta/customs-declaration", category=MARKETPLACE, **spends("marking")
)
def put_declaration(market: WildberriesEmulator, request: Request) -> Answer:
    return _put(market, request, "customsDeclaration")


def _put(market: WildberriesEmulator, request: Request, kind: str) -> Answer:
    order = found(market, request)
    body = request.json
    given = body.get(FIELDS[kind]) if isinstance(body, dict) else None
    check_value(market, kind, given)
    if order["supplierStatus"] != CONFIRM or kind not in takes(order):
        raise answers.refuse("FailedToUpdateMeta", 409)
    market.state.table("orders").edit(order["id"])["meta"][kind] = given
    return answers.done()


def check_value(market: WildberriesEmulator, kind: str, given: Any) -> None:
    """Raise Refused for what cannot be a code of this kind."""
    codes = given if kind == "sgtin" else [given]
    if not isinstance(codes, list) or not 1 <= len(codes) <= MOST_CODES:
        raise bad_body()
    for code in codes:
        _check(market, kind, code)


def _check(market: WildberriesEmulator, kind: str, code: Any) -> None:
    if not isinstance(code, str) or not code:
        raise bad_body()
    if kind == "expiration":
        _check_day(market, code)
        return
    least, most = LENGTHS[kind]
    if not least <= len(code) <= most:
        raise bad_body()


def _check_day(market: WildberriesEmulator, code: str) -> None:
    try:
        day = datetime.strptime(code, "%d.%m.%Y").date()
    except ValueError:
        raise answers.refuse("IncorrectRequest", 400) from None
    if day < market.clock.now().date() + SOONEST:
        raise answers.refuse("LowExpirationDate", 400)


def takes(order: dict[str, Any]) -> list[str]:
    """The kinds that it must or may carry."""
    return [*order["requiredMeta"], *order["optionalMeta"]]


@routes.add("DELETE", "/api/v3/orders/{orderId}/meta", category=MARKETPLACE, **spends("marks read"))
def delete(market: WildberriesEmulator, request: Request) -> Answer:
    order, kind = found(market, request), request.query.get("key", "")
    if kind not in FIELDS or kind == KEPT_FOREVER:
        raise bad_parameter()
    if order["supplierStatus"] != CONFIRM:
        raise answers.refuse("FailedToUpdateMeta", 409)
    market.state.table("orders").edit(order["id"])["meta"].pop(kind, None)
    return answers.done()


@routes.post("/api/marketplace/v3/orders/meta", category=MARKETPLACE, **spends("marks read"))
def read(market: WildberriesEmulator, request: Request) -> Answer:
    table = market.state.table("orders")
    kept = [table.find(number) for number in numbers(request, "orders", MOST_ASKED)]
    mine = [order for order in kept if order is not None and order["seller"] == request.account]
    return json_answer({"orders": [{"id": order["id"], "metaDetails": details(market, order)} for order in mine]})


def details(market: WildberriesEmulator, order: dict[str, Any]) -> list[dict[str, Any]]:
    """Each kind that the order may carry, its value and what Wildberries decided."""
    return [
        {
            "key": kind,
            "value": _first(order["meta"].get(kind)),
            "decision": decision(market, order, kind),
        }
        for kind in takes(order)
    ]


def holds_up(market: WildberriesEmulator, order: dict[str, Any]) -> list[dict[str, Any]]:
    """What keeps its supply from leaving."""
    return [{**row, "value": row["value"] or ""} for row in details(market, order) if row["decision"] not in GOOD]


def decision(market: WildberriesEmulator, order: dict[str, Any], kind: str) -> str:
    code = _first(order["meta"].get(kind))
    if not code:
        return "required" if kind in order["requiredMeta"] else "optional"
    if kind not in ("sgtin", "uin", "imei"):
        return "filled"
    if setting(market, "marks_pending"):
        return "pending"
    if kind == "sgtin":
        return _of_sgtin(code)
    if kind == "uin":
        return "uinMaySell" if code.isdigit() else "uinInvalidFormat"
    return "imeiMaySell" if code.isdigit() else "imeiInvalidFormat"


def _of_sgtin(code: str) -> str:
    if not all(" " < sign <= "~" or sign == SEPARATOR for sign in code):
        return "sgtinHasNonLatinSymbols" if not code.isascii() else "sgtinHasInvalidSymbols"
    if len(code) > WITHOUT_GROUPS and SEPARATOR not in code:
        return "sgtinNoGS"
    return "sgtinIntroduced" if code.startswith("01") else "sgtinInvalidPattern"


def _first(value: Any) -> str | None:
    return value[0] if isinstance(value, list) else value
