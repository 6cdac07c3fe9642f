"""Whose buffer and threshold count: the listing's, else the shop's, else the store's; what is told follows."""

from __future__ import annotations

import pytest

from inventory.models import MarketplaceProduct, StoreStockRule
from inventory.selectors.channels import channels
from inventory.selectors.inventory_list import buffers
from inventory.selectors.stock import told
from inventory.selectors.stock_rules import shop_rules, spoken_for
from inventory.selectors.why import why_listing
from inventory.services.overrides import set_overrides
from inventory.services.rules import set_rule, set_store_rule
from tests.inventory.world import World


@pytest.fixture
def pot(world: World) -> MarketplaceProduct:
    return world.listing(world.variant("POT", 10))


@pytest.mark.parametrize(
    ("store", "shop", "listing", "total", "level"),
    [
        (None, None, None, 10, "store"),
        (3, None, None, 7, "store"),
        (3, 2, None, 8, "connection"),
        (3, 0, None, 10, "connection"),
        (3, 2, 5, 5, "listing"),
        (3, 2, 0, 10, "listing"),
        (3, None, 4, 6, "listing"),
    ],
)
def test_the_nearest_buffer_counts_and_is_named(
    world: World, pot: MarketplaceProduct, store: int | None, shop: int | None, listing: int | None, total: int,
    level: str,
) -> None:  # fmt: skip
    if store is not None:
        set_store_rule(world.store, by="Ann", buffer=store)
    if shop is not None:
        set_rule(world.shop, by="Ann", safety_stock=shop)
    if listing is not None:
        set_overrides(listing=pot, by="Ann", buffer=listing)
    tell = told([pot.pk])[pot.pk]
    assert (tell.total, tell.rule.buffer_of) == (total, level)
    found = spoken_for(pot)
    assert (found.buffer, found.buffer_of) == (10 - total, level)
    why = why_listing(pot)
    assert why is not None and why.available == total
    assert [(term.amount, term.level) for term in why.terms if term.kind == "buffer"] == (
        [(total - 10, level)] if total < 10 else []
    )
    assert pot.variant is not None
    rows = [{"id": pot.variant.pk, "on_hand": 10, "reserved": 0}]
    assert buffers(rows, channels([pot.variant.pk]))[pot.variant.pk] == 10 - total


@pytest.mark.parametrize(
    ("store", "shop", "listing", "total", "level"),
    [
        (11, None, None, 0, "store"),
        (11, 5, None, 10, "connection"),
        (11, 5, 12, 0, "listing"),
        (11, None, 0, 10, "listing"),
    ],
)
def test_the_nearest_threshold_counts_and_is_named(
    world: World, pot: MarketplaceProduct, store: int, shop: int | None, listing: int | None, total: int, level: str
) -> None:
    set_store_rule(world.store, by="Ann", threshold=store)
    if shop is not None:
        set_rule(world.shop, by="Ann", out_of_stock_threshold=shop)
    if listing is not None:
        set_overrides(listing=pot, by="Ann", threshold=listing)
    tell = told([pot.pk])[pot.pk]
    assert (tell.total, tell.rule.threshold_of, spoken_for(pot).threshold_of) == (total, level, level)


def test_a_shop_that_follows_the_store_again_says_so(world: World, pot: MarketplaceProduct) -> None:
    set_store_rule(world.store, by="Ann", buffer=3)
    set_rule(world.shop, by="Ann", safety_stock=1)
    set_rule(world.shop, by="Ann", safety_stock=None)
    assert told([pot.pk])[pot.pk].total == 7
    (row,) = shop_rules(world.store)
    assert (row.spoken.buffer, row.spoken.buffer_of, row.listings, row.exceptions) == (3, "store", 1, 0)
    set_overrides(listing=pot, by="Ann", buffer=1)
    assert shop_rules(world.store)[0].exceptions == 1


def test_the_rule_of_another_store_counts_nowhere_else(world: World, pot: MarketplaceProduct) -> None:
    other = type(world.store).objects.create(slug="other", name="Other")
    StoreStockRule.objects.create(store=other, buffer=9)
    assert told([pot.pk])[pot.pk].total == 10
