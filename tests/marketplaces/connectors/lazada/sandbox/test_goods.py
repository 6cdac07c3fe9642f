"""Products, stock and prices as the documents tell them."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub

STOCK, PRICE = "/product/stock/sellable/update", "/product/price_quantity/update"


def rows(hub: Hub, **asked: Any) -> list[dict[str, Any]]:
    return list(
        hub.get("/products/get", **({"filter": "all", "limit": "50", "offset": "0"} | asked))["data"]["products"]
    )


def first(hub: Hub) -> tuple[dict[str, Any], dict[str, Any]]:
    product = rows(hub)[0]
    return product, product["skus"][0]


def xml(*skus: str) -> str:
    return f"<Request><Product><Skus>{''.join(f'<Sku>{each}</Sku>' for each in skus)}</Skus></Product></Request>"


def who(product: dict[str, Any], sku: dict[str, Any]) -> str:
    name = sku["SellerSku"]
    return f"<ItemId>{product['item_id']}</ItemId><SkuId>{sku['SkuId']}</SkuId><SellerSku>{name}</SellerSku>"


@pytest.mark.parametrize(
    ("asked", "code"), [({"filter": "best"}, "36"), ({"limit": "51"}, "19"), ({"offset": "10001"}, "14")]
)
def test_wrong_questions_have_their_codes(hub: Hub, asked: dict[str, str], code: str) -> None:
    assert hub.get("/products/get", **({"filter": "all", "limit": "50", "offset": "0"} | asked))["code"] == code


def test_the_list_is_paged_filtered_and_found_by_sku(hub: Hub) -> None:
    whole = rows(hub)
    assert [each["item_id"] for each in rows(hub, limit="2", offset="1")] == [each["item_id"] for each in whole[1:3]]
    assert {each["status"] for each in rows(hub, filter="live")} == {"Active"}
    sku = whole[3]["skus"][0]["SellerSku"]
    assert [each["item_id"] for each in rows(hub, sku_seller_list=[sku])] == [whole[3]["item_id"]]


def test_stock_is_absolute_and_shown(hub: Hub) -> None:
    product, sku = first(hub)
    assert hub.post(STOCK, payload=xml(f"{who(product, sku)}<SellableQuantity>77</SellableQuantity>"))["code"] == "0"
    shown = hub.get("/product/item/get", item_id=product["item_id"])["data"]["skus"][0]
    assert (shown["Available"], shown["multiWarehouseInventories"][0]["sellableQuantity"]) == (77, 77)


def test_one_bad_row_is_named_and_the_others_are_done(hub: Hub) -> None:
    product, sku = first(hub)
    good = f"{who(product, sku)}<SellableQuantity>5</SellableQuantity>"
    told = hub.post(STOCK, payload=xml(good, "<SellerSku>NONE</SellerSku><SellableQuantity>1</SellableQuantity>"))
    assert (told["code"], [each["seller_sku"] for each in told["detail"]]) == ("501", ["NONE"])
    assert first(hub)[1]["Available"] == 5


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("<SellableQuantity>-1</SellableQuantity>", "E212"),
        ("<SellableQuantity>many</SellableQuantity>", "E212"),
        (
            "<MultiWarehouseInventories><MultiWarehouseInventory><WarehouseCode>dropshipping</WarehouseCode>"
            "<SellableQuantity>1</SellableQuantity></MultiWarehouseInventory></MultiWarehouseInventories>",
            "not a multi-warehouse seller",
        ),
    ],
)
def test_a_wrong_row_says_why(hub: Hub, more: str, said: str) -> None:
    told = hub.post(STOCK, payload=xml(who(*first(hub)) + more))
    assert said in told["detail"][0]["message"]


@pytest.mark.parametrize(("payload", "code"), [("<Request>", "5"), ("<Other/>", "5"), (xml(), "30"), ("{}", "5")])
def test_a_payload_that_cannot_be_read_is_refused(hub: Hub, payload: str, code: str) -> None:
    assert hub.post(STOCK, payload=payload)["code"] == code


def test_more_than_fifty_skus_are_refused(hub: Hub) -> None:
    row = f"{who(*first(hub))}<SellableQuantity>1</SellableQuantity>"
    assert hub.post(STOCK, payload=xml(*[row] * 51))["code"] == "4171"


def test_a_campaign_lets_stock_only_grow(hub: Hub) -> None:
    product, sku = first(hub)
    hub.control("campaign", {"sku": sku["SellerSku"], "units": 10})
    told = hub.post(STOCK, payload=xml(f"{who(product, sku)}<SellableQuantity>9</SellableQuantity>"))
    assert "campaign" in told["detail"][0]["message"]
    assert hub.post(STOCK, payload=xml(f"{who(product, sku)}<SellableQuantity>11</SellableQuantity>"))["code"] == "0"


def test_a_price_is_set_and_stock_stays(hub: Hub) -> None:
    product, sku = first(hub)
    row = {"ItemId": str(product["item_id"]), "SkuId": str(sku["SkuId"]), "SellerSku": sku["SellerSku"]}
    price = f"{sku['price'] + 10:.2f}"
    body = {"Request": {"Product": {"Skus": {"Sku": [row | {"Price": price}]}}}}
    assert hub.post(PRICE, payload=body)["code"] == "0"
    _, now = first(hub)
    assert (f"{now['price']:.2f}", now["Available"]) == (price, sku["Available"])


def test_a_shop_with_warehouses_is_told_by_warehouse(hub: Hub) -> None:
    hub.token = hub.post("/auth/token/create", token=False, code=_code(hub))["access_token"]
    product, sku = first(hub)
    names = [each["warehouseCode"] for each in sku["multiWarehouseInventories"]]
    assert len(names) == 2
    places = "".join(
        f"<MultiWarehouseInventory><WarehouseCode>{name}</WarehouseCode><SellableQuantity>{units}</SellableQuantity>"
        "</MultiWarehouseInventory>"
        for units, name in enumerate(names, start=3)
    )
    payload = xml(f"{who(product, sku)}<MultiWarehouseInventories>{places}</MultiWarehouseInventories>")
    assert hub.post(STOCK, payload=payload)["code"] == "0"
    assert [each["sellableQuantity"] for each in first(hub)[1]["multiWarehouseInventories"]] == [3, 4]


def _code(hub: Hub) -> str:
    from .test_access import code

    return code(hub)
