"""Days in the reader's language."""

from datetime import date

import pytest

from dashboard.formats import days
from dashboard.formats.region import Region

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("locale", "whole", "weekday", "short"),
    [
        ("en-GB", "Friday 20 November", "Friday", "Fri 20"),
        ("de-LU", "Freitag 20. November", "Freitag", "Fr. 20."),
        ("ru-RU", "пятница 20 ноября", "пятница", "пт 20"),
    ],
)
def test_a_day_is_written_whole_and_short(locale: str, whole: str, weekday: str, short: str) -> None:
    region = Region(locale=locale, language=locale[:2])
    assert (days.whole_day(FRIDAY, region), days.weekday(FRIDAY, region)) == (whole, weekday)
    assert days.day_of_week(FRIDAY, region) == short


def test_a_range_says_once_what_both_ends_share() -> None:
    region = Region(language="en")
    assert days.day_range(date(2026, 11, 1), FRIDAY, region) == "1–20 Nov 2026"
    assert days.day_range(FRIDAY, FRIDAY, region) == "20 Nov 2026"
    assert days.day_month(date(2026, 11, 7), region) == "7 Nov"
