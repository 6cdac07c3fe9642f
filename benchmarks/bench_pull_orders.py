"""Orders read from each practice marketplace, against what its own limit lets through or the database can store."""

import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.calls import Call, Told, began, calls_of, limits_on, most
from benchmarks.practice import carry_out, connect_shop, control, sandbox, unhurried
from benchmarks.result import Result, at_least, at_most
from benchmarks.scratch import scratch_database

ORDERS, PRODUCTS, SECONDS, GOAL = 10_000, 50, 30, 0.95
SINCE = {"full": True}


def main() -> None:
    """Prints one JSON line per marketplace."""
    with scratch_database("bench_pull_orders"), sandbox() as url:
        for result in run(url):
            sys.stdout.write(result.line() + "\n")


def run(url: str) -> Iterator[Result]:
    """One job per practice marketplace that lists orders."""
    stores = _orders_stored_per_second()
    for code in control(url, "", "credentials"):
        if _lists(code):
            yield from _job(url, code, stores)


def _lists(code: str) -> bool:
    from marketplaces.framework import registry
    from marketplaces.framework.capabilities import Capability

    return Capability.PULL_ORDERS in registry.connector_class(code).capabilities


def _orders_stored_per_second() -> float:
    """What the database job takes in, in this run: the same intake without any marketplace."""
    from benchmarks import bench_ingest_orders

    return next(each.measured for each in bench_ingest_orders.run(count=8) if each.job == "ingest_orders_fresh")


def _job(url: str, code: str, stores: float) -> Iterator[Result]:
    control(url, code, "seed", {"products": PRODUCTS, "orders": ORDERS})
    shop = connect_shop(url, code)
    with unhurried(url, code):
        carry_out(shop, "products", {"create_missing": True})
    start = time.perf_counter()
    entry = _pull(shop)
    took = time.perf_counter() - start
    calls = calls_of(entry, "pull_orders")
    if refused := [call for call in calls if call["outcome"] != "ok"]:
        raise SystemExit(f"{code}: {len(refused)} of {len(calls)} calls were refused: {refused[:1]}")
    read = entry.total_records
    of_limit = _share_of_limit(control(url, code, ""), calls)
    of_database = read / took / stores
    bound = "limit" if of_limit >= of_database else "database"
    best = max(of_limit, of_database)
    yield at_least(
        f"pull_orders_{code}", read / took, read / took / best, goal=GOAL, unit=f"orders/s, bound by the {bound}"
    )
    waited = sum(call["duration_ms"] + call["waited_ms"] for call in calls) / 1000
    ours = max(0.001, took - waited - read / stores)
    yield at_most(f"pull_orders_{code}_client", ours, took * (1 - GOAL), unit="s neither waiting nor storing")


def _pull(shop: Any) -> Any:
    """Until all is read or the time is over: at some it would go on for an hour."""
    from sync import runs

    first: list[datetime] = []

    def stop_in_time(run: Any) -> None:
        calls = calls_of(run.log, "pull_orders")
        first[:] = first or ([began(calls)] if calls else [])
        if calls and calls[-1]["at"] > first[0] + timedelta(seconds=SECONDS):
            runs.request_stop(run.log)

    return carry_out(shop, "orders", SINCE, listener=stop_in_time)


def _share_of_limit(told: Told, calls: list[Call]) -> float:
    """Of the operation that came nearest to its limit: calls made against calls let through from first to last."""
    first = began(calls)
    seconds = max(0.001, (calls[-1]["at"] - first).total_seconds())
    shares = [0.0]
    for limit, used in _used(told, calls):
        shares.append(used / most(limit, first, seconds))
    return min(1.0, max(shares))


def _used(told: Told, calls: list[Call]) -> Iterator[tuple[Told, int]]:
    by_limit: dict[int, tuple[Told, int]] = {}
    for call in calls:
        for limit in limits_on(told, call["method"], call["path"]):
            _limit, used = by_limit.get(id(limit), (limit, 0))
            by_limit[id(limit)] = (limit, used + 1)
    yield from by_limit.values()


if __name__ == "__main__":
    main()
