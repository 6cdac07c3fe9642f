"""Substrings by the 3-gram index, and how common a text is at most."""

import pytest
from django.db import connection

from core.grams import containing, share_at_most
from inventory.models import Product
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


def test_the_rarest_part_says_how_common_a_text_is_at_most(world: World) -> None:
    titled(world, *(f"Teapot {number}" for number in range(30)), *("Lamp" for _number in range(10)))
    assert share_at_most("products_search", "teapot") == 0.0  # nothing is known yet: taken for rare
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE products")
    assert share_at_most("products_search", "teapot") == pytest.approx(0.75)
    assert share_at_most("products_search", "teapots") == 0.0
    assert share_at_most("products_search", "LAMP") == pytest.approx(0.25)
