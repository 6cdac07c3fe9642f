"""Orders read from each practice marketplace, against what its own limit lets through or the database can store."""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.calls import Call, Told, began, calls_of, most, spending
from benchmarks.practice import able, by_call, carry_out, connect_shop, control, each_alone, sandbox, unhurried
from benchmarks.result import Result, at_least, at_most
from benchmarks.scratch import scratch_database

ORDERS, PRODUCTS, SECONDS, GOAL = 10_000, 50, 30, 0.95
PAGES, PAGE = 8, 500  # what is stored without any marketplace, to know what the database takes
SINCE = {"full": True}


def main() -> None:
    """Prints one JSON line per marketplace."""
    with scratch_database("bench_pull_orders"), sandbox() as url:
        for result in run(url, sys.argv[1:]):
            sys.stdout.write(result.line() + "\n")
            sys.stdout.flush()


def run(
    url: str, codes: Sequence[str] = (), *, orders: int = ORDERS, seconds: float = SECONDS, page: int = PAGE
) -> Iterator[Result]:
    """Two lines per practice marketplace that lists orders as it is set up, or per one of those named."""
    stores = _orders_stored_per_second(page)
    work = partial(_job, url, stores=stores, orders=orders, seconds=seconds)
    yield from each_alone(codes or able(url, "pull_orders"), "pull_orders", work, goal=GOAL)


def _orders_stored_per_second(page: int) -> float:
    """What the database job takes in, in this run: the same intake without any marketplace."""
    from benchmarks import bench_ingest_orders

    jobs = {each.job: each for each in bench_ingest_orders.run(count=PAGES, size=page, skus=4 * page)}
    return jobs["ingest_orders_fresh"].measured


def _job(url: str, code: str, *, stores: float, orders: int, seconds: float) -> Iterator[Result]:
    control(url, code, "seed", {"products": PRODUCTS, "orders": orders})
    shop = connect_shop(url, code)
    if not by_call(shop, "pull_orders"):
        return
    with unhurried(url, code):
        carry_out(shop, "products", {"create_missing": True})
    start = time.perf_counter()
    entry = _pull(shop, seconds=seconds)
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


def _pull(shop: Any, *, seconds: float) -> Any:
    """Until all is read or the time is over: at some it would go on for an hour."""
    from sync import runs

    first: list[datetime] = []

    def stop_in_time(run: Any) -> None:
        calls = calls_of(run.log, "pull_orders")
        first[:] = first or ([began(calls)] if calls else [])
        if calls and calls[-1]["at"] > first[0] + timedelta(seconds=seconds):
            runs.request_stop(run.log)

    return carry_out(shop, "orders", SINCE, listener=stop_in_time, until_used_up=True)


def _share_of_limit(told: Told, calls: list[Call]) -> float:
    """Of the operation that came nearest to its limit: calls made against calls let through from first to last."""
    first = began(calls)
    seconds = max(0.001, (calls[-1]["at"] - first).total_seconds())
    shares = [len(spent) / most(limit, first, seconds) for limit, spent in spending(told, calls)]
    return min(1.0, max(shares, default=0.0))


if __name__ == "__main__":
    main()
