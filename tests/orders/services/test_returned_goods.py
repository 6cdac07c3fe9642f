"""Goods that came back: on the shelf again or written off, once per line, with its row in the ledger."""

import threading
from typing import Any

import pytest
from django.db import connection

from core.errors import DomainError
from core.models import NeedsYou
from inventory.models import InventoryChange, Location, Stock, Variant
from marketplaces.canonical.returns import ReturnStatus
from marketplaces.canonical.statuses import OrderStatus
from orders.models import OrderReturnLine
from orders.services.returns.shelf import Found, decide, put_back, write_off
from tests.orders.services.test_returns import accepted, back, delivered, returned, take
from tests.orders.world import World, ledger_adds_up, line, make_world, told


@pytest.fixture
def came_back(world: World) -> OrderReturnLine:
    """Two of three units are here again."""
    world.put("KET-1", 5)
    delivered(world)
    take(world, accepted("R1", "A1", returned("KET-1", 2), came_back=True))
    return OrderReturnLine.objects.get()


def test_it_goes_on_the_shelf_and_the_ledger_says_why(world: World, came_back: OrderReturnLine) -> None:
    put_back(line=came_back, quantity=2, actor_label="anna@example.org")
    assert world.stock("KET-1") == (7, 0)
    assert ledger_adds_up(world.variants["KET-1"])
    row = InventoryChange.objects.get(cause="returned")
    assert (row.delta, row.actor_label) == (2, "anna@example.org")
    assert row.reason == f"{world.ours('A1').number} came back, return R1"
    came_back.refresh_from_db()
    assert (came_back.decision, came_back.put_back_quantity, came_back.decided_by) == (
        "put_back", 2, "anna@example.org"
    )  # fmt: skip


def test_some_of_it_may_be_lost(world: World, came_back: OrderReturnLine) -> None:
    put_back(line=came_back, quantity=1)
    assert world.stock("KET-1") == (6, 0)


def test_each_unit_is_sold_again_damaged_or_lost(world: World, came_back: OrderReturnLine) -> None:
    decide(line=came_back, found=Found(sellable=1, damaged=1), condition=" lid  broken ", actor_label="Anna")
    assert world.stock("KET-1") == (6, 0) and ledger_adds_up(world.variants["KET-1"])
    came_back.refresh_from_db()
    kept = (came_back.put_back_quantity, came_back.damaged_quantity, came_back.lost_quantity, came_back.condition)
    assert kept == (1, 1, 0, "lid broken")
    assert came_back.decision == "put_back" and came_back.decided_by == "Anna"


@pytest.mark.parametrize("found", [
    Found(), Found(sellable=1), Found(sellable=2, lost=1), Found(sellable=3, damaged=-1), Found(lost=9),
])  # fmt: skip
def test_units_that_do_not_add_up_are_not_decided(world: World, came_back: OrderReturnLine, found: Found) -> None:
    with pytest.raises(DomainError, match="2 units came back. Say of each"):
        decide(line=came_back, found=found)
    came_back.refresh_from_db()
    assert came_back.decision == "" and world.stock("KET-1") == (5, 0)


def test_what_is_only_damaged_or_lost_changes_no_stock(world: World, came_back: OrderReturnLine) -> None:
    decide(line=came_back, found=Found(damaged=1, lost=1))
    came_back.refresh_from_db()
    assert (came_back.decision, came_back.damaged_quantity, came_back.lost_quantity) == ("written_off", 1, 1)
    assert world.stock("KET-1") == (5, 0)


def test_what_did_not_go_on_the_shelf_is_lost(world: World, came_back: OrderReturnLine) -> None:
    put_back(line=came_back, quantity=1)
    came_back.refresh_from_db()
    assert (came_back.put_back_quantity, came_back.lost_quantity) == (1, 1)


def test_written_off_changes_no_stock(world: World, came_back: OrderReturnLine) -> None:
    write_off(line=came_back, actor_label="anna@example.org")
    assert world.stock("KET-1") == (5, 0)
    came_back.refresh_from_db()
    assert came_back.decision == "written_off"


@pytest.mark.parametrize("first", [put_back, write_off])
@pytest.mark.parametrize("then", [put_back, write_off])
def test_it_is_decided_once(world: World, came_back: OrderReturnLine, first: Any, then: Any) -> None:
    def do(what: Any) -> None:
        what(line=came_back, **({"quantity": 2} if what is put_back else {}))

    do(first)
    after = world.stock("KET-1")
    with pytest.raises(DomainError, match="decided before"):
        do(then)
    assert world.stock("KET-1") == after


def test_who_needed_an_answer_has_it_once_every_line_is_decided(world: World) -> None:
    world.put("KET-1", 5)
    delivered(world)
    take(world, accepted("R1", "A1", returned("KET-1"), returned("KET-1"), came_back=True))
    one, other = OrderReturnLine.objects.order_by("position")
    put_back(line=one, quantity=1)
    assert NeedsYou.objects.filter(kind="return", settled_at__isnull=True).count() == 1
    write_off(line=other)
    assert not NeedsYou.objects.filter(kind="return", settled_at__isnull=True).exists()
    take(world, accepted("R1", "A1", returned("KET-1"), returned("KET-1"), came_back=True, later=9))
    assert not NeedsYou.objects.filter(kind="return", settled_at__isnull=True).exists()


def test_it_goes_where_it_was_taken_from(world: World) -> None:
    variant = world.put("KET-1", 5)
    attic = Location.objects.create(store=world.store, name="Attic", code="attic")
    Stock.objects.create(store=world.store, variant=variant, location=attic, on_hand=0)
    delivered(world)
    item = world.ours("A1").items.get()
    InventoryChange.objects.create(
        store=world.store, variant=variant, location=attic, delta=-1, on_hand_before=1, on_hand_after=0,
        reserved_after=0, cause="shipped", order_item_id=item.pk, created_at=item.created_at,
    )  # fmt: skip
    take(world, accepted(came_back=True))
    put_back(line=OrderReturnLine.objects.get(), quantity=1)
    assert Stock.objects.get(variant=variant, location=attic).on_hand == 1


@pytest.mark.parametrize("quantity", [0, -1, 3])
def test_more_than_came_back_is_not_put_back(world: World, came_back: OrderReturnLine, quantity: int) -> None:
    with pytest.raises(DomainError, match="2 units came back"):
        put_back(line=came_back, quantity=quantity)


def test_what_nobody_knows_is_only_written_off(world: World) -> None:
    delivered(world)
    take(world, accepted(came_back=True))
    with pytest.raises(DomainError, match="Link the line"):
        put_back(line=OrderReturnLine.objects.get(), quantity=1)
    write_off(line=OrderReturnLine.objects.get())


def test_what_was_never_counted_is_not_counted_by_a_return(world: World, came_back: OrderReturnLine) -> None:
    Variant.objects.update(opening_counted_at=None)
    with pytest.raises(DomainError, match="never counted"):
        put_back(line=came_back, quantity=1)


@pytest.mark.parametrize("status", [ReturnStatus.REQUESTED, ReturnStatus.CANCELLED])
def test_what_is_not_coming_is_not_put_back(world: World, status: ReturnStatus) -> None:
    world.put("KET-1", 5)
    delivered(world)
    take(world, back(status=status))
    with pytest.raises(DomainError, match="on its way back"):
        put_back(line=OrderReturnLine.objects.get(), quantity=1)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_put_it_back_once(transactional_db: None) -> None:
    world = make_world()
    world.put("KET-1", 5)
    world.take_in(told("A1", line("KET-1", 3), status=OrderStatus.DELIVERED))
    take(world, accepted("R1", "A1", returned("KET-1", 2), came_back=True))
    found = OrderReturnLine.objects.get()
    barrier, refused = threading.Barrier(4), []

    def press() -> None:
        try:
            barrier.wait()
            put_back(line=found, quantity=2)
        except DomainError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert world.stock("KET-1") == (7, 0)
