"""A client made of the Market's official description, before the practice Market: what a hub sends there."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest

from tests.clients.generated import Made, make
from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(library="openapi-python-client", code="yandex", patched="nothing: `Client(base_url)`")
DESCRIPTION = "yandex-market-partner-api.trimmed.json"
OVER = 420


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make("yandex", DESCRIPTION, tmp_path_factory.mktemp("made"))


@pytest.fixture
def market(package: str, shop: Shop) -> Made:
    return Made(package, base_url=shop.url, headers={"Api-Key": shop.keys["api_key"]})


@pytest.fixture
def campaign(shop: Shop) -> int:
    return int(shop.keys["campaign_id"])


@pytest.fixture
def business(market: Made, campaign: int) -> int:
    told = market.ask("campaigns.get_campaigns").parsed.campaigns
    return next(each.business.id for each in told if each.id == campaign)


def in_stock(shop: Shop, campaign: int) -> str:
    products = shop.desk("GET", f"state?orders=0&webhooks=0&account={campaign}")["products"]
    return str(max(products, key=lambda each: each["stock"][""]["available"])["sku"])


def test_orders_come_by_pages(market: Made, business: int) -> None:
    found: list[int] = []
    params: dict[str, str] = {}
    while True:
        page = market.ask("orders.get_business_orders", business, body={}, limit=50, **params).parsed
        found += [order.order_id for order in page.orders]
        token = page.paging.next_page_token if page.paging else None
        if not isinstance(token, str):
            break
        params = {"page_token": token}
    assert len(found) == len(set(found)) > 50


def test_stock_and_price_are_changed_and_read_back(market: Made, shop: Shop, campaign: int, business: int) -> None:
    sku = in_stock(shop, campaign)
    rows = [{"sku": sku, "items": [{"count": 23, "updatedAt": "2026-11-27T10:00:00Z"}]}]
    assert market.ask("stocks.update_stocks", campaign, body={"skus": rows}).status_code == 200
    read = market.ask("stocks.get_stocks", campaign, body={"offerIds": [sku]}).parsed.result.warehouses
    kinds = {kind.type_.value: kind.count for kind in read[0].offers[0].stocks}
    assert kinds["FIT"] == 23 or kinds["AVAILABLE"] == 23
    offer = {"offerId": sku, "price": {"value": 4321, "currencyId": "RUR", "discountBase": 5321}}
    assert market.ask("prices.update_business_prices", business, body={"offers": [offer]}).status_code == 200
    shop.desk("POST", "clock", {"advance": 900})
    told = market.ask("business_offer_mappings.get_offer_mappings", business, body={"offerIds": [sku]}).parsed
    assert told.result.offer_mappings[0].offer.basic_price.value == 4321


def test_an_order_is_boxed_and_made_ready(market: Made, shop: Shop, campaign: int, business: int) -> None:
    number = int(shop.desk("POST", "sell", {"sku": in_stock(shop, campaign), "quantity": 2})["orders"][0]["id"])
    (order,) = market.ask("orders.get_business_orders", business, body={"orderIds": [number]}).parsed.orders
    items = [{"id": item.id, "fullCount": item.count} for item in order.items]
    boxed = market.ask("orders.set_order_box_layout", campaign, number, body={"boxes": [{"items": items}]})
    assert boxed.status_code == 200 and boxed.parsed.result.boxes
    ready = {"order": {"status": "PROCESSING", "substatus": "READY_TO_SHIP"}}
    moved = market.ask("orders.update_order_status", campaign, number, body=ready).parsed.order
    assert (moved.id, moved.substatus.value) == (number, "READY_TO_SHIP")
    label = market.ask("order_labels.generate_order_labels", campaign, number)
    assert label.content.startswith(b"%PDF")


def test_errors_are_lists_of_codes_with_messages(market: Made, package: str, shop: Shop, campaign: int) -> None:
    stranger = Made(package, base_url=shop.url, headers={"Api-Key": "ACMA:nobody:00000000"})
    refused = stranger.ask("campaigns.get_campaigns")
    assert refused.status_code == 401 and refused.parsed.errors[0].code == "UNAUTHORIZED"
    unknown = market.ask("orders.get_order", campaign, 1)
    assert unknown.status_code == 404 and unknown.parsed.errors[0].message
    wrong = market.ask("stocks.update_stocks", campaign, body={"skus": [{"sku": "nobody's", "items": []}]})
    assert wrong.status_code == 400 and wrong.parsed.errors[0].code


def test_a_limit_is_420_and_the_headers_say_until_when(market: Made, shop: Shop) -> None:
    # Not one of http's numbers: the client reads it into http.HTTPStatus and breaks, so its httpx is asked.
    asking = market.client.get_httpx_client()
    answers = [asking.post("/v2/auth/token") for _ in range(105)]
    over = next(answer for answer in answers if answer.status_code != 200)
    assert over.status_code == OVER and "Hit rate limit" in over.json()["errors"][0]["message"]
    assert over.headers["X-RateLimit-Resource-Remaining"] == "0"
    assert parsedate_to_datetime(over.headers["X-RateLimit-Resource-Until"])
