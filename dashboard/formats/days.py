"""Days and ranges of days in the reader's language: "Friday 20 November", "Sat 7", "1–20 Nov 2026"."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_interval, format_skeleton

from .region import Region


def whole_day(day: date, region: Region) -> str:
    """ "Friday 20 November"."""
    # Not one skeleton: several languages would shorten the weekday in it.
    return f"{weekday(day, region)} {_plain(format_skeleton('MMMMd', day, locale=region.dates))}"


def weekday(day: date, region: Region) -> str:
    """ "Monday"."""
    return format_date(day, "EEEE", locale=region.dates)


def day_month(day: date, region: Region) -> str:
    """ "7 Nov", for an axis."""
    return _plain(format_skeleton("MMMd", day, locale=region.dates))


def day_of_week(day: date, region: Region) -> str:
    """ "Sat 7", for an axis of two weeks."""
    return _plain(format_skeleton("Ed", day, locale=region.dates))


def day_range(first: date, last: date, region: Region) -> str:
    """ "1–20 Nov 2026"; one day is that day."""
    if first == last:
        return _plain(format_skeleton("yMMMMd", first, locale=region.dates))
    return _plain(format_interval(first, last, skeleton="yMMMMd", locale=region.dates))


def _plain(text: str) -> str:
    """Weekday and day need no comma between them to be read."""
    return text.replace(",", "")
