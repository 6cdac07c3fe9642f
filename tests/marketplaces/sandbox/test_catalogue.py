"""The shared range: real-looking articles, the same in every emulator."""

from __future__ import annotations

import random
from decimal import Decimal

from stdnum import ean

from marketplaces.sandbox import people
from marketplaces.sandbox.assortment import LANGUAGES
from marketplaces.sandbox.catalogue import articles, assortment


def test_every_article_has_a_valid_gtin_and_a_title_in_every_language() -> None:
    for article in articles():
        assert ean.is_valid(article.gtin)
        assert all(article.titles[language] and article.title(language) for language in LANGUAGES)
    assert len({article.sku for article in articles()}) == len({a.gtin for a in articles()}) == len(articles())


def test_two_marketplaces_overlap_but_differ() -> None:
    one, other = ({a.sku for a in assortment(number, 60)} for number in (3, 5))
    assert len(one) == len(other) == 60
    assert 50 <= len(one & other) < 60


def test_a_load_larger_than_the_range_is_filled_up() -> None:
    assert len({article.sku for article in assortment(3, 4000)}) == 4000


def test_prices_are_decimals_in_the_currencys_own_steps() -> None:
    lamp = articles()[0]
    assert (lamp.price("EUR"), lamp.price("RUB"), lamp.price("THB")) == (
        Decimal("89.90"),
        Decimal("8541"),
        Decimal("3416"),
    )


def test_buyers_come_in_many_scripts() -> None:
    dice = random.Random(1)
    names = "".join(people.buyer(dice, "RU").name for _ in range(300))
    for letter in "яიנمส王अố":
        assert letter in names
