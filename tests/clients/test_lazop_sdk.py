"""lazop-sdk, Lazada's own client as it stands on PyPI, before the practice Lazada."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from lazop_sdk.base import LazopClient, LazopRequest, LazopResponse

from tests.clients.shop import CALLBACK, Shop

pytestmark = pytest.mark.clients(library="lazop-sdk", code="lazada", patched="`LazopClient(server_url)`")
SINCE = "2020-01-01T00:00:00+08:00"
PAGE = 50


class Caller:
    """What the documentation shows for one call, under one name."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.token = shop, shop.keys["access_token"]
        self.client = self.signing_with(shop.keys["app_secret"])

    def signing_with(self, secret: str) -> LazopClient:
        return LazopClient(f"{self.shop.url}/rest", self.shop.keys["app_key"], secret)

    def ask(self, path: str, method: str = "GET", *, client: LazopClient | None = None, **params: Any) -> LazopResponse:
        request = LazopRequest(path, method)
        for name, value in params.items():
            request.add_api_param(name, value)
        token = None if path.startswith("/auth/") else self.token
        return (client or self.client).execute(request, token)

    def data(self, path: str, method: str = "GET", **params: Any) -> Any:
        answer = self.ask(path, method, **params)
        assert (answer.code, answer.type) == ("0", None), answer
        assert answer.request_id
        return answer.body.get("data", answer.body)

    def orders(self) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            page = self.data("/orders/get", created_after=SINCE, limit=PAGE, offset=offset, sort_direction="ASC")
            yield from page["orders"]
            offset += PAGE
            if offset >= page["countTotal"]:
                return

    def sku(self, product: int) -> dict[str, Any]:
        return dict(self.data("/product/item/get", item_id=product)["skus"][0])


@pytest.fixture
def caller(shop: Shop) -> Caller:
    return Caller(shop)


def test_a_code_is_traded_for_tokens_and_these_are_refreshed(caller: Caller, shop: Shop) -> None:
    asked = {"response_type": "code", "client_id": shop.keys["app_key"], "redirect_uri": CALLBACK, "force_auth": "true"}
    code = shop.agree(f"{shop.url}/oauth/authorize?{urlencode(asked)}")["code"]
    pair = caller.data("/auth/token/create", "POST", code=code)
    assert pair["country_user_info"] and pair["expires_in"] > 0
    caller.token = pair["access_token"]
    assert caller.data("/seller/get")["seller_id"]
    again = caller.data("/auth/token/refresh", "POST", refresh_token=pair["refresh_token"])
    assert again["access_token"] != pair["access_token"] and again["refresh_expires_in"] > 0
    used = caller.ask("/auth/token/create", "POST", code=code)
    assert (used.code, used.type) == ("InvalidCode", "ISV")


def test_orders_come_by_pages_and_each_with_its_items(caller: Caller) -> None:
    orders = list(caller.orders())
    numbers = [order["order_id"] for order in orders]
    assert len(numbers) == len(set(numbers)) > PAGE
    one = caller.data("/order/get", order_id=numbers[0])
    assert one["order_id"] == numbers[0]
    items = caller.data("/order/items/get", order_id=numbers[0])
    assert len(items) == one["items_count"]
    many = caller.data("/orders/items/get", order_ids=json.dumps(numbers[:3]))
    assert [each["order_id"] for each in many] == numbers[:3]


def test_stock_and_price_are_changed_and_read_back(caller: Caller) -> None:
    product = caller.data("/products/get", filter="live", limit=5, offset=0)["products"][0]["item_id"]
    sku = caller.sku(product)
    named = f"<ItemId>{product}</ItemId><SkuId>{sku['SkuId']}</SkuId><SellerSku>{sku['SellerSku']}</SellerSku>"
    price = sku["price"] + 7
    for path, change in (
        ("/product/stock/sellable/update", f"<SellableQuantity>{sku['Available'] + 5}</SellableQuantity>"),
        ("/product/price_quantity/update", f"<Price>{price:.2f}</Price>"),
    ):
        payload = f"<Request><Product><Skus><Sku>{named}{change}</Sku></Skus></Product></Request>"
        caller.data(path, "POST", payload=payload)
    shown = caller.sku(product)
    assert (shown["Available"], shown["price"]) == (sku["Available"] + 5, price)


def test_an_order_is_packed_and_made_ready(caller: Caller, shop: Shop) -> None:
    order = int(shop.desk("POST", "sell", {"quantity": 2})["orders"][0]["id"])
    ids = [item["order_item_id"] for item in caller.data("/order/items/get", order_id=order)]
    wanted = {"orders": [{"order_id": order, "order_item_ids": ids}]}
    offered = caller.data("/order/shipment/providers/get", getShipmentProvidersReq=json.dumps(wanted))
    kind = offered["result"]["data"]["shipping_allocate_type"]
    lines = [{"order_id": order, "order_item_list": ids}]
    pack = {"pack_order_list": lines, "delivery_type": "dropship", "shipping_allocate_type": kind}
    packed = caller.data("/order/fulfill/pack", "POST", packReq=json.dumps(pack))["result"]["data"]
    fates = packed["pack_order_list"][0]["order_item_list"]
    assert {fate["item_err_code"] for fate in fates} == {"0"}
    parcel = [{"package_id": fates[0]["package_id"]}]
    caller.data("/order/package/rts", "POST", readyToShipReq=json.dumps({"packages": parcel}))
    assert {item["status"] for item in caller.data("/order/items/get", order_id=order)} == {"ready_to_ship"}


def test_an_order_is_cancelled_for_a_reason_that_was_offered(caller: Caller, shop: Shop) -> None:
    order = int(shop.desk("POST", "sell", {"quantity": 1})["orders"][0]["id"])
    ids = json.dumps([item["order_item_id"] for item in caller.data("/order/items/get", order_id=order)])
    offered = caller.data("/order/reverse/cancel/validate", order_id=order, order_item_id_list=ids)
    reason = offered["reason_options"][0]["reason_id"]
    done = caller.data("/order/reverse/cancel/create", order_id=order, order_item_id_list=ids, reason_id=reason)
    assert done["tip_type"] == "success"
    assert {item["status"] for item in caller.data("/order/items/get", order_id=order)} == {"canceled"}


def test_a_wrong_signature_and_a_dead_token_are_told_apart(caller: Caller, shop: Shop) -> None:
    forged = caller.ask("/seller/get", client=caller.signing_with("not the secret"))
    assert (forged.code, forged.type, bool(forged.message)) == ("IncompleteSignature", "ISV", True)
    shop.desk("POST", "expire", {})
    dead = caller.ask("/seller/get")
    assert (dead.code, dead.type) == ("IllegalAccessToken", "ISV")


def test_too_many_calls_are_an_answer_that_says_how_long_to_wait(caller: Caller, shop: Shop) -> None:
    shop.stand_still()
    answers = [caller.ask("/seller/get") for _ in range(12)]
    limited = [answer for answer in answers if answer.code == "ApiCallLimit"]
    assert limited and all("seconds" in answer.message for answer in limited)
