"""Mail comes outside quiet hours and digests at their time, by the clock on the store's wall."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.services.notification_times import after_quiet, next_digest

LUXEMBOURG = ZoneInfo("Europe/Luxembourg")
TASHKENT = ZoneInfo("Asia/Tashkent")
NIGHT = (time(22), time(7))


def at(hour: int, minute: int = 0, day: int = 20, zone: ZoneInfo = LUXEMBOURG) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "mailed"),
    [
        (at(21, 59), at(21, 59)),
        (at(22), at(7, day=21)),
        (at(23, 30), at(7, day=21)),
        (at(3), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_a_night_is_quiet_over_midnight(moment: datetime, mailed: datetime) -> None:
    assert after_quiet(moment, *NIGHT, LUXEMBOURG) == mailed


def test_a_noon_may_be_quiet_too() -> None:
    assert after_quiet(at(13), time(12), time(14), LUXEMBOURG) == at(14)
    assert after_quiet(at(14), time(12), time(14), LUXEMBOURG) == at(14)


@pytest.mark.parametrize("hours", [(None, None), (time(22), None), (None, time(7)), (time(8), time(8))])
def test_without_both_ends_or_with_equal_ones_it_is_never_quiet(hours: tuple[time | None, time | None]) -> None:
    assert after_quiet(at(23), *hours, LUXEMBOURG) == at(23)


def test_the_stores_wall_clock_counts_not_ours() -> None:
    moment = datetime(2026, 11, 20, 18, tzinfo=UTC)  # 23:00 in Tashkent, 19:00 in Luxembourg
    assert after_quiet(moment, *NIGHT, TASHKENT) == at(7, day=21, zone=TASHKENT)
    assert after_quiet(moment, *NIGHT, LUXEMBOURG) == moment


def test_a_digest_comes_today_or_tomorrow() -> None:
    assert next_digest(at(7, 59), time(8), LUXEMBOURG) == at(8)
    assert next_digest(at(8), time(8), LUXEMBOURG) == at(8, day=21)


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)])
def test_the_night_in_which_clocks_change_ends_at_the_same_time_on_the_wall(day: datetime) -> None:
    end = after_quiet(day + timedelta(hours=2), *NIGHT, LUXEMBOURG).astimezone(LUXEMBOURG)
    assert (end.hour, end.minute) == (7, 0)
    assert end.date() == (day + timedelta(days=1)).date()
