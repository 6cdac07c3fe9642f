"""Near times are relative, far ones absolute, in the store's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.formats import moments
from dashboard.formats.region import Region
from dashboard.templatetags.ui import span

LUX = Region("en-GB", ZoneInfo("Europe/Luxembourg"))
NOW = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)  # Friday, 10:40 in Luxembourg


def later(**kwargs: float) -> datetime:
    return NOW + timedelta(**kwargs)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=19, seconds=59), "19 min"),
        (timedelta(hours=1, minutes=20), "1 h 20 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (timedelta(days=2), "2 d"),
        (timedelta(seconds=-5), "0 s"),
    ],
)
def test_a_span_has_two_units_at_most(length: timedelta, words: str) -> None:
    assert moments.span(length) == words


def test_the_day_is_the_stores_day() -> None:
    evening = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert moments.at(evening, NOW, LUX) == "Tomorrow 00:30"
    assert moments.at(evening, NOW, Region("en-GB")) == "Today 23:30"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (later(hours=6), "Today 16:40"),
        (later(days=-1), "Yesterday 10:40"),
        (later(days=3), "Mon\u00a023\u00a0Nov 10:40"),
        (later(days=40), "30\u00a0Dec\u00a02026"),
    ],
)
def test_far_times_are_absolute(when: datetime, words: str) -> None:
    assert moments.at(when, NOW, LUX) == words


def test_what_was_just_read_is_told_by_its_age() -> None:
    assert moments.ago(NOW, NOW, LUX) == "now"
    assert moments.ago(later(minutes=-2), NOW, LUX) == "2 min ago"
    assert moments.ago(later(hours=-2), NOW, LUX) == "Today 08:40"


def test_a_clock_that_runs_ahead_is_not_called_the_past() -> None:
    assert moments.ago(later(minutes=2), NOW, LUX) == "Today 10:42"


def test_a_stamp_names_day_year_and_second() -> None:
    assert moments.stamp(NOW, LUX, seconds=True) == "Fri\u00a020\u00a0Nov\u00a02026, 10:40:00"


def test_deadlines_grow_louder() -> None:
    late, soon, far = (
        moments.deadline(when, NOW, LUX) for when in (later(minutes=-70), later(minutes=80), later(hours=5))
    )
    assert (late.tone, late.words) == ("red", "Late by 1 h 10 min")
    assert (soon.tone, soon.words, soon.left) == ("amber", "Today 12:00", "in 1 h 20 min")
    assert (far.tone, far.icon, far.left) == ("grey", "", "")


def test_the_readers_language_names_the_days() -> None:
    french = Region("de-LU", LUX.zone, "fr")
    assert moments.at(later(days=3), NOW, french).startswith("lun.\u00a023\u00a0nov.")


def test_what_ran_did_not_take_no_time() -> None:
    assert span(0.2) == "under 1 s"
    assert (span(0), span(61), span(None)) == ("0 s", "1 min", "–")


def test_a_near_day_is_small_within_a_sentence() -> None:
    days = (NOW, later(days=1), later(days=-1))
    assert [moments.at(day, NOW, LUX, within=True) for day in days] == [
        "today 10:40",
        "tomorrow 10:40",
        "yesterday 10:40",
    ]
    assert moments.ago(later(hours=-2), NOW, LUX, within=True) == "today 08:40"


def test_a_deadline_that_does_not_press_says_when_it_was() -> None:
    past = moments.deadline(later(hours=-2), NOW, LUX, presses=False)
    assert (past.tone, past.icon, past.words) == ("grey", "", "Was due today 08:40")
