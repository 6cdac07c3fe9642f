"""The lists of stock, of listings and of the ledger, long ones, against hand-written SQL that finds the same rows."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from benchmarks import raw_goods_lists as by_hand
from benchmarks.lists import against_raw, alone, got, is_flat, race, signed_in
from benchmarks.many_goods import fill_goods
from benchmarks.many_orders import open_shops
from benchmarks.result import Result, at_most
from benchmarks.scratch import scratch_database

#: Substrings as people type them: in one of ten, in one of a hundred, in one, in none, the start of a number.
WORDS = {"common": "Лампа", "sku": "LMP-04", "one": "Table lamp red 12345", "number": "4012", "none": "щщщъъъ"}
LEDGER_SIZE = 50
SEARCH_MS, PAGE_MS = 50, 100


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database("bench_goods_lists"):
        from benchmarks import raw_orders

        shops, raw = open_shops(), raw_orders.connect()
        goods = fill_goods(raw, shops, now=datetime.now(UTC))
        for line in run(raw, shops.stores, goods.busy):
            sys.stdout.write(line.line() + "\n")
        raw.close()


def run(raw: Any, stores: list[Any], busy: str) -> Iterator[Result]:
    """The largest store's lists, the smallest store's search, and the ledger of what sells best."""
    yield from _stock(raw, stores)
    yield from _listings(raw, stores)
    yield from _ledger(raw, stores[0], busy)
    client = signed_in(stores[0])
    for name, address in (
        ("stock", "/inventory/"), ("stock_search", "/inventory/?q=Лампа"), ("listing", "/listings/?view=all"),
        ("ledger", f"/inventory/{busy}/ledger/"), ("run", "/syncs/"), ("needs_you", "/needs-you/"),
    ):  # fmt: skip
        yield at_most(f"{name}_page", alone(partial(got, client, address)).usual, PAGE_MS, unit="ms")


def _stock(raw: Any, stores: list[Any]) -> Iterator[Result]:
    large = stores[0]
    ours, other = race("stock", partial(_variants, large), _raw(raw, large, by_hand.VARIANTS + by_hand.BY_SKU))
    yield against_raw("stock_list_first", ours, other)
    first = ours
    for view, condition in (("uncounted", by_hand.UNCOUNTED), ("short", by_hand.SHORT)):
        other_side = _raw(raw, large, by_hand.VARIANTS + condition + by_hand.BY_SKU)
        ours, other = race(view, partial(_variants, large, view), other_side)
        yield against_raw(f"stock_list_{view}", ours, other)
    place = _deep_variant(large)
    sql = by_hand.VARIANTS + by_hand.AFTER_SKU + by_hand.BY_SKU
    ours, other = race("deep", partial(_variants, large, after=_cursor(place)), _raw(raw, large, sql, **place))
    yield against_raw("stock_list_deep", ours, other)
    yield is_flat("stock_list_flat", ours, first)
    yield from _searched("stock", raw, stores, _variants, by_hand.VARIANTS + by_hand.NAMED + by_hand.BY_SKU)


def _listings(raw: Any, stores: list[Any]) -> Iterator[Result]:
    ways = {"all": by_hand.BY_TITLE, "linked": by_hand.BY_LINK, "trouble": by_hand.TROUBLE + by_hand.BY_TITLE}
    for view, sql in ways.items():
        other_side = _raw(raw, stores[0], by_hand.LISTINGS + sql)
        ours, other = race(view, partial(_listed, stores[0], view), other_side)
        yield against_raw(f"listing_list_{view}", ours, other)
    yield from _searched("listing", raw, stores, _listed, by_hand.LISTINGS + by_hand.LISTED + by_hand.BY_TITLE)


def _searched(what: str, raw: Any, stores: list[Any], ours_of: Callable[..., Any], sql: str) -> Iterator[Result]:
    for size, store in (("", stores[0]), ("small_store_", stores[-1])):
        for name, q in WORDS.items():
            other_side = _raw(raw, store, sql, **by_hand.searched(q))
            ours, other = race(q, partial(ours_of, store, "all", q=q), other_side)
            yield against_raw(f"{what}_search_{size}{name}", ours, other)
            yield at_most(f"{what}_search_{size}{name}_p95", ours.p95, SEARCH_MS, unit="ms")


def _ledger(raw: Any, store: Any, busy: str) -> Iterator[Result]:
    from inventory.models import InventoryChange, Variant
    from inventory.selectors.ledger import NEWEST

    variant = Variant.objects.get(pk=busy)
    rows = InventoryChange.objects.filter(variant=variant).order_by("-created_at", "-id")
    place = rows.values("created_at", "id")[rows.count() * 4 // 5]
    at = {"at": place["created_at"], "id": place["id"]}
    asked: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
        "first": ({}, "", {}),
        "cause": ({"cause": "recount"}, by_hand.CAUSED, {"cause": "recount"}),
        "rare_cause": ({"cause": "import"}, by_hand.CAUSED, {"cause": "import"}),
        "no_cause": ({"cause": "opening"}, by_hand.CAUSED, {"cause": "opening"}),
        "deep": ({"after": NEWEST.cursor(place)}, by_hand.BEFORE, at),
    }
    times = {}
    for name, (given, condition, values) in asked.items():
        sql = by_hand.LEDGER + condition + by_hand.NEWEST
        other_side = _raw(raw, store, sql, size=LEDGER_SIZE, variant=busy, **values)
        times[name], other = race(name, partial(_changes, variant, **given), other_side)
        yield against_raw(f"ledger_{name}", times[name], other)
    yield is_flat("ledger_flat", times["deep"], times["first"])


def _variants(store: Any, view: str = "all", *, q: str = "", after: str = "") -> list[Any]:
    from inventory.selectors.inventory_list import COLUMNS, listed

    keys, rows = listed(store, view, q=q)
    return [row["id"] for row in keys.page(rows, after=after, fields=COLUMNS).rows]


def _listed(store: Any, view: str, *, q: str = "") -> list[Any]:
    from inventory.selectors.listing_list import Filters, ordered

    rows, keys = ordered(store, view, Filters(q=q))
    return [row["id"] for row in keys.page(rows).rows]


def _changes(variant: Any, **given: Any) -> list[Any]:
    from inventory.selectors.ledger import ledger

    return [row["id"] for row in ledger(variant, size=LEDGER_SIZE, **given).rows]


def _deep_variant(store: Any) -> dict[str, Any]:
    from inventory.models import Variant

    rows = Variant.objects.filter(store=store).order_by("sku", "id")
    place: Any = rows.values("sku", "id")[rows.count() * 4 // 5]
    return dict(place)


def _cursor(place: dict[str, Any]) -> str:
    from inventory.selectors.inventory_list import BY_SKU

    return BY_SKU.cursor(place)


def _raw(raw: Any, store: Any, sql: str, *, size: int = 25, **values: Any) -> Callable[[], list[Any]]:
    return partial(by_hand.page, raw, sql, {"store": store.pk, **values}, size)


if __name__ == "__main__":
    main()
