"""Counts and shares in the store's separators."""

from decimal import Decimal

import pytest

from dashboard.formats import numbers
from dashboard.formats.region import Region

ENGLISH, GERMAN = Region("en-GB"), Region("de-LU")


def test_separators_follow_the_store() -> None:
    assert numbers.number(18204, ENGLISH) == "18,204"
    assert numbers.number(18204, GERMAN) == "18.204"
    assert numbers.number(-3, ENGLISH) == "−3"


def test_a_missing_number_is_a_dash() -> None:
    assert numbers.number(None, ENGLISH) == "–"
    assert numbers.percent(None, ENGLISH) == "–"


def test_a_count_is_exact_while_that_is_cheap() -> None:
    assert numbers.count(20_000, ENGLISH) == "20,000"
    assert numbers.count(20_001, ENGLISH) == "20,000+"


def test_a_change_has_its_sign() -> None:
    assert [numbers.signed(n, ENGLISH) for n in (3, 0, -2)] == ["+3", "0", "−2"]


@pytest.mark.parametrize(
    ("share", "words"),
    [("0.62", "62%"), ("0.064", "6.4%"), ("0.0997", "10%"), ("1", "100%"), ("0", "0%"), ("-0.05", "−5.0%")],
)
def test_a_percentage_has_one_digit_below_ten(share: str, words: str) -> None:
    assert numbers.percent(Decimal(share), ENGLISH) == words


@pytest.mark.parametrize(
    ("share", "words"), [("0.9949", "99%"), ("0.9958", "99.5%"), ("0.99999", "99.9%"), ("1", "100%")]
)
def test_less_than_all_is_never_said_to_be_all(share: str, words: str) -> None:
    assert numbers.percent(Decimal(share), ENGLISH) == words
