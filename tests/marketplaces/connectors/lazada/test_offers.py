"""Products offered, changed and taken out: what is sent, and what a refusal says."""

from decimal import Decimal

import pytest

from marketplaces.canonical.products import ProductCard, ProductRemoval, Size
from marketplaces.connectors.lazada.offers import RULES
from marketplaces.framework.errors import LoginExpired, NotFound, Rejected, RetryLater
from tests.marketplaces.connectors.lazada.conftest import bad, good

LIST, ONE = "/products/get", "/product/item/get"
CREATE, UPDATE, REMOVE, BRING = "/product/create", "/product/update", "/product/remove", "/image/migrate"
THEIRS = "https://img.lazada.example/p/a.jpg"
ROW = {
    "item_id": 2000001, "primary_category": 6614, "status": "Active", "images": [THEIRS],
    "attributes": {"name": "Tea", "brand": "No Brand"},
    "skus": [{"SkuId": 7000001, "SellerSku": "TEA-1"}, {"SkuId": 7000002, "SellerSku": "TEA-2"}],
}  # fmt: skip
MADE = {"item_id": 2000009, "sku_list": [{"seller_sku": "POT", "shop_sku": "2000009_TH-7", "sku_id": 7000009}]}


def card(**more):
    given = {
        "ref": "a", "sku": "POT", "title": "Teapot", "price": Decimal("150.00"), "currency": "THB", "category": "6614",
        "images": ("https://ours.example.com/p.jpg?a=1&b=2",), "weight_g": 844, "quantity": 3,
        "package": Size(length_mm=255, width_mm=180, height_mm=160), **more,
    }  # fmt: skip
    return ProductCard(**given)


def listed(*rows):
    return good({"total_products": len(rows), "products": list(rows)})


@pytest.fixture
def there(remote):
    """A shop with one product of two SKUs, where all goes well."""
    remote.answers(LIST, listed(ROW))
    remote.answers(ONE, good(ROW))
    remote.answers(CREATE, good(MADE))
    remote.answers(UPDATE, good({"item_status": "Active"}))
    remote.answers(REMOVE, good({}))
    remote.answers(BRING, good({"image": {"url": "https://img.lazada.example/p/b.jpg", "hash_code": "b"}}))
    return remote


def told(remote, path):
    (call,) = remote.asked(path)
    return call.json("payload")["Request"]["Product"]


def test_a_new_product_is_told_in_centimetres_and_kilograms_with_its_picture_at_lazada(lazada, there):
    (result,) = lazada.push_products([card()])
    assert (result.ok, result.remote_product_id, result.remote_variant_id) == (True, "2000009", "7000009")
    assert told(there, CREATE) == {
        "PrimaryCategory": "6614",
        "Images": {"Image": ["https://img.lazada.example/p/b.jpg"]},
        "Attributes": {"name": "Teapot", "brand": "No Brand"},
        "Skus": {
            "Sku": [
                {
                    "SellerSku": "POT", "quantity": "3", "price": "150.00", "package_length": "25.5",
                    "package_width": "18", "package_height": "16", "package_weight": "0.85",
                }
            ]
        },
    }  # fmt: skip
    (brought,) = there.asked(BRING)
    assert "<Url>https://ours.example.com/p.jpg?a=1&amp;b=2</Url>" in brought.given["payload"]


def test_what_is_there_under_its_sku_is_changed_and_not_made_again(lazada, there):
    (result,) = lazada.push_products([card(sku="TEA-2", images=(), package=None, weight_g=None)])
    assert (result.ok, result.remote_product_id, result.remote_variant_id) == (True, "2000001", "7000002")
    assert told(there, UPDATE) == {
        "ItemId": "2000001", "Attributes": {"name": "Teapot"},
        "Skus": {"Sku": [{"SkuId": "7000002", "SellerSku": "TEA-2", "price": "150.00"}]},
    }  # fmt: skip
    assert there.asked(CREATE) == []


def test_a_price_that_is_not_ours_and_pictures_that_are_there_are_not_told(lazada, there):
    lazada.push_products([card(sku="TEA-1", keeps_price=True, images=(THEIRS,))])
    product = told(there, UPDATE)
    assert "Images" not in product
    assert "price" not in product["Skus"]["Sku"][0]
    assert there.asked(BRING) == []


def test_another_picture_is_told_and_a_category_only_once(lazada, there):
    lazada.push_products([card(sku="TEA-1", category="Teapots", images=(THEIRS, "https://ours.example.com/p.jpg"))])
    product = told(there, UPDATE)
    assert "PrimaryCategory" not in product
    assert product["Images"] == {"Image": [THEIRS, "https://img.lazada.example/p/b.jpg"]}


def test_a_product_is_also_known_by_its_number(lazada, there):
    there.answers(LIST, listed())
    (result,) = lazada.push_products([card(remote_product_id="2000001", remote_variant_id="7000002")])
    assert result.remote_variant_id == "7000002"
    (result,) = lazada.push_products([card(remote_product_id="2000001")])
    assert isinstance(result.error, NotFound)


def test_a_picture_for_several_products_is_brought_over_once(lazada, there):
    lazada.push_products([card(), card(ref="b", sku="POT-2")])
    assert len(there.asked(BRING)) == 1
    assert len(there.asked(CREATE)) == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"currency": "EUR"}, "sells in THB, not in EUR"),
        ({"category": "Kitchen"}, "no number of a category"),
        ({"images": ()}, "images"),
        ({"weight_g": None}, "weight_g"),
        ({"package": None}, "without the size of its parcel"),
        ({"title": "x" * 256}, "title"),
    ],
    ids=["currency", "category", "picture", "weight", "parcel", "title"],
)
def test_what_a_new_product_lacks_is_said_and_not_sent(lazada, there, more, said):
    (result,) = lazada.push_products([card(**more)])
    assert isinstance(result.error, Rejected)
    assert said in str(result.error)
    assert there.asked(CREATE) == []


def test_goods_without_a_size_of_their_own_go_in_the_usual_parcel(lazada, there, credentials):
    credentials.values["parcel_cm"] = "25.5x18x9"
    lazada.push_products([card(package=None)])
    (sku,) = told(there, CREATE)["Skus"]["Sku"]
    assert [sku[f"package_{name}"] for name in ("length", "width", "height")] == ["25.5", "18", "9"]


@pytest.mark.parametrize(("typed", "taken"), [("25.5x18x9", True), ("100x50x5", True), ("25x18", False), ("a", False)])
def test_the_usual_parcel_is_three_lengths(lazada, typed, taken):
    (field,) = [each for each in lazada.credential_fields if each.name == "parcel_cm"]
    assert (field.problem(typed) == "") is taken


def test_a_refusal_says_what_stands_in_the_detail(lazada, there):
    detail = [{"seller_sku": "POT", "field": "Images", "message": "BIZ_CHECK_MAIN_IMAGE_REQUIRE"}]
    there.answers(CREATE, bad("500", "E500: Create product failed", detail=detail), good(MADE))
    first, second = lazada.push_products([card(), card(ref="b", sku="POT-2")])
    assert "BIZ_CHECK_MAIN_IMAGE_REQUIRE" in str(first.error)
    assert second.ok


def test_a_new_product_is_never_sent_twice_and_an_ended_sign_in_is_not_its_fault(lazada, there):
    there.answers(CREATE, bad("ServiceTimeout", kind="ISP"))
    (result,) = lazada.push_products([card()])
    assert isinstance(result.error, RetryLater)
    assert len(there.asked(CREATE)) == 1
    there.answers(CREATE, bad("IllegalAccessToken"))
    with pytest.raises(LoginExpired):
        lazada.push_products([card()])


def test_what_was_deleted_under_the_same_sku_is_made_anew(lazada, there):
    there.answers(LIST, listed({**ROW, "status": "Deleted", "skus": [{"SkuId": 1, "SellerSku": "POT"}]}))
    assert lazada.push_products([card()])[0].remote_product_id == "2000009"


@pytest.mark.parametrize(
    ("removal", "names"),
    [
        ({"remote_product_id": "2000001", "sku": "TEA-2"}, ["SkuId_2000001_7000002"]),
        ({"remote_product_id": "2000001", "remote_variant_id": "7000001"}, ["SkuId_2000001_7000001"]),
        ({"remote_product_id": "2000001"}, ["SkuId_2000001_7000001", "SkuId_2000001_7000002"]),
        ({"remote_product_id": "", "sku": "TEA-1"}, ["SkuId_2000001_7000001"]),
    ],
    ids=["by SKU", "by its number", "whole", "only the SKU"],
)
def test_one_sku_is_taken_out_or_all_of_a_product(lazada, there, removal, names):
    assert lazada.delete_products([ProductRemoval(ref="d", **removal)])[0].ok
    assert [call.json("sku_id_list") for call in there.asked(REMOVE)] == [names]


def test_what_is_gone_already_counts_as_taken_out(lazada, there):
    there.answers(ONE, bad("208", "E208: Item ID is not found."))
    assert lazada.delete_products([ProductRemoval(ref="d", remote_product_id="9")])[0].ok
    assert there.asked(REMOVE) == []


def test_products_are_found_by_sku_fifty_at_a_time(lazada, there):
    found = lazada.find_products([f"S-{number}" for number in range(60)])
    assert [len(call.json("sku_seller_list")) for call in there.asked(LIST)] == [50, 10]
    assert [each.remote_id for each in found] == ["2000001", "2000001"]


def test_the_rules_are_those_of_their_guide():
    assert RULES.needs == {"category", "images", "weight_g"}
    assert dict(RULES.longest) == {"title": 255, "description": 25_000, "images": 8}
