"""Money reads as the store's country writes it."""

from decimal import Decimal

import pytest

from dashboard.formats.money import money
from dashboard.formats.region import Region

ENGLISH, GERMAN, AMERICAN, RUSSIAN = Region("en-GB"), Region("de-LU"), Region("en-US"), Region("ru-RU")


@pytest.mark.parametrize(
    ("amount", "currency", "region", "words"),
    [
        ("7480", "RUB", ENGLISH, "₽7,480.00"),
        ("7480", "RUB", GERMAN, "7.480,00\u00a0₽"),
        ("7480.5", "RUB", RUSSIAN, "7\u00a0480,50\u00a0₽"),
        ("1180", "THB", ENGLISH, "฿1,180.00"),
        ("189000", "UZS", ENGLISH, "UZS\u00a0189,000"),
        ("129", "USD", ENGLISH, "US$129.00"),
        ("129", "USD", AMERICAN, "$129.00"),
        ("1500", "JPY", ENGLISH, "JP¥1,500"),
        ("-1122", "RUB", ENGLISH, "−₽1,122.00"),
        ("-0.001", "EUR", ENGLISH, "€0.00"),
        ("0.005", "EUR", ENGLISH, "€0.01"),
    ],
)
def test_money_follows_the_store(amount: str, currency: str, region: Region, words: str) -> None:
    assert money(Decimal(amount), currency, region) == words


def test_a_missing_amount_is_a_dash_and_never_nought() -> None:
    assert money(None, "EUR", ENGLISH) == "–"


def test_an_edited_price_keeps_its_four_digits() -> None:
    assert money(Decimal("3.3375"), "EUR", ENGLISH, exact=True) == "€3.3375"
    assert money(Decimal("3.5"), "EUR", ENGLISH, exact=True) == "€3.50"


def test_an_unknown_currency_shows_its_code() -> None:
    assert money(Decimal("5"), "XQX", ENGLISH) == "XQX\u00a05.00"
