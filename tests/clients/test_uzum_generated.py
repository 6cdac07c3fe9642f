"""A client made of Uzum's reconstructed description, before the practice Uzum."""

from __future__ import annotations

import importlib
from json import JSONDecodeError
from typing import Any

import pytest

from tests.clients.generated import Made, make
from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(library="openapi-python-client", code="uzum", patched="nothing: `Client(base_url)`")
PREFIX = "/api/seller-openapi"
SELLER = 7001


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make("uzum", "uzum-seller-openapi.reconstructed.json", tmp_path_factory.mktemp("made"))


@pytest.fixture
def ask(package: str, shop: Shop) -> Any:
    """Limits are off but where the test is about them: two calls a second are few."""
    shop.desk("POST", "limits", {"enabled": False})
    return asking(package, shop, shop.keys["token"])


def asker(package: str, shop: Shop, token: str = "") -> Made:
    headers = {"Authorization": token or shop.keys["token"]}
    return Made(package, base_url=f"{shop.url}{PREFIX}", headers=headers)


def asking(package: str, shop: Shop, token: str) -> Any:
    made = asker(package, shop, token)
    return lambda call, *where, **params: made.ask(f"default.{call}", *where, **params)


@pytest.fixture
def number(shop: Shop) -> int:
    return int(shop.keys["shop_id"])


def word(package: str, name: str, value: str) -> Any:
    """One word of a list, as the client's enumeration has it."""
    return getattr(importlib.import_module(f"{package}.models"), name)(value)


def test_the_token_opens_a_shop_whose_goods_come_by_pages(ask: Any, number: int) -> None:
    assert ask("get_shops").status_code == 200
    found: list[int] = []
    for page in range(20):
        told = ask("get_shop_products_by_shop_id", number, page=page, size=20).parsed
        found += [product.product_id for product in told.product_list]
        if len(told.product_list) < 20:
            break
    assert len(found) == len(set(found)) == told.total_products_amount > 20


def test_orders_come_by_status_and_pages_and_one_by_its_number(ask: Any, package: str, number: int) -> None:
    done = word(package, "GetFbsOrdersV2Status", "COMPLETED")
    found: list[int] = []
    for page in range(40):
        told = ask("get_fbs_orders_v2", shop_ids=[number], status=done, page=page, size=10).parsed.payload
        found += [order.id for order in told.orders]
        if len(told.orders) < 10:
            break
    assert len(found) == len(set(found)) > 10
    assert ask(
        "get_order_count_v2", shop_ids=[number], status=word(package, "GetOrderCountV2Status", "COMPLETED")
    ).parsed.payload == len(found)
    one = ask("get_fbs_order", found[0]).parsed.payload
    assert (one.id, one.status.value) == (found[0], "COMPLETED")


def test_stock_and_price_are_changed_and_read_back(ask: Any, number: int) -> None:
    row = ask("get_fbs_sku_stocks_v3", page=0, size=100).parsed.payload.sku_amount_list[0]
    changed = row.to_dict() | {"amount": row.amount + 5}
    assert ask("update_fbs_sku_stocks", body={"skuAmountList": [changed]}).status_code == 200
    rows = ask("get_fbs_sku_stocks_v3", page=0, size=100).parsed.payload.sku_amount_list
    assert next(each.amount for each in rows if each.sku_id == row.sku_id) == row.amount + 5
    product = ask("get_shop_products_by_shop_id", number, page=0, size=1).parsed.product_list[0]
    sku = product.sku_list[0]
    price = {"skuId": sku.sku_id, "fullPrice": sku.price + 2000, "sellPrice": sku.price + 1000}
    body = {"productId": product.product_id, "skuList": [price]}
    # The contract says that no body comes; the description promises JSON, so the client breaks once it is done.
    with pytest.raises(JSONDecodeError):
        ask("save_product_price_data", number, body=body)
    shown = ask("get_shop_products_by_shop_id", number, page=0, size=1).parsed.product_list[0].sku_list[0]
    assert shown.price == sku.price + 1000


def test_an_order_is_taken_and_handed_over_with_a_note(ask: Any, package: str, shop: Shop) -> None:
    rows = ask("get_fbs_sku_stocks_v3", page=0, size=100).parsed.payload.sku_amount_list
    best = max((row for row in rows if row.fbs_linked), key=lambda row: row.amount)
    number = int(shop.desk("POST", "sell", {"sku": best.seller_sku_code})["orders"][0]["id"])
    assert ask("confirm_fbs_order", number).parsed.payload.status.value == "PACKING"
    label = ask("fbs_print_label", number, size=word(package, "FbsPrintLabelSize", "LARGE"))
    assert label.parsed.payload.document
    points = ask("get_fbs_invoice_drop_off_points", customer_order_ids=[number]).parsed.payload.drop_off_points
    slots = ask("get_fbs_invoice_time_slots", dop_id=points[0].uuid, seller_order_ids=[number]).parsed.payload
    note = {"orderIds": [number], "dropOffPointUuid": str(points[0].uuid), "sellerId": SELLER, "idempotencyKey": "n-1"}
    note["timeSlotUuid"] = str(slots.time_slots[0].uuid)
    assert ask("create_fbs_invoice", body=note).status_code == 200
    assert ask("get_fbs_order", number).parsed.payload.status.value == "PENDING_DELIVERY"
    # An error's payload is null in the contract and an object in the description: the client's model breaks on it.
    with pytest.raises(TypeError):
        ask("confirm_fbs_order", number)
    again = asker(package, shop).client.get_httpx_client().post(f"/v1/fbs/order/{number}/confirm")
    assert again.status_code == 400 and again.json()["errors"][0]["code"] == "seller-order-02"


def test_a_wrong_token_is_refused_and_a_limit_is_told_by_headers(package: str, ask: Any, shop: Shop) -> None:
    assert asking(package, shop, "bm9ib2R5")("get_shops").status_code in (401, 403)
    assert asking(package, shop, f"Bearer {shop.keys['token']}")("get_shops").status_code in (401, 403)
    shop.desk("POST", "limits", {"enabled": True})
    over = next(answer for answer in (ask("get_shops") for _ in range(30)) if answer.status_code != 200)
    assert over.status_code == 429
    assert (over.headers["X-RateLimit-Remaining"], over.headers["X-RateLimit-Requested-Tokens"]) == ("0", "1")
    assert float(over.headers["X-RateLimit-Replenish-Rate"]) > 0
