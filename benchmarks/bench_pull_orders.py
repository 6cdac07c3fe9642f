"""Orders read from each practice marketplace, against what its own limit lets through or the database can store.

A run reads the returns after its orders: what storing them takes is in the database job as it is in the run.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.calls import Call, Told, began, calls_of, most, spending
from benchmarks.practice import able, by_call, carry_out, connect_shop, control, each_alone, sandbox, unhurried
from benchmarks.result import Result, at_least, told_apart
from benchmarks.scratch import scratch_database

ORDERS, PRODUCTS, SECONDS, GOAL = 10_000, 50, 30, 0.95
SINCE = {"full": True}


@dataclass
class Pages:
    """As they were handed to the database job."""

    orders: list[Sequence[Any]] = field(default_factory=list)
    returns: list[Sequence[Any]] = field(default_factory=list)


def main() -> None:
    """Prints JSON lines for each marketplace."""
    with scratch_database("bench_pull_orders"), sandbox() as url:
        for result in run(url, sys.argv[1:]):
            sys.stdout.write(result.line() + "\n")
            sys.stdout.flush()


def run(url: str, codes: Sequence[str] = (), *, orders: int = ORDERS, seconds: float = SECONDS) -> Iterator[Result]:
    """Four lines per practice marketplace that lists orders as it is set up, or per one of those named."""
    from config.one_process import SWITCH_SECONDS

    sys.setswitchinterval(SWITCH_SECONDS)  # as where it runs every day
    work = partial(_job, url, orders=orders, seconds=seconds)
    yield from each_alone(codes or able(url, "pull_orders"), "pull_orders", work, goal=GOAL)


def _job(url: str, code: str, *, orders: int, seconds: float) -> Iterator[Result]:
    control(url, code, "seed", {"products": PRODUCTS, "orders": orders})
    shop = _with_products(url, code)
    if not by_call(shop, "pull_orders"):
        return
    start, spent = time.perf_counter(), time.process_time()
    with _pages_kept() as pages:
        entry = _pull(shop, seconds=seconds)
    took, used = time.perf_counter() - start, time.process_time() - spent
    calls = calls_of(entry, "pull_orders")
    if refused := [call for call in calls if call["outcome"] != "ok"]:
        raise SystemExit(f"{code}: {len(refused)} of {len(calls)} calls were refused: {refused[:1]}")
    read = entry.total_records
    stored, needed = _stored_alone(_with_products(url, code), pages)
    yield from _lines(
        code, read / took, of_limit=_share_of_limit(control(url, code, ""), calls), of_database=stored / took
    )
    each = 1000 / read
    unit = "CPU s of our process per 1,000 orders, against the database job's"
    yield told_apart(f"pull_orders_{code}_cpu", used * each, needed * each, unit=unit)


def _lines(code: str, rate: float, *, of_limit: float, of_database: float) -> Iterator[Result]:
    """Both bounds are told; the nearer one is what the pull is held against."""
    bound = "limit" if of_limit >= of_database else "database"
    best = max(of_limit, of_database)
    yield at_least(f"pull_orders_{code}", rate, rate / best, goal=GOAL, unit=f"orders/s, bound by the {bound}")
    for name, share in (("limit", of_limit), ("database", of_database)):
        yield at_least(f"pull_orders_{code}_{name}", rate, rate / max(share, 1e-9), goal=None, unit="orders/s")


def _with_products(url: str, code: str) -> Any:
    shop = connect_shop(url, code)
    with unhurried(url, code):
        carry_out(shop, "products", {"create_missing": True})
    return shop


@contextmanager
def _pages_kept() -> Iterator[Pages]:
    """What a pull hands to the database job inside the block."""
    from sync.pull import orders, returns

    pages = Pages()
    import_orders, take_in = orders.import_orders, returns.take_in

    def keeping_orders(**asked: Any) -> Any:
        pages.orders.append(asked["orders"])
        return import_orders(**asked)

    def keeping_returns(**asked: Any) -> Any:
        pages.returns.append(asked["returns"])
        return take_in(**asked)

    orders.import_orders, returns.take_in = keeping_orders, keeping_returns
    try:
        yield pages
    finally:
        orders.import_orders, returns.take_in = import_orders, take_in


def _stored_alone(shop: Any, pages: Pages) -> tuple[float, float]:
    """The seconds, and those of our CPU, that the database job needs for the same pages without any marketplace."""
    from django.db import transaction
    from django.utils import timezone

    from orders.services.intake import import_orders
    from orders.services.returns import take_in
    from orders.services.returns.refunds import settle_refunds

    start, spent = time.perf_counter(), time.process_time()
    for page in pages.orders:
        with transaction.atomic():
            import_orders(connection=shop, orders=page, seen_at=timezone.now(), cause="poll")
    for page in pages.returns:
        with transaction.atomic():
            take_in(connection=shop, returns=page, seen_at=timezone.now(), reason="poll")
    settle_refunds(shop)
    return time.perf_counter() - start, time.process_time() - spent


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
