"""The order list at a million orders, against hand-written SQL that finds the same rows in the same run."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from benchmarks import raw_order_list as by_hand
from benchmarks.lists import Times, against_raw, alone, got, is_flat, race, signed_in
from benchmarks.many_orders import MILLION, fill_orders, open_shops
from benchmarks.result import Result, at_most
from benchmarks.scratch import scratch_database

PAGE, DEEP = 25, 20_000
#: Substrings as people type them: in nearly every order, in one of ten, in one, in none; short, long, of two words,
#: with signs that mean something to LIKE.
WORDS = {
    "every": "-1 ", "common": "Лампа", "name": "соловьёв", "two_words": "Marie Dupont", "three": "нин", "two": "ni",
    "rare_two": "ъ_", "sku": "LMP-0471", "rare": "O-712345", "none": "щщщъъъ", "signs": "50%_cot", "percent": "0%_",
    "long": "Лампа настольная 12340", "mixed": "nagy LMP-1",
}  # fmt: skip
SEARCH_MS, PAGE_MS = 50, 100


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database("bench_order_list"):
        from benchmarks import raw_orders

        now, shops, raw = datetime.now(UTC), open_shops(), raw_orders.connect()
        fill_orders(raw, shops, now=now)
        for line in run(raw, shops.stores, now):
            sys.stdout.write(line.line() + "\n")
        raw.close()


def run(raw: Any, stores: list[Any], now: datetime, deep: int = DEEP) -> Iterator[Result]:
    """The largest store's list: pages, filters, depth, search and the whole page; the smallest store's search."""
    sys.stderr.write(f"{MILLION} orders, {len(stores)} stores\n")
    first = yield from _pages(raw, stores[0], now)
    yield from _depth(raw, stores[0], now, first, deep)
    yield from _search(raw, stores, now)
    yield from _whole_page(stores[0])


def _pages(raw: Any, store: Any, now: datetime) -> Any:
    times = {}
    for name, (view, filters, sql, values) in _asked(store, now).items():
        ours, other = race(name, partial(_ids, store, view, filters, now), _raw(raw, store, view, sql, values))
        times[name] = ours
        yield against_raw(f"order_list_{name}", ours, other)
    return times["first"]


def _asked(store: Any, now: datetime) -> dict[str, tuple[str, dict[str, Any], str, dict[str, Any]]]:
    day = now.date() - timedelta(days=40)
    since, until = (datetime.combine(each, time(), store.zone) for each in (day, day + timedelta(days=7)))
    days, dates = {"since": day, "until": day + timedelta(days=6)}, {"since": since, "until": until}
    in_days = " AND o.ordered_at >= %(since)s AND o.ordered_at < %(until)s"
    of, is_in = " AND o.channel = %(of)s", " AND o.status = %(is_in)s"
    both: dict[str, Any] = {"marketplace": "shopee", "status": "cancelled", **days}
    return {
        "first": ("all", {}, "", {}),
        "open": ("open", {}, by_hand.OPEN, {}),
        "marketplace": ("all", {"marketplace": "shopee"}, of, {"of": "shopee"}),
        "rare_marketplace": ("all", {"marketplace": "etsy"}, of, {"of": "etsy"}),
        "status": ("all", {"status": "refunded"}, is_in, {"is_in": "refunded"}),
        "rare_status": ("all", {"status": "unknown"}, is_in, {"is_in": "unknown"}),
        "dates": ("all", days, in_days, dates),
        "combined": ("all", both, of + is_in + in_days, {"of": "shopee", "is_in": "cancelled", **dates}),
        "open_rare": ("open", {"marketplace": "etsy"}, by_hand.OPEN + of, {"of": "etsy"}),
    }


def _depth(raw: Any, store: Any, now: datetime, first: Times, deep: int) -> Iterator[Result]:
    """Page 20,000 as one comes there: by the cursor of the page before it."""
    from orders.models import Order
    from orders.selectors.order_list import BY_DATE

    rows = Order.objects.filter(store=store, archived_at__isnull=True).order_by("-ordered_at", "-id")
    place = rows.values("ordered_at", "id")[(deep - 1) * PAGE - 1]
    cursor = BY_DATE.cursor(place)
    sql = " AND (o.ordered_at, o.id) < (%(at)s, %(id)s)"
    other_side = _raw(raw, store, "all", sql, {"at": place["ordered_at"], "id": place["id"]})
    ours, other = race("deep", partial(_ids, store, "all", {}, now, after=cursor), other_side)
    yield against_raw("order_list_deep", ours, other)
    yield is_flat("order_list_flat", ours, first)
    back = alone(partial(_ids, store, "all", {}, now, before=cursor))
    yield is_flat("order_list_flat_back", back, first)


def _search(raw: Any, stores: list[Any], now: datetime) -> Iterator[Result]:
    for size, store in (("", stores[0]), ("small_store_", stores[-1])):
        for name, q in WORDS.items():
            condition, values = by_hand.searched(q)
            other_side = _raw(raw, store, "all", condition, values)
            ours, other = race(q, partial(_ids, store, "all", {"q": q}, now), other_side)
            yield against_raw(f"order_search_{size}{name}", ours, other)
            yield at_most(f"order_search_{size}{name}_p95", ours.p95, SEARCH_MS, unit="ms")


def _whole_page(store: Any) -> Iterator[Result]:
    """From the request to the last byte, with the counts of all views, and each count in it alone."""
    from orders.selectors.views import view_counts

    client = signed_in(store)
    for name, query in (("open", "view=open"), ("all", "view=all"), ("search", "view=all&q=Лампа")):
        yield at_most(f"order_page_{name}", alone(partial(got, client, f"/orders/?{query}")).usual, PAGE_MS, unit="ms")
    counts = alone(lambda: view_counts(store, datetime.now(UTC))).usual
    yield at_most("order_view_counts", counts, PAGE_MS, unit="ms")


def _ids(store: Any, view: str, given: dict[str, Any], now: datetime, **place: str) -> list[Any]:
    from orders.selectors.order_list import Filters, order_list

    return [row["id"] for row in order_list(store, view, Filters(**given), now=now, size=PAGE, **place).page.rows]


def _raw(raw: Any, store: Any, view: str, sql: str, values: dict[str, Any]) -> Callable[[], list[Any]]:
    order = by_hand.BY_DATE if view == "all" else by_hand.BY_URGENCY
    return partial(by_hand.page, raw, sql + order, {"store": store.pk, **values})


if __name__ == "__main__":
    main()
