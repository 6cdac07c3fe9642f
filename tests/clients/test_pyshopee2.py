"""pyshopee2, the client of Shopee's second API (PyPI: pyshopee), before the practice Shopee."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pyshopee2 import Client

from tests.clients.shop import CALLBACK, Shop

pytestmark = pytest.mark.clients(library="pyshopee", code="shopee", patched="`Client.BASE_URL`")
DAY = 86_400
PAGE = 20
FIELDS = "item_list,package_list,total_amount,recipient_address"


def client(shop: Shop, *, key: str = "", code: str = "") -> Client:
    """As its documentation makes one, but for the address."""
    here = type("Here", (Client,), {"BASE_URL": shop.url})
    keys = shop.keys
    tokens = {} if code else {"access_token": keys["access_token"], "refresh_token": keys["refresh_token"]}
    return here(keys["shop_id"], keys["partner_id"], key or keys["partner_key"], CALLBACK, code=code, **tokens)


@pytest.fixture
def shopee(shop: Shop) -> Client:
    """A shop with enough goods and orders for several pages."""
    shop.desk("POST", "limits", {"enabled": False})
    return client(shop)


def good(answer: dict[str, Any]) -> Any:
    assert (answer["error"], answer.get("message")) == ("", ""), answer
    assert answer["request_id"]
    return answer.get("response", answer)


def orders(shopee: Client) -> Iterator[dict[str, Any]]:
    """Window by window of fifteen days, page by page."""
    now = int(time.time())
    for end in range(now, now - 60 * DAY, -15 * DAY):
        asked = {"time_range_field": "create_time", "time_from": end - 15 * DAY + 1, "time_to": end, "page_size": PAGE}
        cursor, more = "", True
        while more:
            page = good(shopee.order.get_order_list(cursor=cursor, response_optional_fields="order_status", **asked))
            yield from page["order_list"]
            cursor, more = page["next_cursor"], page["more"]


def models(shopee: Client) -> tuple[int, dict[str, Any]]:
    """The first item that has models, and its first model."""
    found = good(shopee.product.get_item_list(offset=0, page_size=50, item_status="NORMAL"))["item"]
    ids = ",".join(str(each["item_id"]) for each in found)
    items = good(shopee.product.get_item_base_info(item_id_list=ids))["item_list"]
    item = next(each["item_id"] for each in items if each["has_model"])
    return item, good(shopee.product.get_model_list(item_id=item))["model"][0]


def test_the_signed_link_brings_a_code_and_the_code_tokens(shop: Shop) -> None:
    back = shop.agree(client(shop).shop_authorization(CALLBACK))
    shopee = client(shop, code=back["code"])
    access, seconds, refresh = shopee.get_token()
    assert (back["shop_id"], seconds) == (shop.keys["shop_id"], 14_400)
    assert good(shopee.shop.get_shop_info())["shop_name"]
    keys = shop.keys
    renewed, _seconds, another = shopee.get_access_token(
        keys["shop_id"], keys["partner_id"], keys["partner_key"], refresh
    )
    assert renewed != access and another != refresh
    assert good(shopee.shop.get_shop_info())["region"] == "TH"
    with pytest.raises(KeyError):  # the library looks for tokens in the answer that refuses a used one
        shopee.get_access_token(keys["shop_id"], keys["partner_id"], keys["partner_key"], refresh)


def test_orders_come_by_pages_and_windows_and_each_with_its_items(shopee: Client) -> None:
    found = list(orders(shopee))
    numbers = [order["order_sn"] for order in found]
    assert len(numbers) == len(set(numbers)) > 3 * PAGE
    detail = good(shopee.order.get_order_detail(order_sn_list=",".join(numbers[:3]), response_optional_fields=FIELDS))
    assert [order["order_sn"] for order in detail["order_list"]] == numbers[:3]
    assert detail["order_list"][0]["item_list"][0]["model_quantity_purchased"] >= 1
    bare = good(shopee.order.get_order_detail(order_sn_list=numbers[0]))["order_list"][0]
    assert "item_list" not in bare


def test_stock_and_price_are_changed_and_read_back(shopee: Client) -> None:
    item, model = models(shopee)
    place = model["stock_info_v2"]["seller_stock"][0]["location_id"]
    stock = [{"model_id": model["model_id"], "seller_stock": [{"location_id": place, "stock": 47}]}]
    done = good(shopee.product.update_stock(item_id=item, stock_list=stock))
    assert [each["model_id"] for each in done["success_list"]] == [model["model_id"]] and not done["failure_list"]
    price = [{"model_id": model["model_id"], "original_price": 777.0}]
    assert not good(shopee.product.update_price(item_id=item, price_list=price))["failure_list"]
    shown = good(shopee.product.get_model_list(item_id=item))["model"][0]
    assert shown["stock_info_v2"]["seller_stock"][0]["stock"] == 47
    assert shown["price_info"][0]["original_price"] == 777.0


def test_a_shipment_is_arranged_and_gets_its_number(shopee: Client, shop: Shop) -> None:
    number = shop.desk("POST", "sell", {"quantity": 1})["orders"][0]["id"]
    asked = good(shopee.logistics.get_shipping_parameter(order_sn=number))
    if "pickup" in asked["info_needed"]:
        address = asked["pickup"]["address_list"][0]
        slot = address["time_slot_list"][0]["pickup_time_id"]
        mode = {"pickup": {"address_id": address["address_id"], "pickup_time_id": slot}}
    else:
        mode = {"dropoff": {"branch_id": asked["dropoff"]["branch_list"][0]["branch_id"]}}
    good(shopee.logistics.ship_order(order_sn=number, **mode))
    told = good(shopee.order.get_order_detail(order_sn_list=number))["order_list"][0]
    assert told["order_status"] == "PROCESSED"
    shop.desk("POST", "clock", {"advance": 200})
    assert good(shopee.logistics.get_tracking_number(order_sn=number))["tracking_number"]


def test_an_order_is_cancelled_by_the_seller(shopee: Client, shop: Shop) -> None:
    number = shop.desk("POST", "sell", {"quantity": 1})["orders"][0]["id"]
    detail = good(shopee.order.get_order_detail(order_sn_list=number, response_optional_fields=FIELDS))
    lines = [
        {"item_id": each["item_id"], "model_id": each["model_id"]} for each in detail["order_list"][0]["item_list"]
    ]
    assert good(shopee.order.cancel_order(order_sn=number, cancel_reason="OUT_OF_STOCK", item_list=lines))[
        "update_time"
    ]
    told = good(shopee.order.get_order_detail(order_sn_list=number, response_optional_fields="cancel_by"))
    assert (told["order_list"][0]["order_status"], told["order_list"][0]["cancel_by"]) == ("CANCELLED", "seller")


def test_a_wrong_signature_and_a_dead_token_are_its_403(shopee: Client, shop: Shop) -> None:
    assert client(shop, key="not the key").shop.get_shop_info()["error"] == 403
    shop.desk("POST", "expire", {})
    assert shopee.shop.get_shop_info()["error"] == 403


def test_what_a_call_refuses_is_told_in_the_envelope(shopee: Client) -> None:
    now = int(time.time())
    asked = {"time_range_field": "create_time", "time_from": now - 16 * DAY, "time_to": now, "page_size": PAGE}
    refused = shopee.order.get_order_list(**asked)
    assert refused["error"] and "15days" in refused["message"].replace(" ", "")
    assert shopee.order.cancel_order(order_sn="NONE", cancel_reason="BORED")["error"] == "error_param"


def test_too_many_calls_are_told_in_the_envelope(shop: Shop) -> None:
    shop.stand_still()
    shopee = client(shop)
    answers = [shopee.shop.get_shop_info() for _ in range(12)]
    assert [each["error"] for each in answers[:10]] == [""] * 10
    assert answers[-1]["error"] == "error_rate_limit"
