"""Warehouses as the marketplace names them, and which place each hears of."""

import pytest

from core.errors import DomainError
from inventory.models import ConnectionLocation, Location
from inventory.services.warehouses import map_warehouse, sync_warehouses
from marketplaces.canonical.stock import Warehouse
from tests.inventory.world import World, make_world, wanted


def _mapped(world: World) -> dict[str, Location | None]:
    return {row.remote_id: row.location for row in ConnectionLocation.objects.filter(connection=world.shop)}


def _told(*names: str, closed: str = "") -> list[Warehouse]:
    return [Warehouse(remote_id=name, name=name.title(), is_active=name != closed) for name in names]


def test_only_the_first_warehouse_in_use_is_mapped_by_itself(world: World) -> None:
    assert sync_warehouses(world.shop, _told("w1", "w2", "w3", closed="w1")) == 3
    assert _mapped(world) == {"w1": None, "w2": world.place, "w3": None}


def test_the_same_answer_again_changes_nothing(world: World) -> None:
    sync_warehouses(world.shop, _told("w1", "w2"))
    assert sync_warehouses(world.shop, _told("w1", "w2")) == 0
    assert ConnectionLocation.history.count() == 2


def test_a_warehouse_that_appears_later_waits_for_a_person(world: World) -> None:
    sync_warehouses(world.shop, _told("w1"))
    assert sync_warehouses(world.shop, _told("w0", "w1")) == 1
    assert _mapped(world) == {"w0": None, "w1": world.place}


def test_a_warehouse_that_is_gone_is_closed_and_keeps_its_place(world: World) -> None:
    sync_warehouses(world.shop, _told("w1", "w2"))
    assert sync_warehouses(world.shop, _told("w2")) == 1
    gone = ConnectionLocation.objects.get(connection=world.shop, remote_id="w1")
    assert (gone.is_active, gone.location) == (False, world.place)


def test_an_empty_answer_closes_nothing(world: World) -> None:
    sync_warehouses(world.shop, _told("w1"))
    assert sync_warehouses(world.shop, []) == 0
    assert ConnectionLocation.objects.get(connection=world.shop).is_active


def test_a_store_without_a_place_gets_its_first_one(world: World) -> None:
    world.place.delete()
    sync_warehouses(world.shop, _told("w1"))
    made = _mapped(world)["w1"]
    assert made is not None
    assert made.is_default


def test_choosing_a_place_tells_every_listing_again(world: World) -> None:
    sync_warehouses(world.shop, _told("w1", "w2"))
    listing = world.listing(world.variant("POT", 3))
    annex = world.another_place("annex")
    map_warehouse(ConnectionLocation.objects.get(remote_id="w2", connection=world.shop), annex, by="Anna")
    assert _mapped(world)["w2"] == annex
    assert wanted(listing) == 1


def test_a_place_is_told_to_one_warehouse_of_a_shop_only(world: World) -> None:
    sync_warehouses(world.shop, _told("w1", "w2"))
    second = ConnectionLocation.objects.get(remote_id="w2", connection=world.shop)
    with pytest.raises(DomainError, match="Main is told to “W1” already"):
        map_warehouse(second, world.place, by="Anna")
    with pytest.raises(DomainError, match="not in this store"):
        map_warehouse(second, make_world().place, by="Anna")
