"""Reports about goods: what the Market knows of a SKU, its stock by warehouse and its tariffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok
from .cabinets import CURRENCIES, shop_of
from .offers import AREA, plain
from .quotas import MINUTE
from .shapes import fields, many, sku
from .stocks import WAREHOUSE_STEP, _kinds

if TYPE_CHECKING:
    from .market import YandexEmulator

MOST_NAMED = 500

routes = Routes()


@routes.post("/v2/campaigns/{campaignId}/stats/skus", limit=Quota(2000, MINUTE, rows=True), area=AREA, reads=True,
             shape=fields({"shopSkus!": many(sku, most=MOST_NAMED, unique=True)}),
             rows=lambda result: len(result["shopSkus"]))  # fmt: skip
def goods(market: YandexEmulator, request: Request) -> Answer:
    shop = shop_of(market, request)
    offers = market.state.table("offers", request.account)
    known = [offers[code] for code in request.json["shopSkus"] if code in offers]
    return ok({"shopSkus": [_row(market, shop, offer) for offer in known]})


def _row(market: YandexEmulator, shop: dict[str, Any], offer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "shopSku": offer["offerId"],
        "marketSku": offer["marketSku"],
        "name": offer.get("name", ""),
        "tariffs": [_tariff(offer, CURRENCIES[shop["cabinet"]])],
    }
    if offer["price"]:
        found["price"] = plain(offer["price"])
    stock = market.state.table("stocks", shop["id"]).find(offer["offerId"])
    if stock and _kinds(stock):
        number = WAREHOUSE_STEP + int(shop["id"])
        found["warehouses"] = [{"id": number, "name": shop["name"], "stocks": _kinds(stock)}]
    return found | ({"pictures": offer["pictures"]} if offer.get("pictures") else {})


def _tariff(offer: dict[str, Any], currency: str) -> dict[str, Any]:
    amount = round(float(offer["price"] or 0) * 0.08, 2)
    parameters = [{"name": "value", "value": "8"}, {"name": "valueType", "value": "relative"}]
    return {"type": "FEE", "amount": amount, "currency": currency, "parameters": parameters}
