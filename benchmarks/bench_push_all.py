"""Stock told to all practice marketplaces at once, as one worker's threads do it: nobody waits for another's limit."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from benchmarks.bench_outbound_stock import GOAL, LISTINGS, SECONDS, push, ready, reckoned
from benchmarks.practice import able, by_call, each_alone, sandbox
from benchmarks.result import Result
from benchmarks.scratch import scratch_database


def main() -> None:
    """Prints one JSON line per marketplace, and one for all."""
    with scratch_database("bench_push_all"), sandbox() as url:
        for result in run(url, sys.argv[1:]):
            sys.stdout.write(result.line() + "\n")


def run(url: str, codes: Sequence[str] = (), *, listings: int = LISTINGS, seconds: float = SECONDS) -> Iterator[Result]:
    """Each by its own limit in the same seconds; the one that comes least near its limit stands for all."""
    from django.conf import settings

    from config.one_process import SWITCH_SECONDS

    sys.setswitchinterval(SWITCH_SECONDS)  # as where it runs every day
    codes = codes or able(url, "push_stock")
    shops: dict[str, Any] = {}
    told: dict[str, Future[Any]] = {}

    def prepare(code: str) -> Iterator[Result]:
        shop = ready(url, code, listings=listings)
        if by_call(shop, "push_stock"):
            shops[code] = shop
        yield from ()

    def reckon(code: str) -> Iterator[Result]:
        entry = told[code].result()
        yield reckoned(url, code, shops[code], entry, job=f"push_all_{code}", seconds=seconds)

    results = list(each_alone(codes, "push_all", prepare, goal=GOAL))
    with ThreadPoolExecutor(settings.WORKER_THREADS - 2) as work:
        told.update({code: work.submit(_told, shop, seconds) for code, shop in shops.items()})
    results += each_alone(list(shops), "push_all", reckon, goal=GOAL)
    yield from results
    yield _least(results, seconds)


def _least(results: Sequence[Result], seconds: float) -> Result:
    """Where all reach their limit, telling all takes as long as the slowest allows, not the sum."""
    slowest = min(results, key=lambda each: each.ratio)
    code = slowest.job.removeprefix("push_all_")
    return Result(
        job="push_all", measured=slowest.measured, limit=slowest.limit, ratio=slowest.ratio, goal=GOAL,
        unit=f"listings in {seconds:g} s at {code}, {len(results)} marketplaces at once",
    )  # fmt: skip


def _told(shop: Any, seconds: float) -> Any:
    from django.db import connection

    try:
        return push(shop, seconds=seconds)
    finally:
        connection.close()


if __name__ == "__main__":
    main()
