"""Adjusting at the same time: no unit is lost, none is taken twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from core.errors import DomainError
from inventory.models import InventoryChange
from inventory.services.stock import adjust, recount
from tests.inventory.world import World, conserved, levels, make_world

THREADS = 8


@pytest.fixture
def world(transactional_db: None) -> World:
    """A store whose rows are really committed."""
    return make_world()


def _together(work: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(THREADS)

    def one(number: int) -> Any:
        try:
            barrier.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_the_last_units_are_taken_once(world: World) -> None:
    pot = world.variant("POT", 5)

    def take(_number: int) -> bool:
        try:
            adjust(store=world.store, variant=pot, location=world.place, delta=-2, reason="Sold by hand")
        except DomainError:
            return False
        return True

    assert sum(_together(take)) == 2
    assert levels(pot) == (1, 0)
    assert conserved(pot)


def test_differences_made_at_once_add_up(world: World) -> None:
    pot = world.variant("POT", 0)
    _together(
        lambda number: adjust(store=world.store, variant=pot, location=world.place, delta=number + 1, reason="Delivery")
    )
    assert levels(pot) == (sum(range(1, THREADS + 1)), 0)
    rows = list(InventoryChange.objects.filter(variant=pot).order_by("on_hand_after").values_list(
        "on_hand_before", "on_hand_after"
    ))  # fmt: skip
    assert [before for before, _after in rows[1:]] == [after for _before, after in rows[:-1]]


def test_the_first_count_of_a_new_place_is_made_once(world: World) -> None:
    pot = world.variant("POT")
    _together(lambda number: recount(store=world.store, variant=pot, location=world.place, counted=number))
    assert InventoryChange.objects.filter(variant=pot).count() == THREADS
    assert conserved(pot)


def test_counts_and_reservations_never_promise_what_is_not_there(world: World) -> None:
    pot = world.variant("POT", 6)

    def act(number: int) -> None:
        if number % 2:
            world.reserve(pot, 2)
        else:
            recount(store=world.store, variant=pot, location=world.place, counted=number)

    _together(act)
    assert conserved(pot)
