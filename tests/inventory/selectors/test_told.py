"""What a listing is told: the table of rules, and the places it hears of."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inventory.models import ConnectionLocation, InventorySyncConfig, MarketplaceProduct
from inventory.selectors.stock import Rule, shape, told
from inventory.services.stock import recount
from tests.inventory.world import World


@pytest.mark.parametrize(
    ("free", "rule", "expected"),
    [
        ({"": 7}, Rule(), {"": 7}),
        ({"": 7}, Rule(buffer=2), {"": 5}),
        ({"": 1}, Rule(buffer=2), {"": 0}),
        ({"": 0}, Rule(), {"": 0}),
        ({"a": 1, "b": 5}, Rule(buffer=2), {"a": 0, "b": 4}),
        ({"a": 3, "b": 5}, Rule(buffer=100), {"a": 0, "b": 0}),
        ({"": 3}, Rule(threshold=3), {"": 3}),
        ({"": 2}, Rule(threshold=3), {"": 0}),
        ({"a": 1, "b": 1}, Rule(threshold=3), {"a": 0, "b": 0}),
        ({"": 4}, Rule(buffer=2, threshold=3), {"": 0}),
        ({"": 0}, Rule(send_zero=False), {}),
        ({"": 2}, Rule(threshold=3, send_zero=False), {}),
        ({"a": 0, "b": 1}, Rule(send_zero=False), {"a": 0, "b": 1}),
        ({"": 9}, Rule(enabled=False), {}),
        ({"": 9}, Rule(override=4, buffer=2), {"": 4}),
        ({"a": 9, "b": 9}, Rule(override=4), {"a": 4, "b": 0}),
        ({"": 9}, Rule(override=0), {"": 0}),
        ({}, Rule(), {}),
    ],
)  # fmt: skip
def test_the_rules_shape_what_is_told(free: dict[str, int], rule: Rule, expected: dict[str, int]) -> None:
    assert shape(free, rule) == expected


def test_reserved_units_are_not_told(world: World) -> None:
    pot = world.variant("POT", 7)
    listing = world.listing(pot)
    world.reserve(pot, 3)
    tell = told([listing.pk])[listing.pk]
    assert (tell.by_warehouse, tell.total, tell.free) == ({"": 4}, 4, 4)


def test_the_rule_of_a_shop_holds_for_its_listings_only(world: World) -> None:
    pot, other = world.variant("POT", 7), world.another_shop()
    here, there = world.listing(pot), world.listing(pot, shop=other)
    InventorySyncConfig.objects.create(store=world.store, connection=other, safety_stock=3)
    answers = told([here.pk, there.pk])
    assert (answers[here.pk].total, answers[there.pk].total) == (7, 4)


@pytest.mark.parametrize(
    "change",
    [
        {"variant": None},
        {"status": "deleted"},
        {"deleted_at": timezone.now() - timedelta(1)},
        {"stock_is_theirs": True},
    ],
)
def test_unlinked_deleted_and_their_own_units_are_told_nothing(world: World, change: dict[str, Any]) -> None:
    listing = world.listing(world.variant("POT", 7))
    MarketplaceProduct.objects.filter(pk=listing.pk).update(**change)
    assert told([listing.pk]) == {}


def test_without_an_opening_count_nothing_is_told(world: World) -> None:
    listing = world.listing(world.variant("POT"))
    assert told([listing.pk]) == {}


def test_each_warehouse_hears_of_its_own_place(world: World) -> None:
    pot, annex = world.variant("POT", 7), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=2)
    _warehouse(world, "w1", world.place)
    _warehouse(world, "w2", annex)
    _warehouse(world, "w3", None)
    listing = world.listing(pot)
    assert told([listing.pk])[listing.pk].by_warehouse == {"w1": 7, "w2": 2}


def test_the_same_units_are_never_told_twice(world: World) -> None:
    pot = world.variant("POT", 7)
    _warehouse(world, "w1", world.place)
    _warehouse(world, "w2", world.place)
    listing = world.listing(pot)
    assert told([listing.pk])[listing.pk].by_warehouse == {"w1": 7, "w2": 0}


def test_a_shop_whose_warehouses_are_unmapped_hears_of_the_default_place(world: World) -> None:
    pot, annex = world.variant("POT", 7), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=2)
    _warehouse(world, "w0", None, is_active=False)
    _warehouse(world, "w1", None)
    _warehouse(world, "w2", None)
    listing = world.listing(pot)
    assert told([listing.pk])[listing.pk].by_warehouse == {"w1": 7}


def test_a_shop_without_a_warehouse_in_use_is_told_nothing(world: World) -> None:
    _warehouse(world, "w1", None, is_active=False)
    listing = world.listing(world.variant("POT", 7))
    assert told([listing.pk])[listing.pk].by_warehouse == {}


def test_many_listings_are_told_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    listings = [world.listing(world.variant(f"POT-{number}", number)) for number in range(4)]
    with django_assert_num_queries(1):
        answers = told([listing.pk for listing in listings])
    assert [answers[listing.pk].total for listing in listings] == [0, 1, 2, 3]


def _warehouse(world: World, remote_id: str, place: Any, **more: Any) -> None:
    ConnectionLocation.objects.create(
        store=world.store, connection=world.shop, remote_id=remote_id, location=place, **more
    )
