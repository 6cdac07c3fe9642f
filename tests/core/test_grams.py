"""Substrings by the 3-gram index, and which of their parts the index is asked for."""

import pytest
from django.db import connection

from core.grams import containing, starting, telling
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.selectors.listing_list import FOUND as LISTINGS
from orders.models import Order
from orders.selectors.order_list import FOUND as ORDERS
from tests.inventory.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def titled(world: World, *titles: str) -> None:
    Product.objects.bulk_create(Product(store=world.store, title=title) for title in titles)


@pytest.mark.parametrize("q", ["oval", "OVAL", "al", "a", "50%", "_b", "\\", "Чайник", "чайник ov"])
def test_any_part_is_found_whatever_its_case_and_signs(world: World, q: str) -> None:
    titled(world, "Чайник oval 50% a_b c\\d", "xyz")
    assert [row.title for row in Product.objects.filter(containing("title", q), store=world.store)] == [
        "Чайник oval 50% a_b c\\d"
    ]


def test_the_index_answers_it(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Product.objects.filter(containing("title", "teapot")).explain()
    assert "products_search" in plan


def test_the_index_of_an_owner_answers_for_its_rows(world: World) -> None:
    """The condition is written as the index is, or it is not used."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    for rows, index in ((Order.objects, ORDERS), (MarketplaceProduct.objects, LISTINGS)):
        assert index.name in rows.filter(index.having(str(world.store.pk), "teapot")).explain()


@pytest.mark.parametrize("digits", ["4", "400638", "4006381333931", "40063813339310"])
def test_a_number_is_found_by_its_beginning(world: World, digits: str) -> None:
    wanted = world.variant("POT", gtin=digits.ljust(14, "0"))
    world.variant("CUP", gtin="5006381333931")
    assert list(Variant.objects.filter(starting("gtin", digits), store=world.store)) == [wanted]


def test_parts_that_most_rows_have_are_not_read_unless_there_is_no_other() -> None:
    shares = {"lmp": 1.0, "mp-": 0.98, "p-0": 0.9, "047": 0.02, "471": 0.01, "-04": 0.05}
    assert telling(["lmp", "mp-", "p-0", "-04", "047", "471"], shares) == ["471", "047", "-04"]
    assert telling(["lmp", "mp-", "mp-"], shares) == ["mp-"]
    assert telling(["zzz", "lmp", "471"], shares) == ["zzz", "471"]


def test_of_a_long_text_its_rarest_parts_are_read() -> None:
    shares = {part: number / 100 for number, part in enumerate(("abc", "bcd", "cde", "def", "efg", "fgh", "ghi"))}
    assert telling(list(reversed(shares)), shares) == ["abc", "bcd", "cde", "def", "efg"]
