"""A price as a sum of steps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.selectors.expected_fees import Fee
from inventory.selectors.price_sum import NEVER, lowest, marked_up, rounded

MONEY = st.decimals(min_value="0.01", max_value="99999", places=4)
SHARE = st.decimals(min_value=0, max_value=49, places=2)


@pytest.mark.parametrize(
    ("amount", "rounding", "currency", "expected"),
    [
        ("12.3449", "exact", "EUR", "12.34"), ("12.345", "exact", "EUR", "12.35"), ("12.3", "exact", "JPY", "12"),
        ("12.01", "whole", "EUR", "13"), ("12", "whole", "EUR", "12"), ("12.30", "0.99", "EUR", "12.99"),
        ("12.99", "0.99", "EUR", "12.99"), ("12.991", "0.99", "EUR", "13.99"), ("12.96", "0.95", "EUR", "13.95"),
        ("12.2", "0.90", "EUR", "12.90"), ("1230.4", "0.99", "JPY", "1231"), ("1.2345", "exact", "KWD", "1.235"),
    ],
)  # fmt: skip
def test_prices_are_rounded_as_shops_write_them(amount: str, rounding: str, currency: str, expected: str) -> None:
    assert rounded(Decimal(amount), rounding, currency) == Decimal(expected)


@given(cost=MONEY, percent=SHARE, fixed=MONEY, rounding=st.sampled_from(["whole", "0.99", "0.95", "0.90"]))
def test_the_steps_add_up_and_an_ending_never_takes_away(
    cost: Decimal, percent: Decimal, fixed: Decimal, rounding: str
) -> None:
    made = marked_up(cost, percent, fixed, rounding, "EUR")
    assert sum(step.amount for step in made.steps) == made.total
    assert cost + cost * percent / 100 + fixed <= made.total < cost + cost * percent / 100 + fixed + 1


@given(cost=MONEY, percent=SHARE, fixed=MONEY, margin=SHARE)
def test_the_lowest_price_pays_and_a_cent_less_does_not(
    cost: Decimal, percent: Decimal, fixed: Decimal, margin: Decimal
) -> None:
    least = lowest(cost, Fee(percent, fixed, "EUR"), margin, "EUR")

    def left(price: Decimal) -> Decimal:
        return price - price * (percent + margin) / 100 - fixed - cost

    assert left(least) >= 0 > left(least - Decimal("0.01"))


def test_where_fees_take_all_no_price_pays() -> None:
    assert lowest(Decimal(1), Fee(Decimal(60)), Decimal(40), "EUR") == NEVER


def test_fees_fixed_in_another_currency_are_not_converted() -> None:
    assert lowest(Decimal(10), Fee(Decimal(0), Decimal(5), "USD"), Decimal(0), "EUR") == Decimal(10)
