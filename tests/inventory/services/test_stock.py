"""Adjusting and counting stock."""

import pytest

from core.errors import DomainError
from inventory.models import InventoryChange, Reservation, Stock
from inventory.services.stock import adjust, recount
from tests.inventory.world import World, conserved, levels, make_world, wanted


def test_an_adjustment_leaves_its_row_in_the_ledger(world: World) -> None:
    pot = world.variant("POT", 5)
    change = adjust(
        store=world.store, variant=pot, location=world.place, delta=-2, reason="Broken", note="in the yard",
        actor_label="Anna",
    )  # fmt: skip
    assert (change.delta, change.on_hand_before, change.on_hand_after) == (-2, 5, 3)
    assert (change.cause, change.reason, change.note, change.actor_label) == (
        "adjusted", "Broken", "in the yard", "Anna",
    )  # fmt: skip
    assert levels(pot) == (3, 0)
    assert conserved(pot)


def test_more_than_is_there_cannot_be_taken(world: World) -> None:
    pot = world.variant("POT", 3)
    with pytest.raises(DomainError, match="Only 3 are there; taking 5 would leave −2.") as refused:
        adjust(store=world.store, variant=pot, location=world.place, delta=-5, reason="Broken")
    assert refused.value.field == "delta"
    assert levels(pot) == (3, 0)
    assert InventoryChange.objects.filter(variant=pot).count() == 1


def test_reserved_units_cannot_be_adjusted_away_but_a_count_is_offered(world: World) -> None:
    pot = world.variant("POT", 3)
    world.reserve(pot, 2)
    with pytest.raises(DomainError, match="2 of the 3 are reserved for orders; taking 2 would leave 1.*enter a count"):
        adjust(store=world.store, variant=pot, location=world.place, delta=-2, reason="Broken")
    assert levels(pot) == (3, 2)


def test_an_adjustment_by_nothing_is_refused(world: World) -> None:
    pot = world.variant("POT", 3)
    with pytest.raises(DomainError, match="Nothing would change"):
        adjust(store=world.store, variant=pot, location=world.place, delta=0, reason="")


def test_goods_that_come_in_serve_the_oldest_shortage_first(world: World) -> None:
    pot = world.variant("POT", 0)
    first, second = world.reserve(pot, 2), world.reserve(pot, 2)
    adjust(store=world.store, variant=pot, location=world.place, delta=3, reason="Delivery")
    held = {row.order_item_id: (row.granted, row.short) for row in Reservation.objects.filter(variant=pot)}
    assert held == {first: (2, 0), second: (1, 1)}
    assert conserved(pot)


def test_a_count_below_what_is_reserved_makes_the_newest_orders_short(world: World) -> None:
    pot = world.variant("POT", 5)
    first, second = world.reserve(pot, 3), world.reserve(pot, 2)
    change = recount(store=world.store, variant=pot, location=world.place, counted=4, reason="Shelf count")
    held = {row.order_item_id: (row.granted, row.short) for row in Reservation.objects.filter(variant=pot)}
    assert held == {first: (3, 0), second: (1, 1)}
    assert (change.delta, change.on_hand_after, change.reserved_after) == (-1, 4, 4)
    assert levels(pot) == (4, 4)
    assert conserved(pot)


def test_a_count_that_finds_the_same_is_still_noted(world: World) -> None:
    pot = world.variant("POT", 5)
    change = recount(store=world.store, variant=pot, location=world.place, counted=5)
    assert (change.delta, change.cause) == (0, "recount")
    assert conserved(pot)


def test_the_first_count_opens_the_variant_for_its_listings(world: World) -> None:
    pot = world.variant("POT")
    listing = world.listing(pot)
    assert (pot.opening_counted_at, wanted(listing)) == (None, 0)
    recount(store=world.store, variant=pot, location=world.place, counted=0)
    pot.refresh_from_db()
    assert pot.opening_counted_at is not None
    assert wanted(listing) == 1
    assert pot.history.filter(history_change_reason="first count").count() == 1


def test_a_change_marks_every_listing_of_the_variant_once(world: World) -> None:
    pot = world.variant("POT", 5)
    here, there = world.listing(pot), world.listing(pot, shop=world.another_shop())
    quiet = world.listing(pot, shop=world.another_shop(), status="deleted")
    adjust(store=world.store, variant=pot, location=world.place, delta=1, reason="Delivery")
    assert (wanted(here), wanted(there), wanted(quiet)) == (1, 1, 0)


@pytest.mark.parametrize("counted", [-1, 2_000_000_000])
def test_a_count_that_cannot_be_is_refused(world: World, counted: int) -> None:
    pot = world.variant("POT", 5)
    with pytest.raises(DomainError) as refused:
        recount(store=world.store, variant=pot, location=world.place, counted=counted)
    assert refused.value.field == "counted"


def test_another_store_cannot_be_touched(world: World) -> None:
    stranger = make_world()
    pot = world.variant("POT", 5)
    for place in (stranger.place, world.place):
        with pytest.raises(DomainError, match="not in this store"):
            adjust(store=stranger.store, variant=pot, location=place, delta=1, reason="Delivery")
    assert Stock.objects.filter(variant=pot).count() == 1
