"""Stock sent through the engine, against what each practice marketplace's own limits let through in 30 seconds."""

import sys
from datetime import datetime, timedelta
from typing import Any

from benchmarks.calls import began, calls_of, limits_on, most, telling
from benchmarks.practice import carry_out, control, open_shop, sandbox
from benchmarks.result import Result, at_least
from benchmarks.scratch import scratch_database

LISTINGS, SECONDS, GOAL = 4000, 30, 0.95
MORE = 7  # units on every shelf, so that each listing has something new to hear


def main() -> None:
    """Prints one JSON line per marketplace."""
    with scratch_database("bench_outbound_stock"), sandbox() as url:
        for result in run(url):
            sys.stdout.write(result.line() + "\n")


def run(url: str) -> list[Result]:
    """One job per practice marketplace."""
    return [_job(url, code) for code in control(url, "", "credentials")]


def _job(url: str, code: str) -> Result:
    shop = ready(url, code)
    return reckoned(url, code, shop, push(shop), job=f"outbound_stock_{code}")


def ready(url: str, code: str) -> Any:
    """A shop of which every listing has something new to hear."""
    control(url, code, "seed", {"products": LISTINGS, "orders": 0})
    shop = open_shop(url, code)
    _change_every_number(shop)
    return shop


def reckoned(url: str, code: str, shop: Any, entry: Any, *, job: str) -> Result:
    """What was told in the time against what could be; one limit answer ends the benchmark."""
    calls = telling(calls_of(entry, "push_stock"))
    refused = [call for call in calls if call["outcome"] != "ok"]
    if refused or entry.failed_records:
        raise SystemExit(f"{code}: {len(refused)} of {len(calls)} calls were refused: {refused[:1]}")
    limits = limits_on(control(url, code, ""), calls[0]["method"], calls[0]["path"])
    first = began(calls)
    in_time = [call for call in calls if call["at"] <= first + timedelta(seconds=SECONDS)]
    each = entry.updated_records / len(calls)  # listings in one call
    let_through = (most(limit, first, SECONDS) * (1 if limit["counts"] == "rows" else each) for limit in limits)
    could = min([_listings(shop), *let_through])
    return at_least(job, len(in_time) * each, could, goal=GOAL, unit=f"listings in {SECONDS} s")


def _change_every_number(shop: Any) -> None:
    """As a delivery of every article would, past the services: they are measured elsewhere."""
    from django.db.models import F

    from inventory.models import Stock
    from inventory.services import outbound

    Stock.objects.filter(store=shop.store).update(on_hand=F("on_hand") + MORE)
    outbound.mark_connection_stock(shop)


def push(shop: Any) -> Any:
    """Until all is sent or the time is over: a slow marketplace would take many minutes for the rest."""
    from sync import runs

    first: list[datetime] = []

    def stop_in_time(run: Any) -> None:
        calls = calls_of(run.log, "push_stock")
        first[:] = first or ([began(calls)] if calls else [])
        if calls and calls[-1]["at"] > first[0] + timedelta(seconds=SECONDS):
            runs.request_stop(run.log)

    return carry_out(shop, "inventory", {}, listener=stop_in_time)


def _listings(shop: Any) -> int:
    """More than all of them no limit can ask for."""
    from inventory.models import MarketplaceProduct

    return MarketplaceProduct.objects.filter(connection=shop).count()


if __name__ == "__main__":
    main()
