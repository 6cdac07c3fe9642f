"""ya-market-api, a client for Yandex Market as it stands on PyPI, before the practice Market: it reads."""

from __future__ import annotations

from typing import Any

import pytest
from arrow import utcnow
from ya_market_api.exception import AuthorizationError, InvalidResponseError, NotFoundError
from ya_market_api.offer.dataclass import OfferListByBusinessRequest
from ya_market_api.order.dataclass import OrderListRequest
from ya_market_api.order.dataclass.list import Dates
from ya_market_api.sync_api import SyncAPI

from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(library="ya-market-api", code="yandex", patched="`SyncAPI.build(base_url)`")
PAGE = 50


def client(shop: Shop, key: str = "") -> SyncAPI:
    """For the orders, whose paths say their version."""
    return built(shop.url, shop, key)


def unversioned(shop: Shop, key: str = "") -> SyncAPI:
    """For everything else: those paths come without `/v2`, so the address has it."""
    return built(f"{shop.url}/v2", shop, key)


def built(url: str, shop: Shop, key: str) -> SyncAPI:
    """As the documentation builds it: first who sells, then the calls that want a cabinet's number."""
    campaign = int(shop.keys["campaign_id"])
    asking = SyncAPI.build(shop.keys["api_key"], base_url=f"{shop.url}/v2")
    business = next(each.business.id for each in asking.campaign.get_campaign_list().campaigns if each.id == campaign)
    return SyncAPI.build(key or shop.keys["api_key"], base_url=url, business_id=business, campaign_id=campaign)


def every_order(api: SyncAPI) -> list[Any]:
    found: list[Any] = []
    token = None
    while True:
        dates = Dates(update_date_from=utcnow().shift(days=-29), update_date_to=utcnow())
        page = api.order.get_order_list(OrderListRequest(dates=dates, limit=PAGE, page_token=token))
        found += page.orders
        token = page.paging.next_page_token if page.paging else None
        if not token:
            return found


def test_the_key_is_good_and_tells_what_it_may(shop: Shop) -> None:
    told = unversioned(shop).guide.get_token_info()
    assert told.result.api_key.auth_scopes and told.result.api_key.name


def test_orders_come_by_pages_and_one_by_its_number(shop: Shop) -> None:
    api = client(shop)
    orders = every_order(api)
    numbers = [order.order_id for order in orders]
    assert len(numbers) == len(set(numbers)) > PAGE
    assert "UNKNOWN" not in {order.status.name for order in orders} | {order.substatus.name for order in orders}
    (one,) = api.order.get_order_list(OrderListRequest(order_ids=numbers[:1])).orders
    assert one.order_id == numbers[0] and one.items[0].prices.payment.value > 0


def test_the_catalogue_comes_by_pages(shop: Shop) -> None:
    api = unversioned(shop)
    found: list[str] = []
    token = None
    while True:
        page = api.offer.get_offer_list_by_business(OfferListByBusinessRequest(limit=20, page_token=token)).result
        found += [mapping.offer.id for mapping in page.offer_mappings]
        token = page.paging.next_page_token if page.paging else None
        if not token:
            break
    assert len(found) == len(set(found)) > 20


def test_a_wrong_key_and_a_limit_are_the_librarys_errors(shop: Shop) -> None:
    api = client(shop)
    with pytest.raises(AuthorizationError):
        client(shop, "ACMA:nobody:00000000").order.get_order_list()
    with pytest.raises(NotFoundError):
        api.campaign.get_campaign_list()
    shop.desk("POST", "faults", {"kind": "expired_token", "times": 1})
    with pytest.raises(AuthorizationError):
        api.order.get_order_list()
    shop.desk("POST", "faults", {"kind": "rate_limit", "times": 1})
    with pytest.raises(InvalidResponseError):
        api.order.get_order_list()
    assert api.order.get_order_list().orders
