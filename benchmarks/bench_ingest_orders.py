"""Orders taken in, against raw SQL that writes the same final rows at the same page size: fresh and re-polled."""

import statistics
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.market import NOON, open_shop, pages
from benchmarks.result import Result, at_least
from benchmarks.same_rows import same_rows
from benchmarks.scratch import scratch_database
from benchmarks.turns import in_turns

SKUS, PAGES, SIZE, WARM = 2000, 20, 500, 2


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database("bench_ingest_orders"):
        for line in run():
            sys.stdout.write(line.line() + "\n")


def run(count: int = PAGES, size: int = SIZE, skus: int = SKUS) -> list[Result]:
    """Orders per second of both, page by page in turn, so that both meet the same machine and growing tables."""
    from benchmarks import raw_orders

    ours, theirs = open_shop(skus), open_shop(skus)
    told = pages(count, size, skus, seed=1)
    results = []
    with closing(raw_orders.connect()) as raw:
        for job, goal, later in (("ingest_orders_fresh", 0.8, 0), ("ingest_orders_repolled", 0.7, 5)):
            seen_at = NOON + timedelta(minutes=later)
            taken, written = in_turns(
                told, partial(_take_in, ours, seen_at=seen_at),
                partial(raw_orders.write_page, raw, theirs, seen_at=seen_at),
            )  # fmt: skip
            results.append(_line(job, taken[WARM:], written[WARM:], size, goal))
    same_rows(TABLES, {"store": ours.store_id}, {"store": theirs.store_id})
    return results


def _take_in(shop: Any, page: Sequence[Any], seen_at: Any) -> None:
    from django.db import transaction

    from orders.services.intake import import_orders

    with transaction.atomic():
        import_orders(connection=shop, orders=page, seen_at=seen_at, cause="poll")


def _line(job: str, taken: list[float], written: list[float], size: int, goal: float) -> Result:
    measured, limit = (size / statistics.median(times) for times in (taken, written))
    return at_least(job, measured, limit, goal=goal, unit="orders/s")


TABLES = {
    "marketplace_orders": "store_id = %(store)s",
    "orders_historicalmarketplaceorder": "store_id = %(store)s",
    "customers": "store_id = %(store)s",
    "orders_historicalcustomer": "store_id = %(store)s",
    "orders": "store_id = %(store)s",
    "orders_historicalorder": "store_id = %(store)s",
    "reservations": "store_id = %(store)s",
    "inventory_historicalreservation": "store_id = %(store)s",
    "order_items": "order_id IN (SELECT id FROM orders WHERE store_id = %(store)s)",
    "orders_historicalorderitem": "order_id IN (SELECT id FROM orders WHERE store_id = %(store)s)",
    "marketplace_order_items": "marketplace_order_id IN (SELECT id FROM marketplace_orders WHERE store_id = %(store)s)",
    "order_status_history": "order_id IN (SELECT id FROM orders WHERE store_id = %(store)s)",
}


if __name__ == "__main__":
    main()
