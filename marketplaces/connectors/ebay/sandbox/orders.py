"""Orders as a seller reads them: many by a filter, row by row, or one with all of its cancel requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import filters
from .answers import ORDERS, refuse

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
BASE = "/sell/fulfillment/v1"
READ, WRITE = "sell.fulfillment.readonly", "sell.fulfillment"
MOST, USUAL, NAMED = 200, 50, 50


@routes.get(f"{BASE}/order", scope=READ)
def get_orders(shop: EbayEmulator, request: Request) -> Answer:
    """Here the offset counts rows. The newest creation comes first."""
    with_tax = _groups(request)
    if "orderIds" in request.query:
        return json_answer(_named(shop, request, with_tax))
    limit, offset = _number(request, "limit", USUAL, 1, MOST, 31100), _number(request, "offset", 0, 0, 10**9, 31200)
    wanted = filters.parsed(request.query.get("filter"), shop.clock.now())
    found = shop.state.kept(("orders", request.account, wanted), lambda: _sorted(shop, request, wanted))
    part = found[offset : offset + limit]
    answer: dict[str, Any] = {
        "href": _address(request, limit, offset),
        "total": len(found),
        "limit": limit,
        "offset": offset,
        "orders": [listed(each, with_tax=with_tax) for each in part],
    }
    if offset + limit < len(found):
        answer["next"] = _address(request, limit, offset + limit)
    if offset:
        answer["prev"] = _address(request, limit, max(0, offset - limit))
    return json_answer(answer)


@routes.get(f"{BASE}/order/{{order}}", scope=READ)
def get_order(shop: EbayEmulator, request: Request) -> Answer:
    return json_answer(seen(find(shop, request), with_tax=_groups(request)))


def _sorted(shop: EbayEmulator, request: Request, wanted: filters.Filter) -> list[dict[str, Any]]:
    """All that a list holds, whichever of its pages is asked for."""
    found = filter(wanted.takes, shop.state.table("orders", request.account).values())
    return sorted(found, key=lambda each: (each["creationDate"], each["orderId"]), reverse=True)


def find(shop: EbayEmulator, request: Request, *, status: int = 404) -> dict[str, Any]:
    """The order of the path. A read answers 404, a write 400."""
    number = next(iter(request.params.values()))
    found = shop.state.table("orders", request.account).find(number)
    if found is None:
        raise refuse(status, 32100, f"Invalid Order Id: {number}", domain=ORDERS)
    return found


def listed(order: dict[str, Any], *, with_tax: bool) -> dict[str, Any]:
    """As in the list, which never tells cancel requests."""
    shown = seen(order, with_tax=with_tax)
    shown["cancelStatus"] = {**shown["cancelStatus"], "cancelRequests": []}
    return shown


def seen(order: dict[str, Any], *, with_tax: bool) -> dict[str, Any]:
    """As a client sees it; taxes that eBay keeps are in the sums only where they were asked for. To be read only."""
    shown = {name: value for name, value in order.items() if not name.startswith("_")}
    shown["pricingSummary"] = dict(order["pricingSummary"])
    shown["lineItems"] = [dict(line) for line in order["lineItems"]]
    if not with_tax:
        for row in [shown["pricingSummary"], *shown["lineItems"]]:
            without = row.pop("_without_tax", None)
            if without is not None:
                row["total"] = {**row["total"], "value": without}
        shown["pricingSummary"].pop("tax", None)
        for line in shown["lineItems"]:
            line.pop("ebayCollectAndRemitTaxes", None)
    for row in [shown["pricingSummary"], *shown["lineItems"]]:
        row.pop("_without_tax", None)
    return shown


def _named(shop: EbayEmulator, request: Request, with_tax: bool) -> dict[str, Any]:
    numbers = request.query["orderIds"].split(",")
    if len(numbers) > NAMED:
        raise refuse(400, 30110, f"At most {NAMED} order ids are allowed", domain=ORDERS)
    table = shop.state.table("orders", request.account)
    found = [listed(table[number], with_tax=with_tax) for number in numbers if number in table]
    return {"href": request.base_url, "total": len(found), "limit": USUAL, "offset": 0, "orders": found}


def _groups(request: Request) -> bool:
    told = request.query.get("fieldGroups", "")
    if told not in ("", "TAX_BREAKDOWN"):
        raise refuse(400, 30600, "Invalid field group", domain=ORDERS)
    return bool(told)


def _number(request: Request, name: str, default: int, least: int, most: int, code: int) -> int:
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise _wrong_number(code, name, least, most)
    return int(text)


def _wrong_number(code: int, name: str, least: int, most: int) -> Refused:
    return refuse(400, code, f"Invalid {name}. It is from {least} to {most}", domain=ORDERS)


def _address(request: Request, limit: int, offset: int) -> str:
    kept = "".join(f"{name}={quote(text, safe='')}&" for name, text in request.pairs if name not in ("limit", "offset"))
    return f"{request.base_url}{BASE}/order?{kept}limit={limit}&offset={offset}"
