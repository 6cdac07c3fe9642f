"""wildberries-sdk, made from Wildberries' own files as it stands on PyPI, before the practice Wildberries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from wildberries_sdk import general, items, orders_fbs

from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(
    library="wildberries-sdk", code="wildberries", patched="`Configuration(host, ignore_operation_servers)`"
)
PAGE = 50
WEEKS = 4 * 7 * 86_400


def client(shop: Shop, kind: Any, token: str = "") -> Any:
    """One of the library's clients; each of Wildberries' hosts is the sandbox's one address."""
    keys = {"HeaderApiKey": token or shop.keys["token"]}
    settings = kind.Configuration(host=shop.url, ignore_operation_servers=True, api_key=keys)
    return kind.DefaultApi(kind.ApiClient(settings))


def every_order(api: Any) -> Iterator[Any]:
    following = 0
    while True:
        page = api.get_v3_orders(limit=PAGE, next=following, date_from=int(time.time()) - WEEKS)
        yield from page.orders
        following = page.next
        if len(page.orders) < PAGE:
            return


def sold(shop: Shop, count: int = 1) -> list[int]:
    products = shop.desk("GET", "state?orders=0&webhooks=0")["products"]
    sku = max(products, key=lambda each: sum(of["available"] for of in each["stock"].values()))["sku"]
    return [int(order["id"]) for order in shop.desk("POST", "sell", {"sku": sku, "count": count})["orders"]]


def test_the_token_is_good_and_tells_whose(shop: Shop) -> None:
    api = client(shop, general)
    assert api.get_ping().status == "OK"
    assert api.get_v1_seller_info().trade_mark


def test_orders_come_by_pages_and_their_statuses_by_another_call(shop: Shop) -> None:
    api = client(shop, orders_fbs)
    numbers = [order.id for order in every_order(api)]
    assert len(numbers) == len(set(numbers)) > PAGE
    fates = api.post_v3_orders_status(orders_fbs.PostV3OrdersStatusRequest(orders=numbers[:20])).orders
    assert {fate.id for fate in fates} == set(numbers[:20]) and all(fate.wb_status for fate in fates)
    new = sold(shop)
    found = [order for order in api.get_v3_orders_new().orders if order.id in new]
    assert found[0].article and found[0].price > 0 and found[0].chrt_id and found[0].required_meta is not None


def test_cards_come_by_their_cursor(shop: Shop) -> None:
    api = client(shop, items)
    found: list[int] = []
    cursor: dict[str, Any] = {"limit": 25}
    while True:
        settings = {"sort": {"ascending": True}, "filter": {"withPhoto": -1}, "cursor": cursor}
        asked = items.PostV2GetCardsListRequest.from_dict({"settings": settings})
        page = api.post_v2_get_cards_list(post_v2_get_cards_list_request=asked)
        found += [card.nm_id for card in page.cards]
        cursor = {"limit": 25, "updatedAt": page.cursor.updated_at, "nmID": page.cursor.nm_id}
        if page.cursor.total < 25:
            break
    assert len(found) == len(set(found)) > 25


def test_stock_and_price_are_changed_and_read_back(shop: Shop) -> None:
    api = client(shop, items)
    house = next(each.id for each in api.get_v3_warehouses() if not (each.is_deleting or each.is_processing))
    good = api.get_v2_list_goods_filter(limit=1).data.list_goods[0]
    size = good.sizes[0].size_id
    row = items.PutV3StocksWarehouseIdRequestStocksInner(chrt_id=size, amount=17)
    api.put_v3_stocks_warehouse_id(house, items.PutV3StocksWarehouseIdRequest(stocks=[row]))
    read = api.post_v3_stocks_warehouse_id(house, items.PostV3StocksWarehouseIdRequest(chrt_ids=[size]))
    assert [(each.chrt_id, each.amount) for each in read.stocks] == [(size, 17)]
    new = good.sizes[0].price + 10
    task = items.PostV2UploadTaskRequest(data=[items.Item(nm_id=good.nm_id, price=new, discount=good.discount)])
    number = api.post_v2_upload_task(task).data.id
    shop.desk("POST", "clock", {"advance": 600})
    told = api.get_v2_history_tasks(upload_id=number).data
    assert (told.status, told.success_goods_number) == (3, 1)
    assert api.get_v2_list_goods_filter(limit=1, filter_nm_id=good.nm_id).data.list_goods[0].sizes[0].price == new


def test_an_order_goes_out_with_a_supply(shop: Shop) -> None:
    api = client(shop, orders_fbs)
    numbers = sold(shop)
    supply = api.post_v3_supplies(orders_fbs.PostV3SuppliesRequest(name="A week's parcels")).id
    wanted = orders_fbs.PatchV3SuppliesSupplyIdOrdersRequest(orders=numbers)
    api.patch_v3_supplies_supply_id_orders(supply, wanted)
    asked = orders_fbs.PostV3OrdersStickersRequest(orders=numbers)
    sticker = api.post_v3_orders_stickers("svg", 58, 40, asked).stickers[0]
    assert (sticker.order_id, bool(sticker.file)) == (numbers[0], True)
    api.patch_v3_supplies_supply_id_deliver(supply)
    fate = api.post_v3_orders_status(orders_fbs.PostV3OrdersStatusRequest(orders=numbers)).orders[0]
    assert fate.supplier_status == "complete"
    # It wants `spotAvailable` of a supply, a field younger than the contract; what is in the supply it reads.
    assert api.get_v3_supplies_supply_id_order_ids(supply).order_ids == numbers
    assert api.get_v3_supplies_supply_id_barcode(supply, "svg").file


def test_a_wrong_token_a_wrong_category_and_an_empty_supply_are_told_apart(shop: Shop) -> None:
    with pytest.raises(orders_fbs.exceptions.UnauthorizedException) as wrong:
        client(shop, orders_fbs, "not.a.token").get_v3_orders_new()
    assert '"title":"unauthorized"' in wrong.value.body
    shop.desk("POST", "token", {"categories": ["content"]})
    with pytest.raises(orders_fbs.exceptions.ForbiddenException):
        client(shop, orders_fbs).get_v3_orders_new()
    shop.desk("POST", "token", {"categories": ["content", "marketplace", "prices", "statistics", "analytics"]})
    api = client(shop, orders_fbs)
    supply = api.post_v3_supplies(orders_fbs.PostV3SuppliesRequest(name="Nothing in it")).id
    with pytest.raises(orders_fbs.exceptions.ConflictException) as empty:
        api.patch_v3_supplies_supply_id_deliver(supply)
    assert "SupplyHasZeroOrders" in empty.value.body


def test_a_limit_says_in_its_headers_how_long_to_wait(shop: Shop) -> None:
    api = client(shop, general)
    with pytest.raises(general.exceptions.ApiException) as caught:
        for _ in range(5):
            api.get_ping()
    assert caught.value.status == 429
    assert int(caught.value.headers["X-Ratelimit-Retry"]) > 0
    assert caught.value.headers["X-Ratelimit-Limit"] == "3"
