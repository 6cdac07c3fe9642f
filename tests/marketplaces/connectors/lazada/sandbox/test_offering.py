"""Products made, changed and taken out, as their own pages describe it."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub

CREATE, UPDATE, REMOVE, BRING = "/product/create", "/product/update", "/product/remove", "/image/migrate"
SKU = {
    "SellerSku": "POT-1", "quantity": "3", "price": "150.50", "package_length": "25.5", "package_width": "18",
    "package_height": "16", "package_weight": "0.85",
}  # fmt: skip


def bring(hub: Hub, url: str = "https://pictures.example.com/pot.jpg") -> dict[str, Any]:
    return hub.post(BRING, payload=f"<Request><Image><Url>{url}</Url></Image></Request>")


def category(hub: Hub) -> int:
    return int(hub.get("/products/get", filter="all", limit="1", offset="0")["data"]["products"][0]["primary_category"])


def product(hub: Hub, sku: dict[str, str] | None = None, **change: Any) -> dict[str, Any]:
    whole = {
        "PrimaryCategory": str(category(hub)),
        "Images": {"Image": [bring(hub)["data"]["image"]["url"]]},
        "Attributes": {"name": "Teapot", "brand": "No Brand", "description": "<p>Stoneware</p>"},
        "Skus": {"Sku": [SKU | (sku or {})]},
    }
    return {"Request": {"Product": {name: value for name, value in (whole | change).items() if value is not None}}}


def shown(hub: Hub, number: Any) -> dict[str, Any]:
    return dict(hub.get("/product/item/get", item_id=number)["data"])


def test_a_product_is_made_and_shown(hub: Hub) -> None:
    made = hub.post(CREATE, payload=product(hub))["data"]
    assert made["sku_list"][0]["seller_sku"] == "POT-1"
    there = shown(hub, made["item_id"])
    (sku,) = there["skus"]
    assert (there["attributes"]["name"], there["primary_category"]) == ("Teapot", category(hub))
    assert (sku["SkuId"], sku["price"], sku["Available"]) == (made["sku_list"][0]["sku_id"], 150.5, 3)
    assert (sku["package_length"], sku["package_weight"]) == ("25.5", "0.85")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Attributes": {"name": "Teapot"}}, "brand is mandatory"),
        ({"Attributes": {"name": "x" * 256, "brand": "B"}}, "more than 255"),
        ({"Images": None}, "BIZ_CHECK_MAIN_IMAGE_REQUIRE"),
        ({"Images": {"Image": ["https://pictures.example.com/pot.jpg"]}}, "BIZ_CHECK_EXIST_OUTER_IMAGE"),
        ({"sku": {"price": "0"}}, "BIZ_CHECK_PRICE_IS_ZERO"),
        ({"sku": {"price": "1.005"}}, "BIZ_CHECK_PRICE_PRECISION_INVALID"),
        ({"sku": {"package_weight": "0.855"}}, "BIZ_CHECK_PACKAGE_DECIMAL_INVALID"),
        ({"sku": {"package_width": ""}}, "package_width is mandatory"),
        ({"sku": {"SellerSku": "LU-1002"}}, "BIZ_CHECK_SELLER_SKU_DUPLICATE"),
    ],
    ids=["brand", "name", "no picture", "their picture", "no price", "price", "weight", "width", "sku"],
)
def test_a_wrong_product_is_refused_with_its_reason_and_not_made(hub: Hub, change: dict[str, Any], said: str) -> None:
    if change.get("sku", {}).get("SellerSku"):
        change = {"sku": {"SellerSku": hub.control("state")["products"][0]["sku"]}}
    before = hub.control("state?orders=0")["products"]
    told = hub.post(CREATE, payload=product(hub, **change))
    assert told["code"] == "500"
    assert said in told["detail"][0]["message"]
    assert hub.control("state?orders=0")["products"] == before


@pytest.mark.parametrize(("number", "code"), [("tea", "201"), ("1", "4134")])
def test_only_a_category_at_the_end_of_the_tree_takes_products(hub: Hub, number: str, code: str) -> None:
    assert hub.post(CREATE, payload=product(hub, PrimaryCategory=number))["code"] == code


@pytest.mark.parametrize(("payload", "code"), [("<Request>", "5"), ("{}", "5"), ("<Request></Request>", "30")])
def test_a_payload_that_cannot_be_read_is_refused(hub: Hub, payload: str, code: str) -> None:
    assert hub.post(CREATE, payload=payload)["code"] == code


def test_xml_will_do_as_well_and_what_is_not_named_stays(hub: Hub) -> None:
    made = hub.post(CREATE, payload=product(hub))["data"]
    before = shown(hub, made["item_id"])
    xml = (
        f"<Request><Product><ItemId>{made['item_id']}</ItemId><Attributes><name>Pot &amp; lid</name></Attributes>"
        f"<Skus><Sku><SellerSku>POT-1</SellerSku><price>99.90</price></Sku></Skus></Product></Request>"
    )
    assert hub.post(UPDATE, payload=xml)["code"] == "0"
    after = shown(hub, made["item_id"])
    assert (after["attributes"]["name"], after["skus"][0]["price"]) == ("Pot & lid", 99.9)
    assert (after["images"], after["skus"][0]["Available"]) == (before["images"], before["skus"][0]["Available"])


def test_a_change_of_what_is_not_there_is_refused(hub: Hub) -> None:
    told = hub.post(UPDATE, payload=product(hub, ItemId="9"))
    assert (told["code"], told["detail"][0]["message"]) == ("501", "ITEM_NOT_FOUND")


def test_a_product_without_skus_is_gone_and_cannot_be_taken_out_again(hub: Hub) -> None:
    made = hub.post(CREATE, payload=product(hub))["data"]
    name = f"SkuId_{made['item_id']}_{made['sku_list'][0]['sku_id']}"
    assert hub.post(REMOVE, sku_id_list=[name])["code"] == "0"
    assert hub.get("/product/item/get", item_id=made["item_id"])["code"] == "208"
    assert hub.post(REMOVE, sku_id_list=[name])["code"] == "503"
    assert hub.post(REMOVE, sku_id_list=["SkuId_1_1"] * 51)["code"] == "204"


def test_a_picture_is_brought_over_once_under_one_name(hub: Hub) -> None:
    assert bring(hub)["data"]["image"]["url"] == bring(hub)["data"]["image"]["url"]
    assert bring(hub, "ftp://pictures.example.com/pot.jpg")["code"] == "302"
    assert bring(hub, "https://pictures.example.com/pot.pdf")["code"] == "302"
