"""Stock, prices and offers outward: one bad row is found and the others are done."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, Size
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.connectors.yandex.batches import MOST_CALLS, isolated
from marketplaces.connectors.yandex.goods import card_row
from marketplaces.framework.errors import NotFound, RateLimited, Rejected, Unavailable
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import Seen, refusal
from .samples import MAPPING

STOCKS = "/v2/campaigns/21000001/offers/stocks"
PRICES = "/v2/businesses/5001/offer-prices/updates"
SHOP_PRICES = "/v2/campaigns/21000001/offer-prices/updates"
UPDATE = "/v2/businesses/5001/offer-mappings/update"


def stock(sku: str, quantity: int = 1) -> StockUpdate:
    return StockUpdate(ref=sku, remote_product_id=sku, remote_variant_id="", sku=sku, quantity=quantity)


def price(sku: str, amount: str, *, before: str = "", currency: str = "RUB") -> PriceUpdate:
    return PriceUpdate(
        ref=sku, remote_product_id=sku, remote_variant_id="", sku=sku, price=Decimal(amount), currency=currency,
        compare_price=Decimal(before) if before else None,
    )  # fmt: skip


def refuses(*bad: str) -> Any:
    def reply(seen: Seen) -> Any:
        named = {row["sku"] for row in seen.body["skus"]} & set(bad)
        return refusal(400, "offer is not found in the catalog") if named else {"status": "OK"}

    return reply


def test_two_bad_rows_of_many_are_found_and_the_others_done(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(STOCKS, refuses("S3", "S77"))
    results = yandex.push_stock([stock(f"S{number}") for number in range(100)])
    assert {each.ref for each in results if not each.ok} == {"S3", "S77"}
    assert {type(each.error) for each in results if not each.ok} == {NotFound}
    assert len(remote.asked(STOCKS)) <= MOST_CALLS


def test_a_batch_that_cannot_be_cleared_up_costs_so_many_calls_and_is_tried_again(
    remote: Remote, yandex: yandex_connector
) -> None:
    remote.answers(STOCKS, refuses(*(f"S{number}" for number in range(200))))
    results = yandex.push_stock([stock(f"S{number}") for number in range(200)])
    assert len(remote.asked(STOCKS)) == MOST_CALLS
    assert {type(each.error) for each in results} == {NotFound, Unavailable}


def test_the_newest_number_of_a_sku_is_told_once_with_its_time(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(STOCKS, {"status": "OK"})
    older = StockUpdate(ref="old", remote_product_id="0557722", remote_variant_id="", sku="0557722", quantity=1)
    results = yandex.push_stock([older, stock("0557722", 5)])
    (asked,) = remote.asked(STOCKS)
    (row,) = asked.body["skus"]
    assert (asked.method, row["sku"], row["items"][0]["count"]) == ("PUT", "0557722", 5)
    assert row["items"][0]["updatedAt"].endswith("Z")
    assert [each.ok for each in results] == [True, True]


def test_trouble_that_passes_is_not_searched_for_a_bad_row() -> None:
    def send(_rows: Any) -> None:
        raise RateLimited("slow down")

    assert {type(error) for error in isolated(["a", "b"], send).values()} == {RateLimited}


@pytest.mark.parametrize(
    ("update", "told"),
    [
        (price("A", "399", before="499"), {"value": 399, "currencyId": "RUR", "discountBase": 499}),
        (price("A", "399.50"), {"value": 399.5, "currencyId": "RUR"}),
        (price("A", "10000", currency="UZS"), {"value": 10000, "currencyId": "UZS"}),
        (price("A", "399", before="399"), {"value": 399, "currencyId": "RUR"}),
    ],
)
def test_a_price_is_told_in_the_markets_words(
    remote: Remote, yandex: yandex_connector, update: PriceUpdate, told: dict[str, Any]
) -> None:
    remote.answers(PRICES, {"status": "OK"})
    assert [each.ok for each in yandex.push_price([update])] == [True]
    assert remote.asked(PRICES)[0].body == {"offers": [{"offerId": "A", "price": told}]}


def test_prices_of_the_shop_that_the_cabinet_forbids_say_what_to_change(shop: Shop) -> None:
    shop.credentials.values["price_level"] = "shop"
    level = next(level for page in shop.connector.pull_prices() for level in page.items)
    (result,) = shop.connector.push_price([price(level.sku, str(level.price))])
    shop.credentials.values.pop("price_level")
    assert isinstance(result.error, Rejected)
    assert "price level" in str(result.error).lower()


def test_an_offer_keeps_its_crossed_out_price_and_a_same_price_is_not_told(
    remote: Remote, yandex: yandex_connector
) -> None:
    remote.answers("/v2/businesses/5001/offer-mappings", {"status": "OK", "result": {"offerMappings": [MAPPING]}})
    remote.answers(UPDATE, {"status": "OK"})
    card = ProductCard(
        ref="c", sku="SKU-1", remote_product_id="SKU-1", title="Кружка", price=Decimal(450), currency="RUB"
    )
    yandex.push_products([card])
    offer = remote.asked(UPDATE)[0].body["offerMappings"][0]["offer"]
    assert offer["basicPrice"] == {"value": 450, "currencyId": "RUR", "discountBase": 499}
    same = ProductCard(
        ref="c", sku="SKU-1", remote_product_id="SKU-1", title="Кружка", price=Decimal(399), currency="RUB"
    )
    yandex.push_products([same])
    assert "basicPrice" not in remote.asked(UPDATE)[1].body["offerMappings"][0]["offer"]


def test_errors_inside_a_good_answer_are_told_by_offer(remote: Remote, yandex: yandex_connector) -> None:
    errors = [{"type": "INVALID_CATEGORY", "message": "Категория не та"}]
    warnings = [{"type": "NUMBER_FORMAT", "message": "Число"}]
    remote.answers(
        UPDATE,
        {"status": "OK", "results": [{"offerId": "A", "errors": errors}, {"offerId": "B", "warnings": warnings}]},
    )
    cards = [ProductCard(ref=sku, sku=sku, title=sku, price=Decimal(1), currency="RUB") for sku in "AB"]
    first, second = yandex.push_products(cards)
    assert isinstance(first.error, Rejected) and first.error.said == "Категория не та"
    assert second.ok


def told(**more: Any) -> dict[str, Any]:
    given = {"ref": "A", "sku": "A", "title": "Кружка", "price": Decimal(399), "currency": "RUB", **more}
    offer: dict[str, Any] = card_row(ProductCard(**given), None)["offer"]
    return offer


def test_a_price_that_is_not_ours_to_change_is_not_told() -> None:
    assert told()["basicPrice"] == {"value": 399, "currencyId": "RUR"}
    assert "basicPrice" not in told(keeps_price=True)


def test_a_package_is_told_whole_or_not_at_all() -> None:
    size = Size(length_mm=655, width_mm=100, height_mm=85)
    packed = told(package=size, weight_g=350)["weightDimensions"]
    assert packed == {"length": 65.5, "width": 10, "height": 8.5, "weight": 0.35}
    assert "weightDimensions" not in told(weight_g=350) | told(package=size)


def test_offers_are_found_by_sku_without_reading_the_whole_catalogue(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers("/v2/businesses/5001/offer-mappings", {"status": "OK", "result": {"offerMappings": [MAPPING]}})
    assert [found.remote_id for found in yandex.find_products(["SKU-1", " ", "NONE"])] == ["SKU-1"]
    assert [seen.body for seen in remote.asked("/v2/businesses/5001/offer-mappings")] == [
        {"offerIds": ["SKU-1", "NONE"]}
    ]
