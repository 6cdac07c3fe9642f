"""What the calls of a run were, and how many of them a practice marketplace's own limits let through."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

Call = dict[str, Any]
Told = dict[str, Any]


def calls_of(entry: Any, operation: str) -> list[Call]:
    """The calls of a run for one thing, by the time of their answers; not one that our own limiter kept back."""
    from marketplaces.models import ApiCall

    rows = ApiCall.objects.filter(run_id=entry.pk, operation=operation).order_by("at")
    rows = rows.exclude(http_status__isnull=True, outcome="rate_limited")
    return list(rows.values("at", "outcome", "method", "path", "duration_ms", "waited_ms"))


def began(calls: Sequence[Call]) -> datetime:
    """When the first call left."""
    return min(map(left, calls))


def left(call: Call) -> datetime:
    """When it was on its way."""
    at: datetime = call["at"]
    return at - timedelta(milliseconds=call["duration_ms"])


def limits_on(told: Told, method: str, path: str) -> list[Told]:
    """All that bind this call: its own, and the one of all calls together; the narrower one counts."""
    limits = told["limits"]
    own = [limit for name, limit in limits["operations"].items() if _names(name, method, path)]
    return [*own, *([limits["overall"]] if limits["overall"] else [])]


def spending(told: Told, calls: Sequence[Call]) -> Iterator[tuple[Told, list[Call]]]:
    """Each limit that binds any of the calls, and those that spend from it."""
    by_limit: dict[int, tuple[Told, list[Call]]] = {}
    for call in calls:
        for limit in limits_on(told, call["method"], call["path"]):
            by_limit.setdefault(id(limit), (limit, []))[1].append(call)
    yield from by_limit.values()


def _names(name: str, method: str, path: str) -> bool:
    """Whether "PUT /shops/{id}/stocks" is what was called, behind whatever address."""
    of, _, template = name.partition(" ")
    pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", template))
    return of == method and re.search(f"{pattern}$", path.partition("?")[0]) is not None


def most(limit: Told, first: datetime, seconds: float) -> float:
    """What may go in the time: a bucket and what flows into it, or all of each fixed window that it touches."""
    burst, window = float(limit["burst"]), limit["window"]
    if not window:
        return burst + float(limit["rate"]) * seconds
    start = first.timestamp()
    return burst * float((start + seconds) // window - start // window + 1)


def takes(limit: Told, calls: float) -> float:
    """Seconds in which so many may go, the last of them included."""
    beyond = max(0.0, calls - float(limit["burst"]))
    return float(beyond // limit["burst"] * limit["window"] if limit["window"] else beyond / float(limit["rate"]))


def telling(calls: Sequence[Call]) -> list[Call]:
    """Those that carry something; asking how far a batch is comes beside them."""
    sent = [call for call in calls if call["method"] != "GET"]
    return sent or list(calls)
