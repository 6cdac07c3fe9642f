"""One or two letters are looked for among so many rows at a time, and the page says so and leads on."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from core import stretch
from core.models import Store
from inventory.models import MarketplaceProduct, Product, Variant
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.products.conftest import listed

ROWS = 8


@pytest.fixture(autouse=True)
def looks_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a list of eight is long beside them."""
    monkeypatch.setattr(stretch, "FEW", 2)
    monkeypatch.setattr(stretch, "MOST", 3)


def orders(store: Store) -> None:
    shop = world.connection(store)
    for number in range(ROWS):
        world.order(shop, ship_by=None, search_text="Zq" if number == 0 else "lamp")


def goods(store: Store) -> None:
    for number in range(ROWS):
        title = f"Lamp {number}{' Zq' if number == ROWS - 1 else ''}"
        product = Product.objects.create(store=store, title=title)
        Variant.objects.create(store=store, product=product, sku=f"S-{number}{'-Zq' if number == ROWS - 1 else ''}")


def listings(store: Store) -> None:
    shop = world.connection(store)
    for number in range(ROWS):
        listed(shop, sku=f"L-{number}", title=f"Lamp {number}{' Zq' if number == ROWS - 1 else ''}")
    assert MarketplaceProduct.objects.count() == ROWS


@pytest.mark.parametrize(
    ("address", "fill"),
    [
        ("/orders/?view=all&", orders),
        ("/inventory/?view=all&", goods),
        ("/products/?view=all&", goods),
        ("/listings/?view=all&", listings),
        ("/listings/?view=unlinked&", listings),
    ],
)
def test_the_last_of_many_rows_is_found_by_turning_pages(
    cast: Cast, owner: Client, address: str, fill: Callable[[Store], None]
) -> None:
    fill(cast.store)
    page = owner.get(f"{address}q=zq").content.decode()
    assert "<tbody" not in page
    assert "3 rows were looked through." in page
    for _ in range(ROWS):
        if "<tbody" in page:
            break
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        assert onward is not None, page
        page = owner.get(address.split("?")[0] + unescape(onward[1])).content.decode()
    assert page.count("<tr") == 2
    assert "rows were looked through" not in page


def test_a_list_that_was_looked_through_whole_says_that_nothing_matches(cast: Cast, owner: Client) -> None:
    world.order(world.connection(cast.store), search_text="lamp")
    page = owner.get("/orders/?view=all&q=zq").content.decode()
    assert "No order matches “zq”" in page
    assert "looked through" not in page
