"""Orders: a list by time, one by number, and the items of up to fifty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, order_view
from .envelope import Refused, success
from .vocabulary import ITEM_STATUSES

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]
Span = tuple[float | None, float | None]
PAGE, LAST_OFFSET, ITEMS_OF = 100, 5000, 50


@routes.get("/rest/orders/get")
def list_orders(market: LazadaEmulator, request: Request) -> Answer:
    """One of the two beginnings is mandatory; without a sort the newest change comes first."""
    asked = arguments.given(request)
    spans = {name: _span(request, name) for name in ("created", "updated")}
    if spans["created"][0] is None and spans["updated"][0] is None:
        raise Refused("17", "E017: “update_after” or “created_after” must be given.")
    limit = arguments.number(request, "limit", code="19", least=1, most=PAGE, default=PAGE)
    offset = arguments.number(request, "offset", code="14", most=LAST_OFFSET, default=0)
    if asked.get("status", "pending") not in ITEM_STATUSES:
        raise Refused("36", "E036: “status” is not valid.")
    told = tuple(asked.get(name) for name in ("status", "sort_by", "sort_direction"))
    found = market.state.kept((request.account, *spans.values(), told), lambda: _found(market, request, asked, spans))
    rows = found[offset : offset + limit]
    if rows and market.faults.take("missing_page", request.path):
        rows = []
    return success(
        {
            "count": len(rows),
            "countTotal": len(found),
            "orders": [order_view.order(each, request.account) for each in rows],
        }
    )


def _found(market: LazadaEmulator, request: Request, asked: dict[str, str], spans: dict[str, Span]) -> list[Document]:
    """All that a list holds, whichever of its pages is asked for."""
    found = [
        each
        for each in market.orders(request.account).values()
        if all(_inside(each[name], spans[name]) for name in spans) and _has(each, asked.get("status", ""))
    ]
    _sort(found, asked)
    return found


def _span(request: Request, name: str) -> Span:
    prefix = "update" if name == "updated" else "created"
    return arguments.moment(request, f"{prefix}_after"), arguments.moment(request, f"{prefix}_before")


def _inside(moment: float, span: Span) -> bool:
    second = int(moment)
    return (span[0] is None or second >= int(span[0])) and (span[1] is None or second <= span[1])


def _has(order: Document, status: str) -> bool:
    return not status or any(item["status"] == status for item in order["items"])


def _sort(found: list[Document], asked: dict[str, str]) -> None:
    by = asked.get("sort_by", "updated_at")
    if by not in ("created_at", "updated_at"):
        raise Refused("74", "E074: “sort_by” is not valid.")
    direction = asked.get("sort_direction", "DESC")
    if direction not in ("ASC", "DESC"):
        raise Refused("75", "E075: “sort_direction” is not valid.")
    name = by.removesuffix("_at")
    found.sort(key=lambda each: (int(each[name]), each["order_id"]), reverse=direction == "DESC")


@routes.get("/rest/order/get")
def get_order(market: LazadaEmulator, request: Request) -> Answer:
    found = wanted(market, request, arguments.identity(request, "order_id"))
    return success(order_view.single(found, request.account))


@routes.get("/rest/order/items/get")
def get_items(market: LazadaEmulator, request: Request) -> Answer:
    return success(_items(wanted(market, request, arguments.identity(request, "order_id")), request.account))


@routes.get("/rest/orders/items/get")
def get_items_of_many(market: LazadaEmulator, request: Request) -> Answer:
    """An order that this shop does not have is left out."""
    numbers = arguments.ids(request, "order_ids", most=ITEMS_OF)
    table = market.orders(request.account)
    return success(
        [
            {"order_id": number, "order_number": number, "order_items": _items(table[number], request.account)}
            for number in dict.fromkeys(numbers)
            if str(number) in table
        ]
    )


def _items(order: Document, seller: str) -> list[Document]:
    return [order_view.item(each, order["order_id"], seller) for each in order["items"]]


def wanted(market: LazadaEmulator, request: Request, number: int) -> Document:
    """The order of this shop under this number."""
    found = market.orders(request.account).find(number)
    if found is None:
        raise Refused("16", "E016: “Order ID” is not valid, or it belongs to another shop.")
    return found
