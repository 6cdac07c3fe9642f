"""Phone numbers that are recognised, not called."""

import pytest

from core.phone import masked


@pytest.mark.parametrize(
    ("whole", "shown"),
    [("+7 843 555 12 18", "+7 843 ••• •• 18"), ("12 34 56", "•• •• ••"), ("", ""), ("by mail", "by mail")],
)
def test_the_first_four_and_the_last_two_digits_stay(whole: str, shown: str) -> None:
    assert masked(whole) == shown
