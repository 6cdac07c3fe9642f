"""A comparison in words."""

from decimal import Decimal

import pytest

from dashboard.changes import change
from dashboard.formats.region import Region


@pytest.mark.parametrize(
    ("now", "before", "words", "tone"),
    [
        (112, 100, "12% more", "green"),
        (Decimal("50.5"), Decimal(100), "50% less", "grey"),
        (499, 100, "399% more", "green"),
        (Decimal("4711"), Decimal(100), "47 times as much", "green"),
        (5, 5, "as before", "grey"),
        (5, 0, "none before", "grey"),
        (0, 0, "none before either", "grey"),
        (5, Decimal(-3), "below nought before", "grey"),
        (-3, 3, "200% less", "grey"),
    ],
)
def test_it_says_how_a_figure_moved(now: Decimal | int, before: Decimal | int, words: str, tone: str) -> None:
    found = change(now, before, Region())
    assert (found.words, found.tone) == (words, tone)
