"""Products that the feed did not have: as a reading of the files would show them, and so published like any."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.products import ProductCard
from marketplaces.connectors.letzshop import new_rows
from marketplaces.connectors.letzshop.connector import LetzshopConnector
from marketplaces.connectors.letzshop.feed_file import read
from marketplaces.connectors.letzshop.goods import assortment, products
from marketplaces.connectors.letzshop.publication import FeedFiles
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import Rejected
from marketplaces.framework.publication import Offer

STOCK, PRICE, PRODUCTS = Capability.PUSH_STOCK, Capability.PUSH_PRICE, Capability.PUSH_PRODUCTS
WHOLE = frozenset({STOCK, PRICE, PRODUCTS})


def card(**more: Any) -> ProductCard:
    given = {
        "ref": "1", "sku": "LAMP-1", "title": "Lampe", "price": Decimal("24.9"), "currency": "EUR",
        "description": "En laiton", "images": ("https://a.example/1.jpg", "https://a.example/2,b.jpg"), 
        "brand": "Lumen",
        "gtin": "5412345100010", "category": "Maison > Lampes", "weight_g": 800,
        "options": {"Size": "L", "Socket": "E27"}, **more,
    }  # fmt: skip
    return ProductCard(**given)


def published(**more: Any) -> dict[str, str]:
    """Its row in the French file, as the hub would write it."""
    made = new_rows.product(card())
    offer = Offer(
        remote_product_id=made.remote_id, remote_variant_id="", sku="LAMP-1", raw=made.raw,
        texts={"fr": {"title": "Lampe", "description": "En laiton"}}, **more,
    )  # fmt: skip
    text = "".join(FeedFiles().render([offer], language="fr", told=WHOLE))
    (row,) = read(text.encode()).rows
    return row.cells


def test_its_row_has_every_column_that_it_must_have_and_is_sold_out() -> None:
    row = published()
    assert (row["id"], row["title"], row["description"], row["price"]) == (
        "LAMP-1", "Lampe", "En laiton", "24.90 EUR",
    )  # fmt: skip
    assert (row["availability"], row["atalanda:quantity"], row["image_link"]) == (
        "out of stock", "0", "https://a.example/1.jpg",
    )  # fmt: skip
    assert (row["brand"], row["gtin"], row["product_type"]) == ("Lumen", "5412345100010", "Maison > Lampes")
    assert (row["shipping_weight"], row["size"], row["condition"]) == ("800 g", "L", "new")


def test_a_picture_whose_address_would_break_the_list_is_left_out() -> None:
    assert published().get("additional_image_link", "") == ""


def test_what_is_told_later_takes_the_place_of_how_it_began() -> None:
    row = published(quantity=4, price=Decimal("19.95"))
    assert (row["availability"], row["atalanda:quantity"], row["price"]) == ("in stock", "4", "19.95 EUR")


def test_what_is_taken_out_is_sold_out_whatever_was_told_last() -> None:
    assert published(quantity=4, withdrawn=True)["atalanda:quantity"] == "0"
    raw = {"B": {"cells": {"price": "5.00", "availability": "preorder"}, "texts": {"fr": {"title": "T-shirt"}}}}
    offer = Offer(remote_product_id="B", remote_variant_id="", sku="B", raw=raw, quantity=3, withdrawn=True)
    text = "".join(FeedFiles().render([offer], language="fr", told=frozenset({STOCK})))
    assert [row.cells for row in read(text.encode()).rows] == [
        {"id": "B", "availability": "out of stock", "atalanda:quantity": "0"}
    ]


def test_a_reading_of_the_written_file_shows_the_same_product() -> None:
    made = new_rows.product(card())
    offer = Offer(remote_product_id="LAMP-1", remote_variant_id="", sku="LAMP-1", raw=made.raw, title="Lampe")
    text = "".join(FeedFiles().render([offer], language="fr", told=WHOLE))
    (again,) = products(assortment({"fr": read(text.encode())}), ("fr",))
    assert again.remote_id == made.remote_id
    (ours,), (theirs,) = made.variants, again.variants
    for name in ("remote_id", "sku", "status", "price", "currency", "stock", "gtin", "options", "image_url"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert new_rows.is_own(made.raw) and not new_rows.is_own(again.raw)


def test_another_currency_is_refused_with_what_to_do() -> None:
    with pytest.raises(Rejected, match="sells in EUR") as refused:
        new_rows.product(card(currency="USD"))
    assert refused.value.fix


@pytest.mark.parametrize("missing", [{"description": ""}, {"images": ()}, {"sku": "x" * 101}])
def test_a_card_that_lacks_what_a_row_must_have_is_not_taken(missing: dict[str, Any]) -> None:
    assert [lack.field for lack in new_rows.RULES.lacks(card(**missing))] == list(missing)
    assert new_rows.RULES.lacks(card()) == []


def test_only_whole_rows_take_new_products() -> None:
    files = FeedFiles()
    assert files.why_no_new_rows(WHOLE) == ""
    assert "stock and price" in files.why_no_new_rows(frozenset({STOCK, PRODUCTS}))


def test_the_dialect_that_tells_stock_by_a_call_sends_no_products() -> None:
    assert PRODUCTS in LetzshopConnector.able({"dialect": "platform"})
    assert PRODUCTS not in LetzshopConnector.able({"dialect": "seed"})
    assert FeedFiles().carried({"dialect": "seed"}) == {PRICE}
