"""The filter of getOrders: spans of time and two pairs of states, several of them with commas between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplaces.sandbox.messages import Refused

from .answers import ORDERS, refuse
from .times import read

PART = re.compile(
    r"(creationdate|lastmodifieddate):\[([^\].]*(?:\.\d{3}Z)?)\.\.([^\]]*)\]|orderfulfillmentstatus:\{([^}]*)\}"
)
STATES = {"NOT_STARTED|IN_PROGRESS", "FULFILLED|IN_PROGRESS"}
FARTHEST, USUAL = timedelta(days=731), timedelta(days=90)
#: Clocks differ by moments; what lies further ahead is the future.
LEEWAY = timedelta(seconds=60)


@dataclass(frozen=True)
class Filter:
    """Which orders are asked for. `by_change`: the span is of the last change, else of the creation."""

    by_change: bool
    first: datetime
    last: datetime
    states: frozenset[str] = frozenset()

    def takes(self, order: dict[str, str]) -> bool:
        moment = read(order["lastModifiedDate" if self.by_change else "creationDate"])
        within = moment is not None and self.first <= moment <= self.last
        return within and (not self.states or order["orderFulfillmentStatus"] in self.states)


def parsed(text: str | None, now: datetime) -> Filter:
    """What a filter means now; without one the orders of the last 90 days. Raises Refused for a wrong one."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    states: frozenset[str] = frozenset()
    for part in re.split(r",(?=[a-z])", text or ""):
        if not part:
            continue
        match = PART.fullmatch(part)
        if match is None:
            raise _wrong(30700, f"Invalid filter field: {part[:60]}")
        if match[1]:
            spans[match[1]] = _span(match[2], match[3], now)
        elif match[4] in STATES:
            states = frozenset(match[4].split("|"))
        else:
            raise _wrong(30800, "Invalid filter value of orderfulfillmentstatus")
    if "creationdate" in spans or "lastmodifieddate" not in spans:
        first, last = spans.get("creationdate", (now - USUAL, now))
        return Filter(False, first, last, states)
    return Filter(True, *spans["lastmodifieddate"], states)


def _span(start: str, end: str, now: datetime) -> tuple[datetime, datetime]:
    first, last = read(start), read(end) if end else now + LEEWAY
    if first is None or last is None:
        raise _wrong(30820, "Invalid date format. It is YYYY-MM-DDThh:mm:ss.SSSZ")
    if first > now + LEEWAY or (end and last > now + LEEWAY):
        raise _wrong(30850, "The date is in the future")
    if first > last:
        raise _wrong(30840, "The start date must be before the end date")
    if first < now - FARTHEST:
        raise _wrong(30810, "The start date is more than 2 years back")
    return first, last


def _wrong(number: int, message: str) -> Refused:
    return refuse(400, number, message, domain=ORDERS)
