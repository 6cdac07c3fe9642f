"""Stock told to all practice marketplaces at once, as one worker's threads do it: nobody waits for another's limit."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.bench_outbound_stock import SECONDS, push, ready, reckoned
from benchmarks.practice import control, sandbox
from benchmarks.result import Result, at_least
from benchmarks.scratch import scratch_database


def main() -> None:
    """Prints one JSON line per marketplace, and one for all."""
    with scratch_database("bench_push_all"), sandbox() as url:
        for result in run(url):
            sys.stdout.write(result.line() + "\n")


def run(url: str) -> Iterator[Result]:
    """Each by its own limit in the same seconds; the one that comes least near its limit stands for all."""
    from django.conf import settings

    shops = {code: ready(url, code) for code in control(url, "", "credentials") if _tells(code)}
    with ThreadPoolExecutor(settings.WORKER_THREADS - 2) as work:
        entries = dict(zip(shops, work.map(_told, shops.values()), strict=True))
    results = [reckoned(url, code, shops[code], entries[code], job=f"push_all_{code}") for code in shops]
    yield from results
    slowest = min(results, key=lambda each: each.ratio)
    yield at_least(
        "push_all", slowest.measured, slowest.limit, goal=slowest.goal,
        unit=f"listings in {SECONDS} s at {slowest.job.removeprefix('push_all_')}, {len(shops)} marketplaces at once",
    )  # fmt: skip


def _tells(code: str) -> bool:
    """By calls: who fetches files is not paced by a limit of calls."""
    from marketplaces.framework import registry
    from marketplaces.framework.capabilities import Capability

    return Capability.PUSH_STOCK in registry.connector_class(code).capabilities


def _told(shop: Any) -> Any:
    from django.db import connection

    try:
        return push(shop)
    finally:
        connection.close()


if __name__ == "__main__":
    main()
