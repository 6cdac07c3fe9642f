"""Prices that are written for people come out exact, whatever the country."""

from decimal import Decimal

import pytest

from marketplaces.connectors.facebook import prices
from marketplaces.framework.errors import UnexpectedPayload


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("฿150.00", "THB", "150.00"),
        ("$1,234.50", "USD", "1234.50"),
        ("1.234,50 €", "EUR", "1234.50"),
        ("1\u202f234,50\u00a0€", "EUR", "1234.50"),
        ("CHF 1’234.50", "CHF", "1234.50"),
        ("₫28,000", "VND", "28000"),
        ("28.000 ₫", "VND", "28000"),
        ("¥1,200", "JPY", "1200"),
        ("¥1200", "JPY", "1200"),
        ("KWD 12.345", "KWD", "12.345"),
        ("$12,345", "USD", "12345"),
        ("1 234 567,8 zł", "PLN", "1234567.8"),
        ("9007199254740993.01 USD", "USD", "9007199254740993.01"),
        ("١٢٣٫٥٠ د.إ", "AED", "123.50"),
        ("$0.99", "USD", "0.99"),
    ],
)
def test_it_is_exact(text: str, currency: str, amount: str) -> None:
    assert str(prices.shown(text, currency, "price")) == amount


def test_no_price_is_none_and_no_number_is_an_error() -> None:
    assert prices.shown("", "USD", "price") is None
    with pytest.raises(UnexpectedPayload) as caught:
        prices.shown("on request", "USD", "price")
    assert caught.value.path == "price"


@pytest.mark.parametrize(("amount", "text"), [("150.00", "150.00 THB"), ("1E+3", "1000 THB"), ("0.10", "0.10 THB")])
def test_it_is_written_as_a_batch_takes_it(amount: str, text: str) -> None:
    assert prices.written(Decimal(amount), "THB") == text
