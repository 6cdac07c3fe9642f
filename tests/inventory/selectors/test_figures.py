"""What marketplaces counted of listings in the last days, summed up in one query."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.services.stores import open_store
from inventory.models import ListingFigures
from inventory.selectors.figures import Counted, counted_lately
from tests.orders.world import World, make_world

TODAY = date(2026, 10, 31)


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    made.put("POT", 1, listed=True)
    return made


def told(world: World, days_ago: int, **numbers: Any) -> None:
    ListingFigures.objects.create(
        store=world.store, connection=world.shop, listing=world.shop.listings.get(),
        day=TODAY - timedelta(days=days_ago), **numbers,
    )  # fmt: skip


def test_thirty_days_are_summed_and_older_ones_left_out(world: World) -> None:
    told(world, 1, ordered_units=2, views=40)
    told(world, 29, ordered_units=3, views=5)
    told(world, 30, ordered_units=90, views=900)
    listing = world.shop.listings.get()
    found = counted_lately(world.store, [listing.pk], today=TODAY)
    assert found == {listing.pk: Counted(ordered_units=5, views=45, cart_adds=None, until=TODAY - timedelta(days=1))}


def test_nothing_told_is_nothing_said_and_another_store_sees_none(world: World) -> None:
    listing = world.shop.listings.get()
    assert counted_lately(world.store, [listing.pk], today=TODAY) == {}
    told(world, 1, ordered_units=2)
    other = open_store(slug="other", name="Other", owner_email="o@other.example").store
    assert counted_lately(other, [listing.pk], today=TODAY) == {}
