"""Many changes of stock at once, each with its own answer."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import InventoryChange, Reservation, Variant
from inventory.services.stock_many import Wanted, change_many
from tests.inventory.world import World, conserved, levels, make_world, wanted


def row(world: World, variant: Variant, **more: Any) -> Wanted:
    return Wanted(variant=variant, location=more.pop("location", world.place), **more)


def test_each_row_has_its_answer_and_one_that_cannot_be_never_fails_the_rest(world: World) -> None:
    pot, cup, jar = world.variant("POT", 5), world.variant("CUP", 1), world.variant("JAR", 0)
    first, second, third, fourth = change_many(
        store=world.store, actor_label="Anna",
        rows=[
            row(world, pot, delta=-2, reason="Broken"), row(world, cup, delta=-3, reason="Broken"),
            row(world, jar, counted=7), row(world, cup),
        ],
    )  # fmt: skip
    assert first.change and (first.change.delta, first.change.reason, first.change.actor_label) == (
        -2, "Broken", "Anna",
    )  # fmt: skip
    assert second.refused and second.refused.field == "delta" and "Only 1 is there" in str(second.refused)
    assert third.change and (third.change.cause, third.change.on_hand_after) == ("recount", 7)
    assert fourth.refused and "either" in str(fourth.refused)
    assert [levels(each) for each in (pot, cup, jar)] == [(3, 0), (1, 0), (7, 0)]
    assert all(conserved(each) for each in (pot, cup, jar))


def test_rows_of_one_place_follow_one_another(world: World) -> None:
    pot = world.variant("POT", 2)
    rows = [
        row(world, pot, delta=3), row(world, pot, delta=-4, reason="Sold"), row(world, pot, delta=-4),
        row(world, pot, counted=9), row(world, pot, delta=1),
    ]  # fmt: skip
    done = change_many(store=world.store, rows=rows)
    found = [each.change and (each.change.on_hand_before, each.change.on_hand_after) for each in done]
    assert found == [(2, 5), (5, 1), None, (1, 9), (9, 10)]
    assert "Only 1 is there" in str(done[2].refused)
    assert levels(pot) == (10, 0) and conserved(pot)


def test_a_count_below_what_is_reserved_makes_shortages_and_what_comes_in_serves_them(world: World) -> None:
    pot = world.variant("POT", 3)
    line = world.reserve(pot, 2)
    there = world.another_place("cellar")
    change_many(store=world.store, rows=[row(world, pot, counted=1)])
    assert Reservation.objects.get(order_item_id=line).short == 1
    done = change_many(
        store=world.store,
        rows=[row(world, pot, delta=1), row(world, pot, delta=4, location=there), row(world, pot, delta=-2)],
    )  # fmt: skip
    assert Reservation.objects.get(order_item_id=line).short == 0
    assert done[2].refused and "2 of the 2 are reserved" in str(done[2].refused)
    assert levels(pot) == (6, 2) and conserved(pot)


def test_goods_of_another_store_are_refused(world: World) -> None:
    other = make_world()
    theirs = other.variant("POT", 3)
    (done,) = change_many(store=world.store, rows=[row(world, theirs, delta=1)])
    assert done.refused and "not in this store" in str(done.refused)
    assert levels(theirs) == (3, 0)


def test_a_hundred_rows_cost_hardly_more_than_one_and_their_shops_hear_of_it(world: World) -> None:
    pots = [world.variant(f"POT-{number}", 5) for number in range(100)]
    listing = world.listing(pots[7])
    with CaptureQueriesContext(connection) as few:
        change_many(store=world.store, rows=[row(world, pots[0], delta=1, reason="Delivery")])
    with CaptureQueriesContext(connection) as many:
        done = change_many(store=world.store, rows=[row(world, pot, delta=1, reason="Delivery") for pot in pots])
    assert all(each.change for each in done) and len(many) <= len(few) + 2
    assert InventoryChange.objects.filter(reason="Delivery").count() == 101
    assert wanted(listing) == 1


def test_nothing_asked_nothing_done(world: World) -> None:
    assert change_many(store=world.store, rows=[]) == []
