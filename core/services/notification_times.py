"""When mail may come: quiet hours and the daily digest, by the clock on the store's wall."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def after_quiet(moment: datetime, start: time | None, end: time | None, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into; they may run over midnight."""
    if start is None or end is None or start == end:
        return moment
    local = moment.astimezone(zone)
    now = local.time().replace(tzinfo=None)
    within = start <= now < end if start < end else (now >= start or now < end)
    return _next(local, end) if within else moment


def next_digest(moment: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The next time after the moment at which the wall clock shows `at`."""
    return _next(moment.astimezone(zone), at)


def _next(local: datetime, at: time) -> datetime:
    """A time that the clocks skip is the same hour later; one that comes twice is the first."""
    found = datetime.combine(local.date(), at, tzinfo=local.tzinfo)
    if found <= local:
        found = datetime.combine(local.date() + DAY, at, tzinfo=local.tzinfo)
    return found
