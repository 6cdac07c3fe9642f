"""Prices as people write them."""

from decimal import Decimal

import pytest

from inventory.services.feed.prices import PriceUnreadable, read_price


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("465000.00 KZT", "465000.00", "KZT"),
        ("6.99 EUR", "6.99", "EUR"),
        ("EUR 6.99", "6.99", "EUR"),
        ("6,99 €", "6.99", "EUR"),
        ("1.234,50 EUR", "1234.50", "EUR"),
        ("1,234.50 EUR", "1234.50", "EUR"),
        ("1 234 567,89 ₽", "1234567.89", "RUB"),
        ("1\u202f234,50 €", "1234.50", "EUR"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("1.234.567 EUR", "1234567", "EUR"),
        ("12", "12", "EUR"),
        ("0.125 EUR", "0.125", "EUR"),
        ("1.500 KWD", "1.500", "KWD"),
        ("12.3456 EUR", "12.3456", "EUR"),
        ("99 руб.", "99", "RUB"),
    ],
)
def test_a_price_is_read_exactly(text: str, amount: str, currency: str) -> None:
    assert read_price(text, currency="EUR") == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    ["1,234 EUR", "1.234 EUR", "free", "-5.00 EUR", "−5 EUR", "5 $", "5 doubloons", "5 XXX", "5 abc", "1.23456 EUR",
     "5 - 7 EUR", "1,23,456 EUR", "12.34.5 EUR", "."],
)  # fmt: skip
def test_what_can_be_read_two_ways_or_not_at_all_is_refused(text: str) -> None:
    with pytest.raises(PriceUnreadable):
        read_price(text, currency="EUR")
