"""How long what is free lasts: the speed is what left with parcels, never less than a week's worth of days."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from inventory.models import InventoryChange, Location, Stock, Variant
from inventory.selectors.cover import LONGEST, covers
from inventory.selectors.inventory_list import Filters, inventory_list
from inventory.services.departures import consume
from inventory.services.stock import adjust, recount
from tests.inventory.world import World, make_world


def sold(world: World, variant: Variant, units: int, *, place: Location | None = None) -> None:
    """They leave with a parcel now."""
    line = world.reserve(variant, units, place=place)
    with transaction.atomic():
        consume(uuid4(), [(line, units)])


def counted_ago(variant: Variant, days: int) -> None:
    Variant.objects.filter(pk=variant.pk).update(opening_counted_at=timezone.now() - timedelta(days=days, hours=1))


@pytest.mark.parametrize(("known", "expected"), [(0, 35), (6, 35), (7, 35), (14, 70), (28, 140), (300, 140)])
def test_the_speed_is_that_of_the_days_since_the_first_count(world: World, known: int, expected: int) -> None:
    pot = world.variant("POT", 12)
    sold(world, pot, 2)
    counted_ago(pot, known)
    assert covers([pot.pk]) == {pot.pk: expected}  # ten free, two sold in so many days


def test_what_is_reserved_lasts_nobody(world: World) -> None:
    pot = world.variant("POT", 12)
    sold(world, pot, 2)
    world.reserve(pot, 7)
    assert covers([pot.pk]) == {pot.pk: 10}
    world.reserve(pot, 3)
    assert covers([pot.pk]) == {pot.pk: 0}


def test_only_parcels_of_the_last_four_weeks_count(world: World) -> None:
    pot, slow = world.variant("POT", 12), world.variant("SLOW", 12)
    adjust(store=world.store, variant=pot, location=world.place, delta=-5, reason="broken")
    recount(store=world.store, variant=pot, location=world.place, counted=3)
    old = timezone.now() - timedelta(days=29)
    InventoryChange.objects.create(
        store=world.store, variant=slow, location=world.place, delta=-2, on_hand_before=14, on_hand_after=12,
        reserved_after=0, cause="shipped", created_at=old,
    )  # fmt: skip
    assert covers([pot.pk, slow.pk]) == {}
    assert covers([]) == {}


def test_of_what_was_never_counted_nothing_is_forecast(world: World) -> None:
    pot = world.variant("POT", 12)
    sold(world, pot, 2)
    Variant.objects.filter(pk=pot.pk).update(opening_counted_at=None)
    assert covers([pot.pk]) == {}
    assert inventory_list(world.store, "all", filters=Filters(cover=LONGEST)).page.rows == []


def test_a_place_lasts_by_what_left_it(world: World) -> None:
    pot, annex = world.variant("POT", 12), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=4)
    sold(world, pot, 2, place=annex)
    assert covers([pot.pk]) == {pot.pk: 49}
    assert covers([pot.pk], annex.pk) == {pot.pk: 7}
    assert covers([pot.pk], world.place.pk) == {}


def test_the_number_is_written_even_for_what_lasts_for_ever(world: World) -> None:
    pot = world.variant("POT", 1_000_000_000)
    sold(world, pot, 1)
    assert covers([pot.pk]) == {pot.pk: LONGEST}


def test_the_list_is_narrowed_to_what_lasts_so_long(world: World) -> None:
    quick, slow, still = world.variant("A", 3), world.variant("B", 12), world.variant("C", 1)
    sold(world, quick, 2)
    sold(world, slow, 2)
    elsewhere = make_world()
    sold(elsewhere, elsewhere.variant("Z", 3), 2)
    for days, skus in ((2, []), (3, ["A"]), (34, ["A"]), (35, ["A", "B"])):
        found = inventory_list(world.store, "all", filters=Filters(cover=days))
        assert [row["sku"] for row in found.page.rows] == skus, days
    found = inventory_list(world.store, "all")
    assert found.covers == {quick.pk: 3, slow.pk: 35} and still.pk not in found.covers


def test_filter_and_place_go_together(world: World) -> None:
    pot, annex = world.variant("POT", 12), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=4)
    sold(world, pot, 2, place=annex)
    at = {place: Filters(cover=7, location=place) for place in (annex.pk, world.place.pk)}
    assert [row["sku"] for row in inventory_list(world.store, "all", filters=at[annex.pk]).page.rows] == ["POT"]
    assert inventory_list(world.store, "all", filters=at[world.place.pk]).page.rows == []
    assert Stock.objects.filter(variant=pot).count() == 2
