"""Orders split at the marketplace: units are neither lost nor counted twice, in whatever order the pieces arrive."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.models import Reservation
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.statuses import OrderStatus
from orders.models import Order, OrderItem
from orders.services.intake.doubt import read_before_their_child, shrunk
from tests.orders.world import NOON, World, ledger_adds_up, line, make_world, told


def at(minutes: int):
    return NOON + timedelta(minutes=minutes)


def whole() -> Told:
    return told("P", line("TEA", 3, remote_id="1"))


def rest(units: int = 1, *, later: int = 0) -> Told:
    return told("P", line("TEA", units, remote_id="1"), later=later, raw={"rest": units, "later": later})


def child(units: int = 2, name: str = "P-2", *, later: int = 0) -> Told:
    return told(name, line("TEA", units, remote_id="1"), parent_remote_id="P", later=later)


def units_of(world: World, remote_id: str) -> int:
    rows = OrderItem.objects.filter(marketplace_order__marketplace_order_id=remote_id, order__store=world.store)
    return sum(rows.values_list("quantity", flat=True))


def check(world: World, *, total: int = 3) -> None:
    """One order, the units once, reservations as many, nothing free in between."""
    assert Order.objects.filter(store=world.store).count() == 1
    items = OrderItem.objects.filter(order__store=world.store)
    assert sum(items.values_list("quantity", flat=True)) == total
    held = Reservation.objects.filter(store=world.store)
    assert sum(held.values_list("asked", flat=True)) == total
    assert world.stock("TEA")[1] == min(total, world.stock("TEA")[0])
    assert ledger_adds_up(world.variants["TEA"])


PAGES = {
    "parent, then child": [[whole()], [child()]],
    "parent, then two children": [[whole()], [child(1, "P-2")], [child(1, "P-3")]],
    "parent, then child, then what is left of the parent": [[whole()], [child()], [rest(later=9)]],
    "parent, then what is left of it, then child": [[whole()], [rest(later=9)], [child()]],
    "child first, then what is left of the parent": [[child()], [rest()]],
    "both on one page, parent first": [[whole()], [rest(later=9), child(later=9)]],
    "both on one page, child first": [[whole()], [child(later=9), rest(later=9)]],
    "both new on one page": [[rest(), child()]],
    "two children": [[whole()], [child(1, "P-2")], [child(1, "P-3")], [rest(later=9)]],
    "two children, parent last": [[child(1, "P-3")], [child(1, "P-2")], [rest()]],
    "parent without times of its own": [[whole()], [child()], [rest()]],
}


@pytest.mark.parametrize("pages", PAGES.values(), ids=PAGES.keys())
def test_every_order_of_arrival_comes_to_the_same(world: World, pages: list[list[Told]]) -> None:
    world.put("TEA", 10)
    for minute, page in enumerate(pages):
        world.take_in(*page, seen_at=at(minute))
    check(world)
    assert units_of(world, "P") == 1


def test_the_child_takes_the_reservation_and_its_turn(world: World) -> None:
    """Two of three are there and another order waits: the split must not let it overtake."""
    world.put("TEA", 2)
    world.take_in(whole(), seen_at=at(0))
    world.take_in(told("Q", line("TEA", 1)), seen_at=at(1))
    world.take_in(child(), seen_at=at(2))
    granted = dict(Reservation.objects.values_list("order_item_id", "granted").filter(asked__gt=0))
    by_order = {name: granted[OrderItem.objects.get(marketplace_order__marketplace_order_id=name).pk] for name in
                ("P", "P-2", "Q")}  # fmt: skip
    assert by_order == {"P": 0, "P-2": 2, "Q": 0}


def test_a_parent_read_before_its_child_was_seen_adds_nothing(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(child(), seen_at=at(5))
    world.take_in(whole(), seen_at=at(4))
    check(world)
    world.take_in(rest(later=9), seen_at=at(6))
    check(world)


def test_a_parent_replaced_by_its_children_keeps_the_goods_for_them(world: World) -> None:
    world.put("TEA", 3)
    world.take_in(whole(), seen_at=at(0))
    gone = told("P", line("TEA", 3, remote_id="1"), status=OrderStatus.CANCELLED, replaced_by_split=True, later=5)
    world.take_in(gone, told("Q", line("TEA", 1)), seen_at=at(1))
    assert world.stock("TEA") == (3, 3)
    assert world.ours("P").status == "confirmed"
    assert world.ours("Q").short_units == 1
    world.take_in(child(1, "P-1", later=6), child(2, "P-2", later=6), seen_at=at(2))
    assert (units_of(world, "P"), units_of(world, "P-1"), units_of(world, "P-2")) == (0, 1, 2)
    assert world.stock("TEA") == (3, 3)
    assert world.ours("Q").short_units == 1
    assert world.ours("P") == world.ours("P-1") == world.ours("P-2")


def test_the_order_is_as_far_as_its_least_advanced_part(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(whole(), seen_at=at(0))
    world.take_in(child(), seen_at=at(1))
    sent = told("P", line("TEA", 1, remote_id="1"), status=OrderStatus.SHIPPED, later=9)
    world.take_in(sent, seen_at=at(2))
    assert (world.ours("P").status, world.stock("TEA")) == ("processing", (9, 2))
    gone = told("P-2", line("TEA", 2, remote_id="1"), status=OrderStatus.CANCELLED, parent_remote_id="P", later=10)
    world.take_in(gone, seen_at=at(3))
    assert (world.ours("P").status, world.stock("TEA")) == ("shipped", (9, 0))


def test_a_child_of_a_child_belongs_to_the_same_order(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(whole(), seen_at=at(0))
    world.take_in(child(2), seen_at=at(1))
    grandchild = told("P-3", line("TEA", 1, remote_id="1"), parent_remote_id="P-2")
    world.take_in(grandchild, seen_at=at(2))
    check(world)
    assert [units_of(world, name) for name in ("P", "P-2", "P-3")] == [1, 1, 1]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.integers(2, 6),
    stock=st.integers(0, 8),
    data=st.data(),
)
def test_sums_are_conserved_whatever_arrives_when(db: None, first: int, stock: int, data: st.DataObject) -> None:
    """One parent, up to three splits; every telling arrives, some twice, some on one page; the newest parent comes."""
    world = make_world("split")
    world.put("TEA", stock)
    pieces = data.draw(st.lists(st.integers(1, 2), min_size=1, max_size=3).filter(lambda cut: sum(cut) < first))
    left = first - sum(pieces)
    children = [child(units, f"P-{number}", later=5) for number, units in enumerate(pieces)]
    parent_seen_whole = data.draw(st.booleans())
    minute = 0
    if parent_seen_whole:
        world.take_in(told("P", line("TEA", first, remote_id="1")), seen_at=at(minute))
    arrivals = (
        data.draw(st.permutations([*children, rest(left, later=9)])) if parent_seen_whole else [*children, rest(left)]
    )
    for arrival in arrivals:
        minute += 1
        world.take_in(arrival, seen_at=at(minute))
        if data.draw(st.booleans()):
            world.take_in(arrival, seen_at=at(minute))
    check(world, total=first)
    assert units_of(world, "P") == left


def test_a_parent_first_told_after_the_split_gets_its_units_back_with_its_next_reading(world: World) -> None:
    """The part is on a later page: until the parent is read again, nobody can tell whose units they are."""
    world.put("TEA", 10)
    world.take_in(rest(1), seen_at=at(0))
    world.take_in(child(2), seen_at=at(1))
    assert read_before_their_child(world.shop.pk, now=at(3)) == ["P"]
    world.take_in(rest(1), seen_at=at(2))
    check(world)
    assert units_of(world, "P") == 1
    assert read_before_their_child(world.shop.pk, now=at(3)) == []
    assert world.take_in(rest(1), seen_at=at(3)).unchanged == 1


def test_a_parent_told_with_fewer_units_is_asked_for_its_parts(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(whole(), told("Q", line("TEA", 1)), seen_at=at(0))
    assert shrunk(world.shop.pk, [whole(), told("Q", line("TEA", 1))]) == []
    assert shrunk(world.shop.pk, [rest(later=9), told("Q", line("TEA", 1), later=1), told("R", line("TEA"))]) == ["P"]


def test_a_telling_older_than_the_stored_one_asks_for_nothing(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("P", line("TEA", 3, remote_id="1"), later=20), seen_at=at(0))
    assert shrunk(world.shop.pk, [rest(later=9)]) == []
