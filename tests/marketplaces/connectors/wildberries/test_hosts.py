"""Each category of calls goes to its own host; a practice shop is called at one address for all."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import PermissionMissing
from marketplaces.framework.hosts import Hosts
from tests.marketplaces.connectors.remote import Remote

from .conftest import connected

NAMES = ("common", "content", "discounts", "statistics", "analytics")


@pytest.fixture
def spread(remote: Remote) -> Iterator[wildberries_connector]:
    """One server plays six hosts, told apart by what stands in front of the path."""
    yield connected(remote.url, hosts=Hosts(named={name: f"{remote.url}/{name}" for name in NAMES}))


def called(remote: Remote) -> set[str]:
    return {f"{each.method} {each.path}" for each in remote.seen}


def test_the_hosts_are_those_of_the_documents() -> None:
    table = {name: wildberries_connector.hosts.address(name) for name in NAMES}
    assert table == {
        "common": "https://common-api.wildberries.ru",
        "content": "https://content-api.wildberries.ru",
        "discounts": "https://discounts-prices-api.wildberries.ru",
        "statistics": "https://statistics-api.wildberries.ru",
        "analytics": "https://seller-analytics-api.wildberries.ru",
    }
    assert wildberries_connector.api_base_url == "https://marketplace-api.wildberries.ru"


def test_cards_prices_sales_figures_and_orders_are_asked_where_they_are(
    remote: Remote, spread: wildberries_connector
) -> None:
    card = {"nmID": 7, "vendorCode": "mug", "sizes": [{"chrtID": 70, "techSize": "0", "skus": []}]}
    remote.answers("POST /content/content/v2/get/cards/list", {"cards": [card], "cursor": {"total": 1}})
    remote.answers("POST /discounts/api/v2/list/goods/filter", {"data": {"listGoods": []}})
    remote.answers("POST /discounts/api/v2/upload/task", (208, {"data": {"id": 1}}))
    remote.answers("GET /discounts/api/v2/history/tasks", {"data": {"status": 3}})
    remote.answers("GET /statistics/api/v1/supplier/sales", [])
    remote.answers("POST /analytics/api/analytics/v3/sales-funnel/products", {"data": {"products": []}})
    remote.answers("GET /api/v3/warehouses", [])
    remote.answers("GET /api/v3/orders/new", {"orders": []})
    remote.answers("GET /api/v3/orders", {"next": 0, "orders": []})
    now = spread.context.clock.now()
    assert [each.remote_id for page in spread.pull_products() for each in page.items] == ["7"]
    price = PriceUpdate(
        ref="a", remote_product_id="7", remote_variant_id="", sku="mug", price=Decimal(900), currency="RUB"
    )
    assert spread.push_price([price])[0].ok
    list(spread.pull_returns(since=now - timedelta(days=1), until=now))
    list(spread.pull_figures(since=now.date(), until=now.date()))
    list(spread.pull_orders(since=now - timedelta(days=1), until=now))
    assert called(remote) == {name for name, replies in remote.replies.items() if replies}


def test_the_keys_are_tried_at_each_host_and_the_one_they_are_not_for_is_named(
    remote: Remote, spread: wildberries_connector
) -> None:
    hello = {"TS": "2026-10-01T10:00:00+03:00", "Status": "OK"}
    for name in ("", "/content", "/statistics"):
        remote.answers(f"GET {name}/ping", hello)
    remote.answers("GET /discounts/ping", (403, {"title": "access denied", "detail": "token scope not allowed"}))
    with pytest.raises(PermissionMissing, match=r"category Prices and discounts.*Make a token"):
        spread.account()
    remote.answers("GET /discounts/ping", hello)
    remote.answers("GET /common/api/v1/seller-info", {"name": "ООО «Ателье»", "sid": "4f6c1d0a"})
    remote.answers("GET /api/v3/warehouses", [])
    remote.seen.clear()
    assert spread.account().remote_account_id == "4f6c1d0a"
    greeted = [each.path for each in remote.seen if each.path.endswith("/ping")]
    assert greeted == ["/ping", "/content/ping", "/discounts/ping", "/statistics/ping"]
