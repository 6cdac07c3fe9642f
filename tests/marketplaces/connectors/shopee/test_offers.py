"""Items offered, changed and taken out of the shop window."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.products import ProductCard, ProductRemoval, Size
from marketplaces.connectors.shopee import connector as shopee_connector
from marketplaces.framework.errors import NotFound, Rejected
from marketplaces.framework.results import ItemResult
from tests.marketplaces.connectors.remote import Remote

from .conftest import bad, good
from .exercise import PNG, pictures
from .samples import base_info

SEARCH, BASE, ADD, UPDATE = (
    "product/search_item",
    "product/get_item_base_info",
    "product/add_item",
    "product/update_item",
)
UNLIST, PRICE, UPLOAD, CARRIERS = (
    "product/unlist_item", "product/update_price", "media_space/upload_image", "logistics/get_channel_list",
)  # fmt: skip
SHOP_INFO = "shop/get_shop_info"
THEIRS = "https://img.example/tea.jpg"


def card(**more: Any) -> ProductCard:
    given = {
        "ref": "n", "sku": "TEA", "title": "Tea, green", "price": Decimal("150"), "currency": "THB",
        "description": "Leaves", "category": "100629", "images": (f"{pictures()}/teapot.png",), "weight_g": 251,
        "package": Size(length_mm=101, width_mm=90, height_mm=5), "quantity": 3, "gtin": "4006381333931",
    } | more  # fmt: skip
    return ProductCard(**given)


def known(**more: Any) -> ProductCard:
    return card(remote_product_id="2000001", **more)


@pytest.fixture
def shop(remote: Remote) -> Remote:
    """A Thai shop with one channel switched on and nothing under the SKU."""
    remote.answers(SHOP_INFO, good(shop_name="Lumen", region="TH", status="NORMAL", expire_time=1798761600))
    remote.answers(SEARCH, good({"item_id_list": [], "total_count": 0, "next_offset": ""}))
    channels = [{"logistics_channel_id": 70021, "enabled": True}, {"logistics_channel_id": 70099, "enabled": False}]
    remote.answers(CARRIERS, good({"logistics_channel_list": channels}))
    remote.answers(UPLOAD, good({"image_info": {"image_id": "sg-1"}}))
    remote.answers(ADD, good({"item_id": 2000009}))
    remote.answers(UPDATE, good({"item_id": 2000001}))
    remote.answers(PRICE, good({"success_list": [{"model_id": 0}], "failure_list": []}))
    return remote


@pytest.fixture
def push(shopee: shopee_connector, shop: Remote) -> Callable[[ProductCard], ItemResult]:
    def pushed(one: ProductCard) -> ItemResult:
        (result,) = shopee.push_products([one])
        return result

    return pushed


def there(remote: Remote, **more: Any) -> None:
    image = {"image_url_list": [THEIRS], "image_id_list": ["sg-tea"]}
    remote.answers(BASE, good({"item_list": [base_info(image=image, **more)]}))


def bodies(remote: Remote, name: str) -> list[Any]:
    return [seen.body for seen in remote.seen if seen.name == name]


def uploads(remote: Remote) -> int:
    return sum(seen.name == UPLOAD for seen in remote.seen)


def test_a_new_item_is_made_with_all_that_shopee_asks(push: Any, shop: Remote) -> None:
    result = push(card())
    assert (result.ok, result.remote_product_id) == (True, "2000009"), result.error
    (body,) = bodies(shop, ADD)
    assert body == {
        "item_name": "Tea, green", "description": "Leaves", "weight": 0.251, "gtin_code": "4006381333931",
        "dimension": {"package_length": 11, "package_width": 9, "package_height": 1},
        "image": {"image_id_list": ["sg-1"]}, "category_id": 100629, "original_price": 150.0, "item_sku": "TEA",
        "item_status": "NORMAL", "condition": "NEW", "brand": {"brand_id": 0, "original_brand_name": "No Brand"},
        "logistic_info": [{"logistic_id": 70021, "enabled": True}], "seller_stock": [{"stock": 3}],
    }  # fmt: skip


def test_a_picture_goes_as_a_forms_file_without_the_shops_token(push: Any, shop: Remote) -> None:
    push(card())
    (seen,) = [seen for seen in shop.seen if seen.name == UPLOAD]
    assert seen.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="image"; filename="picture.png"' in seen.raw and PNG in seen.raw
    assert "access_token" not in seen.query


def test_what_is_there_under_the_sku_is_changed_and_nothing_is_made(push: Any, shop: Remote) -> None:
    shop.answers(SEARCH, good({"item_id_list": [2000001], "total_count": 1, "next_offset": ""}))
    there(shop)
    result = push(card(images=(THEIRS,)))
    assert (result.ok, result.remote_product_id) == (True, "2000001"), result.error
    (body,) = bodies(shop, UPDATE)
    assert body["item_id"] == 2000001 and "image" not in body and "category_id" not in body
    assert bodies(shop, ADD) == [] and uploads(shop) == 0


def test_of_another_picture_only_the_new_one_is_brought_over(push: Any, shop: Remote) -> None:
    there(shop)
    push(known(images=(THEIRS, f"{pictures()}/teapot.png")))
    (body,) = bodies(shop, UPDATE)
    assert body["image"] == {"image_id_list": ["sg-tea", "sg-1"]} and uploads(shop) == 1


def test_only_a_price_that_differs_and_is_ours_is_told(push: Any, shop: Remote) -> None:
    there(shop)
    push(known(images=()))
    push(known(images=(), price=Decimal("151"), keeps_price=True))
    assert bodies(shop, PRICE) == []
    push(known(images=(), price=Decimal("151")))
    assert bodies(shop, PRICE) == [{"item_id": 2000001, "price_list": [{"model_id": 0, "original_price": 151.0}]}]


def test_a_price_that_is_not_taken_refuses_the_card(push: Any, shop: Remote) -> None:
    there(shop)
    refused = [{"model_id": 0, "failed_reason": "The price is locked."}]
    shop.answers(PRICE, good({"success_list": [], "failure_list": refused}))
    assert "The price is locked." in str(push(known(images=(), price=Decimal("151"))).error)


def test_an_item_that_left_the_shop_window_comes_back(push: Any, shop: Remote) -> None:
    there(shop, item_status="UNLIST")
    push(known(images=()))
    assert bodies(shop, UPDATE)[0]["item_status"] == "NORMAL"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"images": ()}, "images"), ({"description": ""}, "description"), ({"weight_g": None}, "weight_g"),
        ({"category": "Tea"}, "no number of a category"), ({"currency": "EUR"}, "sells in THB, not in EUR"),
        ({"images": ("%s/teapot.gif",)}, "JPG or PNG"), ({"images": ("%s/nothing.png",)}, "cannot be fetched"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_before_it_is_sent(
    push: Any, shop: Remote, more: dict[str, Any], words: str
) -> None:
    if any("%s" in each for each in more.get("images", ())):
        more = {"images": tuple(each % pictures() for each in more["images"])}
    result = push(card(**more))
    assert isinstance(result.error, Rejected) and words in str(result.error)
    assert bodies(shop, ADD) == []


def test_a_shop_without_a_carrier_is_told_what_to_switch_on(push: Any, shop: Remote) -> None:
    shop.answers(CARRIERS, good({"logistics_channel_list": [{"logistics_channel_id": 70099, "enabled": False}]}))
    assert "Shipping Setting" in str(push(card()).error)


def test_an_item_that_is_gone_is_not_made_anew_under_its_number(push: Any, shop: Remote) -> None:
    there(shop, item_status="SELLER_DELETE")
    assert isinstance(push(known()).error, NotFound) and bodies(shop, ADD) == []


def test_one_refused_card_leaves_the_others_alone(shopee: shopee_connector, shop: Remote) -> None:
    shop.answers(ADD, bad("product.error_busi", "Invalid attribute. Material"), good({"item_id": 2000010}))
    first, second = shopee.push_products([card(ref="a"), card(ref="b", sku="TEA-2")])
    assert "Invalid attribute" in str(first.error) and second.ok
    assert uploads(shop) == 1


def removal(**more: Any) -> ProductRemoval:
    return ProductRemoval(**{"ref": "d", "remote_product_id": "2000001", "sku": "TEA"} | more)


def test_an_item_is_taken_out_of_the_shop_window_once(shopee: shopee_connector, shop: Remote) -> None:
    there(shop)
    shop.answers(UNLIST, good({"failure_list": [], "success_list": [{"item_id": 2000001, "unlist": True}]}))
    assert shopee.delete_products([removal()])[0].ok
    there(shop, item_status="UNLIST")
    assert shopee.delete_products([removal()])[0].ok
    shop.answers(BASE, bad("error_item_not_found", "Product not found."))
    assert shopee.delete_products([removal()])[0].ok
    assert bodies(shop, UNLIST) == [{"item_list": [{"item_id": 2000001, "unlist": True}]}]


def test_a_promotion_that_holds_an_item_is_said(shopee: shopee_connector, shop: Remote) -> None:
    there(shop)
    why = [{"item_id": 2000001, "failed_reason": "Can't unlist item when item is under promotion"}]
    shop.answers(UNLIST, good({"failure_list": why, "success_list": []}))
    assert "under promotion" in str(shopee.delete_products([removal()])[0].error)
