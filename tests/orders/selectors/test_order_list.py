"""The order list: views, filters, search, sorting, paging, and how many queries it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core import walk
from core.models import NeedsYou, Store
from orders.models import Order
from orders.selectors.narrowing import More
from orders.selectors.order_list import Filters, neighbours, order_list, search
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


def test_search_uses_the_index_of_its_store(store: Store, shop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    plan = search(Order.all_objects.all(), store, "соловьёва").explain()
    assert "orders_found" in plan
    assert str(store.pk) in plan.split("orders_found")[1]


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


@pytest.fixture
def a_few_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that lists of a test are long beside what is looked at first."""
    monkeypatch.setattr(walk, "FEW", 2)
    monkeypatch.setattr(walk, "MOST", 6)


def walked(store: Store, view: str, given: Filters, size: int) -> tuple[list[list[str]], list[list[str]]]:
    """The numbers of all pages, there and back again."""
    there, back, place = [], [], ""
    while not there or place:
        page = order_list(store, view, given, now=timezone.now(), after=place, size=size).page
        there.append([row["number"] for row in page.rows])
        place, last = page.next, page
    while last.earlier:
        last = order_list(store, view, given, now=timezone.now(), before=last.earlier, size=size).page
        back.insert(0, [row["number"] for row in last.rows])
    return there, [*back, there[-1]]


@pytest.mark.parametrize("view", ["open", "all"])
@pytest.mark.parametrize("share", [1, 2, 5, 13])
@pytest.mark.usefixtures("a_few_are_two")
def test_what_is_common_and_what_is_rare_is_found_page_by_page_and_back(
    store: Store, shop, view: str, share: int
) -> None:
    made = [
        world.order(shop, ship_by=world.hours(n), search_text=f"{'Teapot' if n % share else 'Table lamp'} {n}")
        for n in range(14)
    ]
    wanted = [each.number for number, each in enumerate(made) if number % share == 0]
    there, back = walked(store, view, Filters(q="lamp"), size=2)
    assert there == back
    assert sorted(number for page in there for number in page) == sorted(wanted)
    listed = [row["number"] for row in order_list(store, view, Filters(), now=timezone.now()).page.rows]
    assert [number for page in there for number in page] == [number for number in listed if number in wanted]


@pytest.mark.usefixtures("a_few_are_two")
def test_a_searched_order_knows_its_neighbours(store: Store, shop) -> None:
    made = [world.order(shop, ship_by=world.hours(n), search_text="lamp" if n % 3 == 0 else "pot") for n in range(9)]
    asked = Filters(q="lamp")
    assert neighbours(store, "open", asked, made[3], now=timezone.now()) == (made[0].pk, made[6].pk)
    assert neighbours(store, "open", asked, made[4], now=timezone.now()) == (made[3].pk, made[6].pk)


@pytest.mark.usefixtures("a_few_are_two")
def test_rarer_filters_narrow_a_search_too(store: Store, shop) -> None:
    for number in range(9):
        world.order(shop, search_text="lamp", tags=["gift"] if number in (2, 7) else [])
    asked = {"q": "lamp", "more": More(tag="gift")}
    assert len(numbers(store, **asked)) == 2
    assert numbers(store, "all", **asked) == numbers(store, "all", more=More(tag="gift"))


def test_a_search_takes_one_query_more_than_the_list(store: Store, shop, django_assert_num_queries) -> None:
    for _ in range(8):
        world.order(shop, search_text="lamp")
    order_list(store, "open", Filters(q="lamp"), now=timezone.now(), size=5)
    with django_assert_num_queries(3):  # a look at the next orders, a page of them, its lines
        order_list(store, "open", Filters(q="lamp"), now=timezone.now(), size=5)
