"""Items of the catalogue in our words, and what is told of them."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.facebook import goods
from marketplaces.framework.errors import UnexpectedPayload

from .samples import item


def test_an_item_is_a_product_with_one_variant() -> None:
    found = goods.product(item())
    (variant,) = found.variants
    assert (found.remote_id, found.title, found.brand) == ("7001", "Green tea", "Demo")
    assert found.images == ("https://shop.example/t1.jpg", "https://shop.example/t2.jpg")
    assert (variant.remote_id, variant.sku, variant.price, variant.currency) == ("", "TEA-1", Decimal("150.00"), "THB")
    assert variant.stock == {"": 12}
    assert found.raw["product_group"]["retailer_id"] == "TEA"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, ListingStatus.ACTIVE),
        ({"availability": "available for order", "inventory": None}, ListingStatus.ACTIVE),
        ({"availability": "preorder"}, ListingStatus.ACTIVE),
        ({"availability": "out of stock"}, ListingStatus.OUT_OF_STOCK),
        ({"inventory": 0}, ListingStatus.OUT_OF_STOCK),
        ({"availability": "discontinued"}, ListingStatus.INACTIVE),
        ({"availability": "pending"}, ListingStatus.INACTIVE),
        ({"availability": "mark_as_sold"}, ListingStatus.INACTIVE),
        ({"availability": "on the moon"}, ListingStatus.INACTIVE),
        ({"visibility": "staging"}, ListingStatus.INACTIVE),
        ({"review_status": "rejected", "inventory": 0}, ListingStatus.REFUSED),
    ],
)
def test_every_word_for_its_state_has_one_of_ours(told: dict[str, Any], status: ListingStatus) -> None:
    (variant,) = goods.product(item(**told)).variants
    assert variant.status == status
    assert variant.remote_status == told.get("availability", "in stock")


def test_stock_that_is_not_kept_there_is_unknown_and_not_none_left() -> None:
    row = item(inventory=None)
    assert goods.product(row).variants[0].stock is None
    assert goods.stock_level(row) is None
    assert goods.stock_level(item(inventory=None, quantity_to_sell_on_facebook=3)).quantity == 3  # type: ignore[union-attr]


def test_a_sale_price_is_what_the_buyer_pays() -> None:
    (variant,) = goods.product(item(sale_price="฿120.00")).variants
    assert (variant.price, variant.compare_price) == (Decimal("120.00"), Decimal("150.00"))
    (level,) = goods.product(item(sale_price="฿150.00")).variants
    assert (level.price, level.compare_price) == (Decimal("150.00"), None)


def test_an_item_without_a_number_names_the_field() -> None:
    with pytest.raises(UnexpectedPayload) as caught:
        goods.product(item(id=None))
    assert caught.value.path == "id"


# Back


def test_none_left_is_also_said_in_words() -> None:
    def told(quantity: int) -> dict[str, Any]:
        update = StockUpdate(ref="s", remote_product_id="7001", remote_variant_id="", sku="TEA-1", quantity=quantity)
        return goods.stock_data(update)

    assert told(0) == {"id": "TEA-1", "availability": "out of stock", "quantity_to_sell_on_facebook": 0}
    assert told(3) == {"id": "TEA-1", "availability": "in stock", "quantity_to_sell_on_facebook": 3}


def price(**more: Any) -> PriceUpdate:
    given = {"price": Decimal("99.90"), "currency": "THB", **more}
    return PriceUpdate(ref="p", remote_product_id="7001", remote_variant_id="", sku="TEA-1", **given)


def test_a_price_is_told_alone_where_no_sale_price_stands() -> None:
    assert goods.price_data(price(), {"id": "7001"}) == {"id": "TEA-1", "price": "99.90 THB"}


def test_a_sale_price_there_does_not_go_before_the_new_price() -> None:
    told = goods.price_data(price(), {"id": "7001", "sale_price": "฿80.00"})
    assert told == {"id": "TEA-1", "price": "99.90 THB", "sale_price": "99.90 THB"}


def test_a_crossed_out_price_is_their_price_and_ours_their_sale_price() -> None:
    told = goods.price_data(price(compare_price=Decimal("120.00")), None)
    assert told == {"id": "TEA-1", "price": "120.00 THB", "sale_price": "99.90 THB"}


def card(**more: Any) -> ProductCard:
    given = {"ref": "c", "sku": "TEA-2", "title": "Black tea", "price": Decimal("90.00"), "currency": "THB", **more}
    return ProductCard(**given)


def test_a_new_item_says_all_that_is_asked() -> None:
    told = goods.new_data(card(images=("https://a/1.jpg", "https://a/2.jpg"), quantity=4), "https://shop.example/tea-2")
    assert told == {
        "id": "TEA-2", "title": "Black tea", "description": "Black tea", "availability": "in stock",
        "quantity_to_sell_on_facebook": 4, "condition": "new", "price": "90.00 THB",
        "link": "https://shop.example/tea-2",
        "image": [{"url": "https://a/1.jpg", "tag": ["main"]}, {"url": "https://a/2.jpg"}],
    }  # fmt: skip


def test_a_known_item_is_told_only_what_changed() -> None:
    assert goods.changed_data(card(keeps_price=True)) == {"id": "TEA-2", "title": "Black tea"}
