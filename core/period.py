"""A range of whole days as a store lives them: from its midnight to its midnight, whatever the clocks do between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
#: A chart of more bars than this is a comb: such a range is drawn by the week.
MOST_BARS = 92
WEEK = 7
#: What may be asked for at once, and from when on.
LONGEST = 366
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both within. A day of a clock change has 23 or 25 hours and is one day all the same."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """The moment the first day begins."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The moment the last day is over."""
        return midnight(self.last + DAY, self.zone)

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        """How many days one bar of a chart stands for."""
        return 1 if self.length <= MOST_BARS else WEEK

    def slots(self) -> Sequence[date]:
        """The first day of each bar."""
        return [self.first + timedelta(days=n) for n in range(0, self.length, self.step)]

    def edges(self) -> list[datetime]:
        """The moments between which the bars lie: one more than there are bars."""
        return [*(midnight(day, self.zone) for day in self.slots()), self.end]

    def before(self) -> Period:
        """What it is compared with: the same days of the month before, or as many days right before it.

        A whole month is compared with the whole month before, however long that was.
        """
        if self.first.day == 1 and (self.first.year, self.first.month) == (self.last.year, self.last.month):
            ended = self.first - DAY
            whole = (self.last + DAY).day == 1
            last = ended if whole else ended.replace(day=min(self.last.day, ended.day))
            return Period(ended.replace(day=1), last, self.zone)
        return Period(self.first - timedelta(days=self.length), self.first - DAY, self.zone)


def last_days(count: int, today: date, zone: ZoneInfo) -> Period:
    """So many days, the last of them today."""
    return Period(today - timedelta(days=count - 1), today, zone)


def month_so_far(today: date, zone: ZoneInfo) -> Period:
    """From the first of this month to today."""
    return Period(today.replace(day=1), today, zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there. Where clocks skip midnight, that is the first moment after the gap."""
    return datetime.combine(day, time(), tzinfo=zone)
