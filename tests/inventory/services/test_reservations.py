"""Reserving, giving back, regranting, shrinking: every unit is accounted for (laws 2 and 3)."""

from uuid import UUID, uuid4

import pytest

from inventory.models import Reservation, Stock, Variant
from inventory.services.departures import consume, move
from inventory.services.reservations import Ask, Grant, regrant, release, reserve, shrink_to
from inventory.signals import shortages_changed
from tests.orders.world import World, ledger_adds_up, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def ask(world: World, units: int, item: UUID | None = None, sku: str = "TEA") -> Ask:
    return Ask(item or uuid4(), world.store.pk, world.variants[sku].pk, world.place.pk, units)


def add(variant: Variant, units: int) -> None:
    row = Stock.objects.get(variant=variant)
    row.on_hand += units
    row.save()


def test_asks_for_one_shelf_are_answered_in_their_order(world: World) -> None:
    world.put("TEA", 5)
    first, second, third = asks = [ask(world, 3), ask(world, 3), ask(world, 1)]
    assert reserve(asks) == {
        first.order_item_id: Grant(3, 0),
        second.order_item_id: Grant(2, 1),
        third.order_item_id: Grant(0, 1),
    }
    assert world.stock("TEA") == (5, 5)


def test_what_has_no_stock_row_is_short(world: World) -> None:
    variant = world.put("TEA", 0)
    Stock.objects.all().delete()
    wanted = ask(world, 2)
    assert reserve([wanted]) == {wanted.order_item_id: Grant(0, 2)}
    assert Stock.objects.get(variant=variant).reserved == 0


def test_asking_again_adds_to_the_same_row(world: World) -> None:
    world.put("TEA", 5)
    item = uuid4()
    reserve([ask(world, 2, item), ask(world, 1, item)])
    reserve([ask(world, 1, item)])
    assert world.held("TEA") == [(4, 4, 0)]
    kinds = Reservation.history.order_by("history_date", "asked").values_list("history_type", "asked")
    assert list(kinds) == [("+", 3), ("~", 4)]


def test_giving_back_drops_shortages_first_and_serves_the_oldest(world: World) -> None:
    world.put("TEA", 3)
    first, second, third = ask(world, 4), ask(world, 1), ask(world, 1)
    for each in (first, second, third):
        reserve([each])
    release({first.order_item_id: 1})
    assert world.held("TEA") == [(3, 3, 0), (1, 0, 1), (1, 0, 1)]
    release({first.order_item_id: 1})
    assert world.held("TEA") == [(2, 2, 0), (1, 1, 0), (1, 0, 1)]
    release([first.order_item_id])
    assert world.held("TEA") == [(1, 1, 0), (1, 1, 0)]
    assert world.stock("TEA") == (3, 2)


def test_giving_back_twice_gives_back_once(world: World) -> None:
    world.put("TEA", 3)
    wanted = ask(world, 2)
    reserve([wanted])
    release([wanted.order_item_id])
    release([wanted.order_item_id])
    assert world.stock("TEA") == (3, 0)


def test_what_comes_in_serves_the_oldest_and_says_so(world: World) -> None:
    variant = world.put("TEA", 0)
    asks = [ask(world, 2), ask(world, 2)]
    for each in asks:
        reserve([each])
    add(variant, 3)
    heard: list[set[UUID]] = []

    def listen(order_item_ids, **_more) -> None:
        heard.append(order_item_ids)

    shortages_changed.connect(listen)
    try:
        assert regrant([variant.pk]) == {each.order_item_id for each in asks}
        assert regrant([variant.pk]) == set()
    finally:
        shortages_changed.disconnect(listen)
    assert world.held("TEA") == [(2, 2, 0), (2, 1, 1)]
    assert heard == [{each.order_item_id for each in asks}]


def test_a_count_below_the_reserved_sum_makes_the_newest_short(world: World) -> None:
    variant = world.put("TEA", 5)
    for units in (2, 2, 1):
        reserve([ask(world, units)])
    shrink_to(variant.pk, world.place.pk, 3)
    assert world.held("TEA") == [(2, 2, 0), (2, 1, 1), (1, 0, 1)]
    assert world.stock("TEA") == (5, 3)


def test_a_split_never_frees_a_unit(world: World) -> None:
    world.put("TEA", 3)
    first, waiting, into = ask(world, 4), ask(world, 1), uuid4()
    reserve([first])
    reserve([waiting])
    assert move(first.order_item_id, into, 2) == 2
    assert {row.order_item_id: (row.asked, row.granted, row.short) for row in Reservation.objects.all()} == {
        first.order_item_id: (2, 1, 1),
        waiting.order_item_id: (1, 0, 1),
        into: (2, 2, 0),
    }
    assert move(first.order_item_id, into, 9) == 2
    assert world.stock("TEA") == (3, 3)


def test_leaving_lowers_on_hand_and_reserved_together(world: World) -> None:
    variant = world.put("TEA", 5)
    wanted = ask(world, 3)
    reserve([wanted])
    assert consume(uuid4(), [(wanted.order_item_id, 2)]) == set()
    assert (world.stock("TEA"), world.held("TEA")) == ((3, 1), [(1, 1, 0)])
    assert Reservation.objects.get().consumed == 2
    assert ledger_adds_up(variant)
