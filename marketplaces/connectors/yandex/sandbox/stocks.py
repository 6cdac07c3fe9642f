"""Stock of one shop, which is its own warehouse: written by SKU, all of a call or none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok, refuse
from .cabinets import shop_of
from .offers import AREA, _length
from .pages import page
from .quotas import MINUTE
from .shapes import Wrong, fields, flag, limit, many, moment, query, sku, text, whole
from .times import iso, kept
from .vocabulary import FBY

if TYPE_CHECKING:
    from .market import YandexEmulator

MOST_ROWS, MOST_NAMED, MOST_UNITS = 2000, 500, 2_000_000_000
ROW = fields({"sku!": sku, "items!": many(fields({"count!": whole(0, MOST_UNITS), "updatedAt": moment}), most=1)})
FILTER = fields(
    {
        "offerIds": many(sku, most=MOST_NAMED, unique=True),
        "stocksWarehouseId": whole(1),
        "hasStocks": flag,
        "withTurnover": flag,
        "archived": flag,
    }
)
#: The shop's warehouse has a number of its own.
WAREHOUSE_STEP = 30_000_000

routes = Routes()


@routes.add("PUT", "/v2/campaigns/{campaignId}/offers/stocks", limit=Quota(100_000, MINUTE, rows=True), area=AREA,
            shape=fields({"skus!": many(ROW, most=MOST_ROWS)}),
            cost=lambda request: _length(request, "skus"))  # fmt: skip
def set_stocks(market: YandexEmulator, request: Request) -> Answer:
    """Absolute numbers of what can be sold; what is laid aside for orders is not part of them."""
    shop = shop_of(market, request)
    if shop["model"] == FBY:
        raise refuse("Stocks of a FBY shop are kept by Market")
    rows = request.json["skus"]
    known = market.state.table("offers", request.account)
    refused = _struck(market, request)
    for place, row in enumerate(rows):
        if row["sku"] not in known or row["sku"] in refused:
            raise Wrong(f"skus[{place}].sku: offer {row['sku']} is not found in the catalog")
    now = kept(market.clock.now())
    for row in rows:
        set_available(market, shop["id"], row["sku"], row["items"][0]["count"], now)
    return ok()


def _struck(market: YandexEmulator, request: Request) -> set[str]:
    """Every second offer, while a partial failure is switched on."""
    if not market.faults.take("partial_failure", request.path):
        return set()
    return set(market.state.table("offers", request.account).keys()[::2])


def set_available(market: YandexEmulator, shop: str, code: str, units: int, now: str) -> None:
    table = market.state.table("stocks", shop)
    if code in table:
        table.edit(code).update(available=units, updatedAt=now)
    else:
        table.put(code, {"offerId": code, "available": units, "frozen": 0, "updatedAt": now})


def move(market: YandexEmulator, shop: str, code: str, *, available: int = 0, frozen: int = 0) -> None:
    """Units change their place; never below none."""
    table = market.state.table("stocks", shop)
    if code not in table:
        table.put(code, {"offerId": code, "available": 0, "frozen": 0, "updatedAt": kept(market.clock.now())})
    row = table.edit(code)
    row["available"] = max(0, row["available"] + available)
    row["frozen"] = max(0, row["frozen"] + frozen)
    row["updatedAt"] = kept(market.clock.now())


@routes.post("/v2/campaigns/{campaignId}/offers/stocks", limit=Quota(100_000, MINUTE, rows=True), area=AREA, reads=True,
             shape=FILTER, needs_body=False,
             rows=lambda result: sum(len(place["offers"]) for place in result["warehouses"]))  # fmt: skip
def stock_list(market: YandexEmulator, request: Request) -> Answer:
    shop = shop_of(market, request)
    wanted = query(request, {"pageToken": text(), "limit": limit(200)})
    filters = request.json or {}
    rows = [row for row in market.state.table("stocks", shop["id"]).values() if _fits(market, request, row, filters)]
    shown, paging = page(rows, lambda row: str(row["offerId"]), wanted.get("pageToken"), wanted.get("limit", 100))
    told = [_offer(row, filters) for row in shown]
    place = {"warehouseId": WAREHOUSE_STEP + int(shop["id"]), "offers": told}
    return ok({"paging": paging, "warehouses": [place] if told else []})


def _fits(market: YandexEmulator, request: Request, row: dict[str, Any], filters: dict[str, Any]) -> bool:
    named = filters.get("offerIds")
    offer = market.state.table("offers", request.account).find(row["offerId"])
    return (
        (not named or row["offerId"] in named)
        and (filters.get("hasStocks") is None or bool(row["available"] + row["frozen"]) == filters["hasStocks"])
        and (filters.get("archived") is None or (offer or {"archived": False})["archived"] == filters["archived"])
    )


def _offer(row: dict[str, Any], filters: dict[str, Any]) -> dict[str, Any]:
    told = {"offerId": row["offerId"], "stocks": _kinds(row), "updatedAt": iso(row["updatedAt"])}
    if filters.get("withTurnover"):
        told["turnoverSummary"] = {"turnover": "NO_SALES"}
    return told


def _kinds(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What is fit holds what is laid aside; kinds without any unit are left out."""
    kinds = {"FIT": row["available"] + row["frozen"], "FREEZE": row["frozen"], "AVAILABLE": row["available"]}
    return [{"type": kind, "count": units} for kind, units in kinds.items() if units]
