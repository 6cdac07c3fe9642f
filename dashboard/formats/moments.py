"""Times in the store's zone: near ones relative, far ones absolute, a deadline with what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from .region import Region

SOON = timedelta(hours=4)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a deadline says: its tone, its icon, its words and, when near, what is left."""

    tone: str
    icon: str
    words: str
    left: str = ""


def span(length: timedelta) -> str:
    """ "40 s", "19 min", "1 h 20 min", "3 d 4 h": two units at most, never rounded up."""
    seconds = max(0, int(length.total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 60:
        return _("%(s)d s") % {"s": seconds}
    if minutes < 60:
        return _("%(m)d min") % {"m": minutes}
    if hours < 24:
        return _("%(h)d h %(m)d min") % {"h": hours, "m": minutes % 60} if minutes % 60 else _("%(h)d h") % {"h": hours}
    return _("%(d)d d %(h)d h") % {"d": days, "h": hours % 24} if hours % 24 else _("%(d)d d") % {"d": days}


def ago(when: datetime, now: datetime, region: Region, *, within: bool = False) -> str:
    """ "now", "40 s ago", "2 min ago" within the hour, then "Today 09:12", "Thu 19 Nov 18:42", "3 Nov 2026"."""
    past = now - when
    if timedelta(0) <= past < timedelta(seconds=1):
        return _("now")
    if timedelta(0) <= past < timedelta(hours=1):
        return _("%(span)s ago") % {"span": span(past)}
    return at(when, now, region, within=within)


def at(when: datetime, now: datetime, region: Region, *, within: bool = False) -> str:
    """The point in time itself: "Today 16:00", "Mon 23 Nov 12:00" within a week, else "23 Nov 2026".

    `within` a sentence it is "today 16:00".
    """
    local, today = when.astimezone(region.zone), now.astimezone(region.zone).date()
    name = _near_day(local.date(), today, within=within)
    if name:
        return f"{name} {local:%H:%M}"
    if abs((local.date() - today).days) < 7:
        return f"{_day(local.date(), 'MMMEd', region)} {local:%H:%M}"
    return _day(local.date(), "yMMMd", region)


def stamp(when: datetime, region: Region, *, seconds: bool = False) -> str:
    """The whole of it, for tooltips and records: "Thu 19 Nov 2026, 18:42"."""
    local = when.astimezone(region.zone)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{_day(local.date(), 'yMMMEd', region)}, {clock}"


def deadline(when: datetime, now: datetime, region: Region, *, presses: bool = True) -> Deadline:
    """Late is red, due within four hours is amber with what is left, all else waits quietly."""
    left = when - now
    if not presses and left < timedelta(0):
        return Deadline("grey", "", _("Was due %(when)s") % {"when": at(when, now, region, within=True)})
    if not presses:
        return Deadline("grey", "", at(when, now, region))
    if left < timedelta(0):
        return Deadline("red", "flame", _("Late by %(span)s") % {"span": span(-left)})
    if left <= SOON:
        return Deadline("amber", "clock", at(when, now, region), _("in %(span)s") % {"span": span(left)})
    return Deadline("grey", "", at(when, now, region))


def _near_day(day: date, today: date, *, within: bool) -> str:
    names = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    if within:
        names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return names.get((day - today).days, "")


def _day(day: date, skeleton: str, region: Region) -> str:
    """A date is one unbreakable token, and "Mon 23 Nov" needs no comma to be read."""
    text = format_skeleton(skeleton, day, locale=region.dates)
    return text.replace(",", "").replace(" ", "\u00a0")
