"""Offers, stock, prices of two levels, reports: all of a call or none of it."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import CABINET, FBY_SHOP, SHOP, Hub, said

MAPPINGS = f"/v2/businesses/{CABINET}/offer-mappings"
STOCKS = f"/v2/campaigns/{SHOP}/offers/stocks"
PRICES = f"/v2/businesses/{CABINET}/offer-prices"
SHOP_PRICES = f"/v2/campaigns/{SHOP}/offer-prices"


def row(sku: str, count: int) -> dict[str, Any]:
    return {"sku": sku, "items": [{"count": count, "updatedAt": "2026-10-20T12:00:00Z"}]}


def test_offers_come_page_by_page_or_by_number(hub: Hub) -> None:
    skus: list[str] = []
    token: str | None = ""
    while token is not None:
        params = {"limit": "7"} | ({"pageToken": token} if token else {})
        result = hub.call("POST", MAPPINGS, params=params).json()["result"]
        skus += [each["offer"]["offerId"] for each in result["offerMappings"]]
        token = result["paging"].get("nextPageToken")
    assert len(skus) == len(set(skus)) == 30
    named = hub.call("POST", MAPPINGS, {"offerIds": skus[:3]}).json()["result"]["offerMappings"]
    assert {each["offer"]["offerId"] for each in named} == set(skus[:3])
    assert hub.call("POST", MAPPINGS, {"offerIds": skus[:3], "archived": False}).status_code == 400
    assert hub.call("POST", MAPPINGS, {"offerIds": [f"S{n}" for n in range(101)]}).status_code == 400


def test_stock_is_taken_whole_or_not_at_all(hub: Hub) -> None:
    sku = hub.sellable()
    before = hub.stock_of(sku)
    answer = hub.call("PUT", STOCKS, {"skus": [row(sku, 5), row("0" + sku, 5)]})
    assert answer.status_code == 400
    assert "skus[1]" in said(answer)
    assert hub.stock_of(sku) == before
    assert hub.call("PUT", STOCKS, {"skus": [row(sku, 5)]}).json() == {"status": "OK"}
    assert hub.stock_of(sku)["AVAILABLE"] == 5


@pytest.mark.parametrize(
    "skus", [[], [row("A", -1)], [row("A", 2_000_000_001)], [{"sku": "A", "items": []}], [row("A", 1)] * 2001]
)
def test_stock_of_another_form_is_refused(hub: Hub, skus: list[Any]) -> None:
    assert hub.call("PUT", STOCKS, {"skus": skus}).status_code == 400


def test_the_market_counts_its_own_stock(hub: Hub) -> None:
    answer = hub.call("PUT", f"/v2/campaigns/{FBY_SHOP}/offers/stocks", {"skus": [row(hub.sellable(), 5)]})
    assert answer.status_code == 400


def test_prices_of_a_shop_need_leave(hub: Hub) -> None:
    sku = hub.sellable()
    body = {"offers": [{"offerId": sku, "price": {"value": 555, "currencyId": "RUR"}}]}
    locked = hub.call("POST", f"{SHOP_PRICES}/updates", body)
    assert (locked.status_code, said(locked)) == (423, "Partner use only default price")
    hub.control("settings", {"onlyDefaultPrice": False})
    assert hub.call("POST", f"{SHOP_PRICES}/updates", body).json() == {"status": "OK"}
    (told,) = hub.call("POST", SHOP_PRICES, {"offerIds": [sku]}).json()["result"]["offers"]
    (default,) = hub.call("POST", PRICES, {"offerIds": [sku]}).json()["result"]["offers"]
    assert told["price"]["value"] == 555 != default["price"]["value"]


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ({"value": 9.999, "currencyId": "RUR"}, "too high scale"),
        ({"value": 9, "currencyId": "RUB"}, "currencyId"),
        ({"value": 0, "currencyId": "RUR"}, "greater than 0"),
        ({"value": 99, "currencyId": "RUR", "discountBase": 100}, "discount"),
    ],
)
def test_a_price_that_cannot_be_is_refused(hub: Hub, price: dict[str, Any], words: str) -> None:
    answer = hub.session.post(
        f"{hub.url}{PRICES}/updates", json={"offers": [{"offerId": hub.sellable(), "price": price}]},
        headers=hub.headers, timeout=10,
    )  # fmt: skip
    assert answer.status_code == 400
    assert words in said(answer)


def test_an_offer_is_made_changed_and_deleted(hub: Hub) -> None:
    price = {"value": 990, "currencyId": "RUR"}
    made = {"offerMappings": [{"offer": {"offerId": "NEW-1", "name": "Ваза", "basicPrice": price}}]}
    warned = hub.call("POST", f"{MAPPINGS}/update", made).json()
    assert warned["results"][0]["warnings"][0]["type"] == "EMPTY_MARKET_CATEGORY"
    changed = {"offerMappings": [{"offer": {"offerId": "NEW-1", "marketCategoryId": 90001}}]}
    assert hub.call("POST", f"{MAPPINGS}/update", changed).json() == {"status": "OK"}
    (found,) = hub.call("POST", MAPPINGS, {"offerIds": ["NEW-1"]}).json()["result"]["offerMappings"]
    assert (found["offer"]["name"], found["offer"]["basicPrice"]["value"]) == ("Ваза", 990)
    assert hub.call("POST", f"{MAPPINGS}/delete", {"offerIds": ["NEW-1"]}).json()["result"] == {}
    assert hub.call("POST", MAPPINGS, {"offerIds": ["NEW-1"]}).json()["result"]["offerMappings"] == []


def test_a_report_tells_stock_and_tariffs(hub: Hub) -> None:
    sku = hub.sellable()
    (told,) = hub.call("POST", f"/v2/campaigns/{SHOP}/stats/skus", {"shopSkus": [sku]}).json()["result"]["shopSkus"]
    counts = {kind["type"]: kind["count"] for kind in told["warehouses"][0]["stocks"]}
    assert counts == hub.stock_of(sku)
    assert told["tariffs"][0]["type"] == "FEE"
