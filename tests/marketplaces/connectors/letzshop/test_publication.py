"""What stands in the files that Letzshop fetches."""

from decimal import Decimal

import pytest

from marketplaces.connectors.letzshop.feed_file import read
from marketplaces.connectors.letzshop.publication import FeedFiles
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.publication import Offer

STOCK, PRICE = Capability.PUSH_STOCK, Capability.PUSH_PRICE
ALL = frozenset({STOCK, PRICE})
RAW = {
    "A": {
        "cells": {"price": "49.90 EUR", "sale_price": "39.90 EUR", "availability": "in stock", "brand": "Lumen",
                  "atalanda:quantity": "12", "mpn": "7"},
        "texts": {"fr": {"title": "Théière", "description": "En fonte", "link": "https://shop.example/fr/a"},
                  "de": {"title": "Kanne", "description": "", "link": "https://shop.example/de/a"}},
    },
    "B": {"cells": {"price": "5.00", "availability": "preorder"}, "texts": {"fr": {"title": "T-shirt"}}},
}  # fmt: skip


def offer(sku="A", **more):
    return Offer(**{"remote_product_id": sku, "remote_variant_id": "", "sku": sku, "raw": RAW, **more})


def rows(*offers, language="fr", told=ALL):
    text = "".join(FeedFiles().render(offers, language=language, told=frozenset(told)))
    return [row.cells for row in read(text.encode()).rows]


def test_only_stock_is_a_file_of_three_columns_and_what_is_not_counted_is_left_out():
    told = rows(offer(quantity=5), offer("B"), offer("C", quantity=0), told={STOCK})
    assert told == [
        {"id": "A", "availability": "in stock", "atalanda:quantity": "5"},
        {"id": "C", "availability": "out of stock", "atalanda:quantity": "0"},
    ]


def test_whoever_takes_orders_ahead_goes_on_doing_so():
    assert rows(offer("B", quantity=0), told={STOCK})[0]["availability"] == "preorder"


def test_only_prices_leave_no_old_one_crossed_out():
    told = rows(offer(price=Decimal("41.5")), offer("B"), told={PRICE})
    assert told == [{"id": "A", "price": "41.50 EUR", "sale_price": ""}]


def test_a_sale_that_still_holds_stays_one():
    (told,) = rows(offer(price=Decimal("39.90")), told={PRICE})
    assert (told["price"], told["sale_price"]) == ("49.90 EUR", "39.90 EUR")


def test_with_both_switched_on_rows_are_whole_and_what_is_not_told_stands_as_it_was_read():
    (told,) = rows(offer(quantity=3))
    assert (told["title"], told["description"], told["link"]) == ("Théière", "En fonte", "https://shop.example/fr/a")
    assert (told["price"], told["sale_price"], told["brand"], told["mpn"]) == ("49.90 EUR", "39.90 EUR", "Lumen", "7")
    assert (told["availability"], told["atalanda:quantity"]) == ("in stock", "3")


def test_our_own_words_come_first_and_no_title_is_told_in_another_language():
    ours = {"fr-LU": {"title": "Théière bleue"}}
    assert rows(offer(texts=ours))[0]["title"] == "Théière bleue"
    assert rows(offer(texts=ours), language="de")[0]["title"] == "Kanne"
    text = "".join(FeedFiles().render([offer(texts=ours)], language="en", told=ALL))
    assert text.count("\n") == 1


def test_what_was_never_read_from_a_feed_is_told_by_what_is_known():
    (told,) = rows(offer("C", title="Lampe", brand="Lumen", price=Decimal("9.90"), quantity=1))
    assert (told["id"], told["title"], told["price"], told["condition"]) == ("C", "Lampe", "9.90 EUR", "new")


@pytest.mark.parametrize(("languages", "names"), [
    ("", ["products_fr.csv", "products_de.csv", "products_en.csv"]),
    ("lb,fr,lb", ["products_lb.csv", "products_fr.csv"]),
], ids=["usual", "chosen"])  # fmt: skip
def test_there_is_a_file_for_each_language(languages, names):
    assert list(FeedFiles().files({"languages": languages})) == names


def test_rows_are_written_as_they_come():
    given = iter([offer(quantity=1), offer("B", quantity=2)])
    pieces = FeedFiles().render(given, language="fr", told=ALL)
    next(pieces)
    next(pieces)
    assert next(given).sku == "B"
