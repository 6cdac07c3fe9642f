"""Stock sent through the engine, against what each practice marketplace's own limits let through in 30 seconds.

Each answer takes as long to come as one from far away: on loopback a caller that waits for every answer keeps pace with
limits that it would fall far behind of out there.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.calls import Call, Told, began, calls_of, left, most, spending, takes, telling
from benchmarks.practice import able, by_call, carry_out, control, each_alone, open_shop, sandbox
from benchmarks.result import Result, at_least
from benchmarks.scratch import scratch_database

LISTINGS, SECONDS, GOAL = 4000, 30, 0.95
AT_ONCE = 1.0  # seconds: a limit that lets all go in less binds nobody
FAR_AWAY = 0.2  # seconds that each answer takes longer
MORE = 7  # units on every shelf, so that each listing has something new to hear


def main() -> None:
    """Prints one JSON line per marketplace, as soon as it is known."""
    with scratch_database("bench_outbound_stock"), sandbox() as url:
        for result in run(url, sys.argv[1:]):
            sys.stdout.write(result.line() + "\n")
            sys.stdout.flush()


def run(url: str, codes: Sequence[str] = (), *, listings: int = LISTINGS, seconds: float = SECONDS) -> Iterator[Result]:
    """One job per practice marketplace that hears of stock by calls, or for those named."""
    work = partial(_job, url, listings=listings, seconds=seconds)
    yield from each_alone(codes or able(url, "push_stock"), "outbound_stock", work, goal=GOAL)


def _job(url: str, code: str, *, listings: int, seconds: float) -> Iterator[Result]:
    shop = ready(url, code, listings=listings)
    if not by_call(shop, "push_stock"):
        return
    entry = push(shop, seconds=seconds)
    yield reckoned(url, code, shop, entry, job=f"outbound_stock_{code}", seconds=seconds)


def ready(url: str, code: str, *, listings: int) -> Any:
    """A shop of which every listing has something new to hear."""
    control(url, code, "seed", {"products": listings, "orders": 0})
    shop = open_shop(url, code)
    _change_every_number(shop)
    control(url, code, "faults", {"kind": "slow", "seconds": FAR_AWAY})
    return shop


def reckoned(url: str, code: str, shop: Any, entry: Any, *, job: str, seconds: float) -> Result:
    """What was told in the time against what could be; one limit answer ends the job."""
    calls = calls_of(entry, "push_stock")
    refused = [call for call in calls if call["outcome"] != "ok"]
    if refused or entry.failed_records or not calls:
        raise SystemExit(
            f"{code}: {len(refused)} of {len(calls)} calls and {entry.failed_records} of {entry.total_records} "
            f"listings were refused: {refused[:1]}"
        )
    told, could, span = _narrowest(control(url, code, ""), calls, entry.updated_records, _listings(shop), seconds)
    return at_least(job, told, could, goal=GOAL, unit=f"listings in {span:.3g} s")


def _narrowest(limits: Told, calls: list[Call], sent: int, there: int, seconds: float) -> tuple[float, float, float]:
    """Listings told, listings that could be told, and in how many seconds, by the limit that takes longest for all.

    Where listings are told by several calls (they are looked at, a file is announced, put there, handed in, asked
    about), each kind of them serves all listings. A limit that is through with all of them before the time is over is
    held to that moment: whoever is slower must not look as good.
    """
    first = began(calls)
    bounds = []
    for limit, spent in spending(limits, calls):
        each = 1 if limit["counts"] == "rows" else sent / len(spent)
        span = min(seconds, takes(limit, there / each))
        if span > AT_ONCE:
            bounds.append((span, min(there, most(limit, first, span) * each), spent))
    span, could, spent = min(bounds, key=lambda bound: (-bound[0], bound[1]), default=(seconds, there, telling(calls)))
    in_time = [call for call in spent if left(call) <= first + timedelta(seconds=span)]
    return sent * len(in_time) / len(spent), could, span


def _change_every_number(shop: Any) -> None:
    """As a delivery of every article would, past the services: they are measured elsewhere."""
    from django.db.models import F

    from inventory.models import Stock
    from inventory.services import outbound

    Stock.objects.filter(store=shop.store).update(on_hand=F("on_hand") + MORE)
    outbound.mark_connection_stock(shop)


def push(shop: Any, *, seconds: float) -> Any:
    """Until all is sent or the time is over: a slow marketplace would take many minutes for the rest."""
    from sync import runs

    first: list[datetime] = []

    def stop_in_time(run: Any) -> None:
        calls = calls_of(run.log, "push_stock")
        first[:] = first or ([began(calls)] if calls else [])
        if calls and calls[-1]["at"] > first[0] + timedelta(seconds=seconds):
            runs.request_stop(run.log)

    return carry_out(shop, "inventory", {}, listener=stop_in_time)


def _listings(shop: Any) -> int:
    """More than all of them no limit can ask for."""
    from inventory.models import MarketplaceProduct

    return MarketplaceProduct.objects.filter(connection=shop).count()


if __name__ == "__main__":
    main()
