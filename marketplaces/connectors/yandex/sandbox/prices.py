"""Prices of two levels: of the cabinet for all its shops, and of one shop where the cabinet allows that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok, refuse
from .cabinets import shop_of
from .offers import _length, check_price, plain, set_price
from .pages import page
from .quotas import MINUTE
from .shapes import Wrong, fields, flag, limit, many, number, query, sku, text, whole
from .times import iso, kept

if TYPE_CHECKING:
    from .market import YandexEmulator

AREA = "PRICING"
MOST_CABINET, MOST_SHOP = 500, 2000
CABINET_PRICE = fields(
    {"value!": number(), "currencyId!": text(), "discountBase": number(), "minimumForBestseller": number()}
)
SHOP_PRICE = fields({"value": number(), "currencyId": text(), "discountBase": number(), "vat": whole()})

routes = Routes()


@routes.post("/v2/businesses/{businessId}/offer-prices/updates", limit=Quota(10_000, MINUTE, rows=True), area=AREA,
             shape=fields({"offers!": many(fields({"offerId!": sku, "price!": CABINET_PRICE}), most=MOST_CABINET)}),
             cost=lambda request: _length(request, "offers"))  # fmt: skip
def set_cabinet_prices(market: YandexEmulator, request: Request) -> Answer:
    """One row that cannot be refuses the call."""
    rows = request.json["offers"]
    _check(market, request, rows)
    for row in rows:
        set_price(market, market.state.table("offers", request.account).edit(row["offerId"]), row["price"])
    return ok()


@routes.post("/v2/campaigns/{campaignId}/offer-prices/updates", limit=Quota(10_000, MINUTE, rows=True), parallel=12,
             area=AREA, shape=fields({"offers!": many(fields({"offerId": sku, "price": SHOP_PRICE}), most=MOST_SHOP)}),
             cost=lambda request: _length(request, "offers"))  # fmt: skip
def set_shop_prices(market: YandexEmulator, request: Request) -> Answer:
    shop = shop_of(market, request)
    if market.state.table("cabinets")[request.account]["onlyDefaultPrice"]:
        raise refuse("Partner use only default price", 423)
    rows = request.json["offers"]
    for place, row in enumerate(rows):
        if not row.get("offerId") or not row.get("price"):
            raise Wrong(f"offers[{place}]: offerId and price must not be null")
    _check(market, request, rows)
    for row in rows:
        price = row["price"]
        market.state.table("prices", shop["id"]).put(
            row["offerId"],
            {
                "offerId": row["offerId"],
                "price": str(price["value"]),
                "discountBase": str(price["discountBase"]) if price.get("discountBase") else "",
                "currency": price["currencyId"],
                "pricedAt": kept(market.clock.now()),
            },
        )
    return ok()


def _check(market: YandexEmulator, request: Request, rows: list[dict[str, Any]]) -> None:
    known = market.state.table("offers", request.account)
    struck = set(known.keys()[::2]) if market.faults.take("partial_failure", request.path) else set()
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if row["offerId"] not in known or row["offerId"] in struck:
            raise Wrong(f"offers[{place}].offerId: offer {row['offerId']} is not found in the catalog")
        if row["offerId"] in seen:
            raise Wrong(f"offers[{place}].offerId: duplicate offer {row['offerId']}")
        seen.add(row["offerId"])
        check_price(market, request.account, row["price"], f"offers[{place}].price")
        base = row["price"].get("discountBase")
        if base and not 0.05 <= 1 - row["price"]["value"] / base <= 0.99:
            raise Wrong(f"offers[{place}].price.discountBase: the discount must be between 5% and 99%")


@routes.post("/v2/businesses/{businessId}/offer-prices", limit=Quota(5000, MINUTE, rows=True), area=AREA, reads=True,
             shape=fields({"offerIds": many(sku, most=200, unique=True), "archived": flag}),
             needs_body=False, rows=lambda result: len(result["offers"]))  # fmt: skip
def cabinet_prices(market: YandexEmulator, request: Request) -> Answer:
    rows = [offer for offer in market.state.table("offers", request.account).values() if offer["price"]]
    archived = (request.json or {}).get("archived")
    rows = [row for row in rows if archived is None or row["archived"] == archived]
    return _listed(request, rows, shop=False)


@routes.post("/v2/campaigns/{campaignId}/offer-prices", limit=Quota(10_000, MINUTE, rows=True), area=AREA, reads=True,
             shape=fields({"offerIds": many(sku, most=500, unique=True)}), needs_body=False,
             rows=lambda result: len(result["offers"]))  # fmt: skip
def shop_prices(market: YandexEmulator, request: Request) -> Answer:
    """Only what has a price of its own in this shop."""
    shop = shop_of(market, request)
    return _listed(request, list(market.state.table("prices", shop["id"]).values()), shop=True)


def _listed(request: Request, rows: list[dict[str, Any]], *, shop: bool) -> Answer:
    wanted = query(request, {"pageToken": text(), "limit": limit(500)})
    named = (request.json or {}).get("offerIds")
    rows = [row for row in rows if not named or row["offerId"] in named]
    shown, paging = page(rows, lambda row: str(row["offerId"]), wanted.get("pageToken"), wanted.get("limit", 250))
    return ok({"paging": paging, "offers": [_told(row, shop=shop) for row in shown]})


def _told(row: dict[str, Any], *, shop: bool) -> dict[str, Any]:
    """Where the time of the change stands, the two calls differ."""
    price = {"value": plain(row["price"]), "currencyId": row["currency"]}
    if row["discountBase"]:
        price["discountBase"] = plain(row["discountBase"])
    changed = {"updatedAt": iso(row["pricedAt"])}
    return (
        {"offerId": row["offerId"], "price": price, **changed}
        if shop
        else {"offerId": row["offerId"], "price": price | changed}
    )
