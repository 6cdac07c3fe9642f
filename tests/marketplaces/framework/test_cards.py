"""What a marketplace asks of a card."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marketplaces.canonical.products import Product, ProductCard, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.framework.base import Connector
from marketplaces.framework.cards import CardRules, Lack
from marketplaces.framework.results import Page

CARD = ProductCard(ref="1", sku="LU-1", title="Teapot", price=Decimal("39.90"), currency="EUR")
RULES = CardRules(needs=frozenset({"images", "category"}), longest=(("title", 10), ("images", 2)))


def test_a_new_card_needs_what_the_marketplace_asks_for() -> None:
    assert RULES.lacks(CARD) == [Lack("category"), Lack("images")]
    assert RULES.lacks(replace(CARD, category="7", images=("a",))) == []


def test_what_is_there_already_is_not_asked_for_again() -> None:
    assert RULES.lacks(replace(CARD, remote_product_id="P-1")) == []


def test_what_is_too_long_is_named_with_its_limit() -> None:
    card = replace(CARD, remote_product_id="P-1", title="A teapot of glass", images=("a", "b", "c"))
    assert RULES.lacks(card) == [Lack("title", 10), Lack("images", 2)]


def test_a_card_without_a_title_is_none() -> None:
    assert CardRules().lacks(replace(CARD, title="", remote_product_id="P-1")) == [Lack("title")]


class Listed(Connector):
    """Two pages; the second is only read when the first does not hold all that is wanted."""

    name = "Listed"
    read = 0

    def pull_products(self, **asked: Any) -> Iterator[Page[Product]]:
        for number in (1, 2):
            self.read = number
            yield Page(items=[_product(f"LU-{number}")])


def test_a_shop_without_a_call_by_sku_is_read_until_all_are_found() -> None:
    shop = Listed.__new__(Listed)
    assert [each.remote_id for each in shop.find_products(["LU-1"])] == ["P LU-1"]
    assert shop.read == 1
    assert [each.remote_id for each in shop.find_products(["LU-2", "LU-9"])] == ["P LU-2"]
    assert shop.read == 2


def _product(sku: str) -> Product:
    variant = Variant(remote_id="", sku=sku, status=ListingStatus.ACTIVE)
    return Product(remote_id=f"P {sku}", title=sku, variants=(variant,), raw={})
