"""Days as a store lives them, across clock changes, and what a range is compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.period import Period, last_days, midnight, month_so_far

LUXEMBOURG = ZoneInfo("Europe/Luxembourg")
SOMEWHERE = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Luxembourg", "America/Santiago", "Asia/Tashkent", "Australia/Lord_Howe")]
)
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))


def test_the_night_of_the_clock_change_makes_a_day_of_23_or_25_hours() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day, hours in ((spring, 23), (autumn, 25), (date(2026, 11, 20), 24)):
        period = Period(day, day, LUXEMBOURG)
        assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == timedelta(hours=hours)


def test_a_midnight_that_clocks_skip_is_the_moment_after_the_gap() -> None:
    santiago = ZoneInfo("America/Santiago")
    assert midnight(date(2026, 9, 6), santiago).astimezone(UTC) == datetime(2026, 9, 6, 4, tzinfo=UTC)


@given(first=DAYS, length=st.integers(1, 366), zone=SOMEWHERE)
def test_edges_rise_and_cover_the_range_without_a_gap(first: date, length: int, zone: ZoneInfo) -> None:
    period = Period(first, first + timedelta(days=length - 1), zone)
    edges = [edge.astimezone(UTC) for edge in period.edges()]
    assert edges == sorted(set(edges))
    assert (edges[0], edges[-1]) == (period.start.astimezone(UTC), period.end.astimezone(UTC))
    assert len(edges) == len(period.slots()) + 1 <= 93


@given(first=DAYS, length=st.integers(1, 366))
def test_it_is_compared_with_a_range_that_is_over_before_it_begins(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length - 1), LUXEMBOURG)
    before = period.before()
    assert before.first <= before.last < period.first
    whole_month = period.first.day == 1 and (period.last + timedelta(days=1)).day == 1 and length <= 31
    assert before.length == period.length or period.first.day == 1
    assert not whole_month or (before.first.day, before.last) == (1, period.first - timedelta(days=1))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-01", "2026-11-20", ("2026-10-01", "2026-10-20")),
        ("2026-11-01", "2026-11-30", ("2026-10-01", "2026-10-31")),
        ("2026-03-01", "2026-03-30", ("2026-02-01", "2026-02-28")),
        ("2026-11-14", "2026-11-20", ("2026-11-07", "2026-11-13")),
        ("2026-01-01", "2026-01-01", ("2025-12-01", "2025-12-01")),
    ],
)
def test_what_it_is_compared_with(first: str, last: str, expected: tuple[str, str]) -> None:
    before = Period(date.fromisoformat(first), date.fromisoformat(last), LUXEMBOURG).before()
    assert (before.first.isoformat(), before.last.isoformat()) == expected


def test_the_usual_ranges_end_today() -> None:
    today = date(2026, 11, 20)
    assert (last_days(7, today, LUXEMBOURG).first, last_days(7, today, LUXEMBOURG).length) == (date(2026, 11, 14), 7)
    assert month_so_far(today, LUXEMBOURG).first == date(2026, 11, 1)


def test_a_long_range_is_drawn_by_the_week() -> None:
    assert Period(date(2026, 1, 1), date(2026, 4, 2), LUXEMBOURG).step == 1
    year = Period(date(2026, 1, 1), date(2026, 12, 31), LUXEMBOURG)
    assert (year.step, len(year.slots())) == (7, 53)
