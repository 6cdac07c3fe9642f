"""The order list: views, filters, search, sorting, paging, and how many queries it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.models import NeedsYou, Store
from orders.models import Order
from orders.selectors.order_list import Filters, order_list
from orders.selectors.views import VIEWS, view_counts
from tests.dashboard import world


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Lumen", timezone="Europe/Luxembourg")


@pytest.fixture
def shop(store: Store):
    return world.connection(store)


def numbers(store: Store, view: str = "open", now: datetime | None = None, **filters) -> list[str]:
    found = order_list(store, view, Filters(**filters), now=now or timezone.now())
    return [row["number"] for row in found.page.rows]


def test_the_nearest_deadline_comes_first_then_the_dearest(store: Store, shop) -> None:
    due = world.hours(3)
    later = world.order(shop, ship_by=world.hours(9))
    never = world.order(shop, ship_by=None)
    cheap = world.order(shop, ship_by=due, total=5)
    dear = world.order(shop, ship_by=due, total=500)
    assert numbers(store) == [dear.number, cheap.number, later.number, never.number]


def test_pages_by_key_show_every_order_once(store: Store, shop) -> None:
    made = {world.order(shop, ship_by=None if n % 3 else world.hours(n)).number for n in range(11)}
    seen, cursor = [], ""
    while True:
        found = order_list(store, "open", Filters(), now=timezone.now(), after=cursor, size=4)
        seen += [row["number"] for row in found.page.rows]
        cursor = found.page.next
        if not cursor:
            break
    assert (len(seen), set(seen)) == (11, made)


@pytest.mark.parametrize(
    ("view", "fields", "inside"),
    [
        ("open", {"status": "pending"}, True),
        ("open", {"status": "unknown"}, True),
        ("open", {"status": "shipped"}, False),
        ("today", {}, True),
        ("today", {"scheme": "marketplace"}, False),
        ("today", {"status": "pending"}, False),
        ("today", {"held_at": timezone.now()}, False),
        ("late", {}, False),
        ("late", {"ship_by": datetime(2026, 11, 20, 8, 55, tzinfo=UTC)}, True),
        ("late", {"ship_by": datetime(2026, 11, 20, 8, 55, tzinfo=UTC), "status": "shipped"}, False),
        ("unlinked", {"unlinked_lines": 1}, True),
        ("unlinked", {}, False),
        ("trouble", {"sync_status": "error", "status": "shipped"}, True),
        ("trouble", {}, False),
        ("all", {"status": "cancelled"}, True),
        ("all", {"archived_at": timezone.now()}, False),
    ],
)
def test_a_view_holds_what_its_name_says(store: Store, shop, view: str, fields: dict, inside: bool) -> None:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    made = world.order(shop, **{"ship_by": now + timedelta(hours=1), **fields})
    assert (made.number in numbers(store, view, now=now)) == inside


def test_today_ends_at_the_stores_midnight(store: Store, shop) -> None:
    now = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # 21:00 in Luxembourg
    tonight = world.order(shop, ship_by=datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    world.order(shop, ship_by=datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert numbers(store, "today", now=now) == [tonight.number]


def test_what_needs_a_person_is_found_by_its_order(store: Store, shop) -> None:
    wanted, other, put_off = world.order(shop), world.order(shop), world.order(shop)
    for made, until in ((wanted, None), (put_off, world.hours(2))):
        NeedsYou.objects.create(
            store=store,
            kind="short",
            cause_key=made.number,
            subject_type="order",
            subject_id=made.pk,
            title="S",
            snoozed_until=until,
        )
    assert numbers(store, "needs") == [wanted.number]
    assert other.number not in numbers(store, "needs")


def test_counts_agree_with_the_lists(store: Store, shop) -> None:
    world.order(shop, ship_by=world.hours(-1))
    world.order(shop, unlinked_lines=2)
    world.order(shop, status="shipped", sync_status="error")
    now = timezone.now()
    assert view_counts(store, now) == {view: len(numbers(store, view, now=now)) for view in VIEWS}


def test_another_stores_orders_do_not_exist(store: Store, shop) -> None:
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    world.order(world.connection(elsewhere))
    assert numbers(store, "all") == []
    assert sum(view_counts(store, timezone.now()).values()) == 0


def test_filters_narrow(store: Store, shop) -> None:
    shopee = world.connection(store, "Lumen TH", "shopee")
    one, two = world.order(shop), world.order(shopee, status="pending", scheme="marketplace")
    assert numbers(store, marketplace="ozon") == [one.number]
    assert numbers(store, connection=shopee.pk) == [two.number]
    assert numbers(store, status="pending") == [two.number]
    assert numbers(store, scheme="marketplace") == [two.number]


def test_dates_are_the_stores_days_and_both_ends_are_in(store: Store, shop) -> None:
    world.order(shop, ordered_at=datetime(2026, 11, 16, 22, 59, tzinfo=UTC))
    wanted = world.order(shop, ordered_at=datetime(2026, 11, 16, 23, 1, tzinfo=UTC))  # the 17th in Luxembourg
    day = datetime(2026, 11, 17, tzinfo=UTC).date()
    assert numbers(store, since=day, until=day) == [wanted.number]


@pytest.mark.parametrize("q", ["46218733-{n}", "соловьёва", "СОЛОВ", "O-{n}", "o-{n}", "LMP-B", "Е"])
def test_any_part_finds_it(store: Store, shop, q: str) -> None:
    made = world.order(shop)
    world.order(shop, search_text="somebody else entirely")
    assert numbers(store, q=q.format(n=made.number.removeprefix("O-"))) == [made.number]


@pytest.mark.parametrize("q", ["%", "_____", "100%", "\\"])
def test_signs_of_the_database_are_plain_letters(store: Store, shop, q: str) -> None:
    world.order(shop)
    assert numbers(store, q=q) == []


def test_search_uses_its_index(store: Store, shop) -> None:
    from django.db import connection as database

    from orders.selectors.order_list import search

    sql, params = search(Order.all_objects.all(), "соловьёва").query.sql_with_params()
    with database.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "orders_search" in plan


def test_a_row_shows_its_first_line_and_counts_the_others(store: Store, shop) -> None:
    made = world.order(shop, lines=3, quantity=2)
    line = order_list(store, "open", Filters(), now=timezone.now()).lines[made.pk]
    assert (line.name, line.quantity, line.others) == ("Лампа настольная «Орион», 1", 2, 2)


def test_their_word_is_shown_for_a_status_nobody_knows(store: Store, shop) -> None:
    made = world.order(shop, status="unknown", told="awaiting_teleport")
    found = order_list(store, "open", Filters(), now=timezone.now())
    assert found.remote_words == {made.pk: "awaiting_teleport"}


def test_a_page_takes_two_queries_however_long_it_is(store: Store, shop, django_assert_num_queries) -> None:
    for _ in range(8):
        world.order(shop, lines=2)
    with django_assert_num_queries(2):
        order_list(store, "open", Filters(), now=timezone.now())


@pytest.mark.parametrize("view", ["open", "all"])
def test_what_is_in_most_orders_is_found_page_by_page_and_back(
    store: Store, shop, view: str, django_assert_num_queries
) -> None:
    for number in range(14):
        world.order(shop, ship_by=world.hours(number), search_text="Table lamp" if number % 7 else "Teapot")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orders")
    given, now = Filters(q="lamp"), timezone.now()
    whole = [row["number"] for row in order_list(store, view, given, now=now, size=50).page.rows]
    seen, pages, cursor_of = [], [], ""
    while not pages or cursor_of:
        pages.append(order_list(store, view, given, now=now, after=cursor_of, size=5).page)
        seen += [row["number"] for row in pages[-1].rows]
        cursor_of = pages[-1].next
    assert (len(whole), seen) == (12, whole)
    back = order_list(store, view, given, now=now, before=pages[1].earlier, size=5).page
    assert (list(back.rows), back.earlier) == (list(pages[0].rows), "")
    with django_assert_num_queries(3):  # how common it is, a page of the next orders, its lines; no other search
        order_list(store, view, given, now=now, size=5)
