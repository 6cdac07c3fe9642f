"""The store's stock rule is changed: who hears of it, and who does not."""

from __future__ import annotations

import pytest

from core.meanwhile import ChangedMeanwhile
from inventory.models import StoreStockRule
from inventory.services.overrides import set_overrides
from inventory.services.rules import set_rule, set_store_rule, store_rule_of
from marketplaces.models import OutboundChange
from tests.orders.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    world.put("TEA", 5, listed=True)
    return world


def heard(world: World) -> int:
    row = OutboundChange.objects.filter(kind="stock").first()
    return row.wanted_version if row else 0


def test_shops_that_follow_it_are_told_once_and_the_same_again_tells_nobody(world: World) -> None:
    assert set_store_rule(world.store, by="Ann", buffer=2) == 1
    assert set_store_rule(world.store, by="Ann", buffer=2) == 0
    assert heard(world) == 1
    rule = StoreStockRule.objects.get()
    assert (rule.buffer, rule.history.first().history_change_reason) == (2, "rule changed by Ann")


def test_a_shop_with_both_of_its_own_hears_nothing(world: World) -> None:
    set_rule(world.shop, by="Ann", safety_stock=1, out_of_stock_threshold=0)
    before = heard(world)
    assert set_store_rule(world.store, by="Ann", buffer=4) == 0
    assert heard(world) == before


def test_what_the_rule_empties_goes_out_first(world: World) -> None:
    set_store_rule(world.store, by="Ann", threshold=9)
    assert OutboundChange.objects.get(kind="stock").urgent


def test_a_listings_own_buffer_is_news_of_its_stock(world: World) -> None:
    listing = world.variants["TEA"].listings.get()
    assert set_overrides(listing=listing, by="Ann", buffer=1, threshold=None) == ["buffer"]
    assert heard(world) == 1


def test_who_was_slower_is_told_what_is_there_now(world: World) -> None:
    set_store_rule(world.store, by="Ann", buffer=2)
    with pytest.raises(ChangedMeanwhile):
        set_store_rule(world.store, by="Bob", expected={"buffer": 0, "threshold": 0}, buffer=5)
    assert store_rule_of(world.store).buffer == 2
