"""A product feed brought in, against raw SQL that writes the same final rows at the same page size: fresh, unchanged.

`import_…` is what stores parsed rows; `import_feed_…` is the whole of it, from the bytes of the file to the run that is
done: decoding, the check of every cell, the check of prices, the places that it goes on from and the run's counts.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from benchmarks.market import NOON
from benchmarks.result import Result, at_least, told_apart
from benchmarks.scratch import scratch_database

ROWS, SIZE, ROUNDS = 10_000, 500, 3


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database("bench_import"):
        for line in run():
            sys.stdout.write(line.line() + "\n")


def run(rows: int = ROWS, rounds: int = ROUNDS) -> list[Result]:
    """Rows per second of each, in turn, in stores of their own; the median of the rounds."""
    from benchmarks import raw_feed, raw_orders
    from inventory.services.feed import import_rows, parse_rows, read_file
    from sync.feed import import_feed

    data = feed(rows)
    parsed = parse_rows(read_file(data), currency="EUR").rows
    raw, merges = raw_orders.connect(), raw_feed.statements()
    raw.execute(raw_feed.STAGING)
    raw.commit()
    taken: dict[str, list[float]] = {}
    for turn in range(rounds):
        ours, whole, theirs = (_store(f"{name}-{turn}") for name in ("ours", "whole", "theirs"))
        for state in ("fresh", "unchanged"):
            _note(taken, f"raw_{state}", partial(_by_hand, raw, theirs, parsed, merges))
            _note(taken, state, partial(import_rows, store=ours, rows=parsed, reason="Feed"))
            _note(taken, f"feed_{state}", partial(import_feed, store=whole, name="f.csv", data=data, cause="command"))
        same_rows(ours, whole, theirs)
    raw.close()
    speed = {name: rows / statistics.median(times) for name, times in taken.items()}
    results = []
    # What is unchanged is read and compared row by row in Python: it has no goal before that is done by the database.
    goals: dict[str, float | None] = {"fresh": 0.5, "unchanged": None}
    for state, goal in goals.items():
        limit = speed[f"raw_{state}"]
        results.append(at_least(f"import_{state}", speed[state], limit, goal=goal, unit="rows/s"))
        results.append(
            told_apart(f"import_feed_{state}", 1e3 / speed[f"feed_{state}"], 1e3 / limit, unit="ms a row")
        )  # fmt: skip
    return results


def feed(rows: int) -> bytes:
    """A file as shops have it: one product a row, with words, pictures and numbers."""
    draw = random.Random(1)
    lines = ["id,title,description,price,gtin,brand,product_type,image_link,color,condition"]
    for n in range(rows):
        title = f"Лампа настольная «Орион» {n}; Tischlampe"
        price = f"{draw.randrange(500, 900_00) / 100:.2f} EUR"
        lines.append(
            f"LMP-{n:06d},{title},{title * 6},{price},4006381333931,Orion,Lampen > Tisch,"
            f"https://images.example/{n}.jpg,schwarz,new"
        )
    return "\n".join(lines).encode()


def _store(name: str) -> Any:
    from core.models import Store

    return Store.objects.create(slug=name, name=name, import_price_share=100)


def _by_hand(raw: Any, store: Any, rows: Sequence[Any], merges: Sequence[str]) -> None:
    from benchmarks import raw_feed

    for place in range(0, len(rows), SIZE):
        raw_feed.write_page(raw, store, rows[place : place + SIZE], NOON, merges)


def _note(taken: dict[str, list[float]], name: str, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    taken.setdefault(name, []).append(time.perf_counter() - start)


def same_rows(*stores: Any) -> None:
    """All have written the same products, variants and history, or the comparison is worth nothing."""
    from django.db import connection

    figures = []
    for store in stores:
        with connection.cursor() as cursor:
            found = []
            for table in ("products", "inventory_historicalproduct"):
                words = "hashtext(title || brand || images::text || attributes::text)::int8"
                cursor.execute(f"SELECT count(*), sum({words}) FROM {table} WHERE store_id = %s", [store.pk])
                found.append(cursor.fetchone())
            for table in ("product_variants", "inventory_historicalvariant"):
                numbers = "sum(price), sum(hashtext(sku || gtin || options::text)::int8)"
                cursor.execute(f"SELECT count(*), {numbers} FROM {table} WHERE store_id = %s", [store.pk])
                found.append(cursor.fetchone())
        figures.append(found)
    if any(each != figures[0] for each in figures):
        raise SystemExit(f"{figures}: they did not do the same work.")


if __name__ == "__main__":
    main()
