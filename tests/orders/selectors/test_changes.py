"""Orders in the order of their change: paged without loss, on both sides of the archive, out of an index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from core import walk
from core.models import Store
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.narrowing import More
from orders.selectors.order_list import Filters, listed
from tests.dashboard import world

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def shop() -> Connection:
    return world.connection(Store.objects.create(slug="s", name="S"))


def changed(shop: Connection, minutes: int, **fields: Any) -> str:
    order = world.order(shop, **fields)
    Order.objects.filter(pk=order.pk).update(updated_at=NOW - timedelta(minutes=minutes))
    return order.number


def pages(shop: Connection, size: int, archived: Any = "", **narrowed: Any) -> list[list[str]]:
    filters = Filters(changed_from=NOW - timedelta(days=400), more=More(archived=archived), **narrowed)
    keys, rows = listed(shop.store, "all", filters, NOW)
    found, after = [], ""
    while True:
        page = keys.page(rows, after=after, size=size)
        found.append([order.number for order in page.rows])
        after = page.next
        if not after:
            back = keys.page(rows, before=page.earlier, size=size) if page.earlier else None
            assert back is None or [order.number for order in back.rows] == found[-2]
            return found


def test_the_oldest_change_comes_first_and_no_page_loses_or_doubles_one(shop: Connection) -> None:
    same = {minutes: changed(shop, minutes) for minutes in (9, 1, 7, 3)}
    put_away = {minutes: changed(shop, minutes, archived_at=NOW) for minutes in (8, 2, 6)}
    every = same | put_away
    for size in (1, 2, 3, 50):
        for archived, wanted in (("", same), ("only", put_away), ("with", every)):
            found = [number for page in pages(shop, size, archived) for number in page]
            assert found == [wanted[minutes] for minutes in sorted(wanted, reverse=True)], (size, archived)


def test_orders_of_the_same_moment_are_paged_whole(shop: Connection) -> None:
    numbers = {changed(shop, 5, archived_at=NOW if number % 2 else None) for number in range(7)}
    found = [number for page in pages(shop, 2, "with") for number in page]
    assert len(found) == 7 and set(found) == numbers


def test_what_changes_meanwhile_comes_once_more_at_the_end(shop: Connection) -> None:
    first, second = changed(shop, 9), changed(shop, 8)
    keys, rows = listed(shop.store, "all", Filters(changed_from=NOW - timedelta(hours=1)), NOW)
    page = keys.page(rows, size=1)
    assert [order.number for order in page.rows] == [first]
    Order.objects.filter(number=first).update(updated_at=NOW)
    rest = keys.page(rows, after=page.next, size=5)
    assert [order.number for order in rest.rows] == [second, first]


@pytest.mark.parametrize("few", [400, 1])
@pytest.mark.parametrize(
    "more", [{"status": "shipped"}, {"q": "KETTLE"}, {"q": "KETTLE", "status": "shipped"}], ids=str
)
def test_narrowed_they_come_in_the_same_order_walked_or_found(
    shop: Connection, more: Any, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "FEW", few)
    monkeypatch.setattr(walk, "MOST", few)
    wanted = [
        changed(shop, 20 - number, status="shipped", search_text="KETTLE-77") if number % 3 == 0 else changed(shop, 20)
        for number in range(12)
    ]
    wanted = [number for place, number in enumerate(wanted) if place % 3 == 0]
    assert [number for page in pages(shop, 2, **more) for number in page] == wanted
    assert [number for page in pages(shop, 2, "with", **more) for number in page] == wanted
    assert [number for page in pages(shop, 2, "only", **more) for number in page] == []


def test_a_view_is_narrowed_too(shop: Connection) -> None:
    changed(shop, 3, status="shipped")
    open_ones = [changed(shop, 2), changed(shop, 1)]
    keys, rows = listed(shop.store, "open", Filters(changed_from=NOW - timedelta(days=1)), NOW)
    assert [order.number for order in keys.page(rows).rows] == open_ones


@pytest.mark.parametrize(
    ("archived", "index"), [("", "orders_by_change"), ("only", "orders_archived_by_change"), ("with", "both")]
)
def test_a_page_is_read_from_an_index_in_its_order(shop: Connection, archived: Any, index: str) -> None:
    filters = Filters(changed_from=NOW - timedelta(days=1), more=More(archived=archived))
    keys, rows = listed(shop.store, "all", filters, NOW)
    with database.cursor() as cursor:
        # Of a handful of rows any way is a good one: without sorting only that of a long table is left.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = keys.near(rows, most=26).explain()
    wanted = {"both": ("orders_by_change", "orders_archived_by_change")}.get(index, (index,))
    assert all(f"using {name}" in plan for name in wanted), plan
    assert archived == "with" or "Sort" not in plan
