"""Which listings hear of a change."""

import pytest

from inventory.models import InventorySyncConfig
from inventory.services.outbound import mark_connection_prices, mark_connection_stock, mark_price, mark_stock
from tests.inventory.world import World, wanted


def test_a_whole_shop_is_marked_without_what_was_never_counted(world: World) -> None:
    counted, uncounted = world.listing(world.variant("A", 1)), world.listing(world.variant("B"))
    gone, loose = world.listing(world.variant("C", 1), status="deleted"), world.listing(None)
    before = wanted(counted)
    assert mark_connection_stock(world.shop) == 1
    assert wanted(counted) == before + 1
    assert [wanted(each) for each in (uncounted, gone, loose)] == [0, 0, 0]


@pytest.mark.parametrize("rule", [{"strategy": "manual"}, {"is_enabled": False}])
def test_a_shop_told_by_hand_is_marked_by_hand_only(world: World, rule: dict[str, object]) -> None:
    pot = world.variant("POT", 1)
    listing = world.listing(pot)
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, **rule)
    mark_stock([pot.pk])
    assert wanted(listing) == 0
    assert mark_connection_stock(world.shop) == (1 if rule.get("strategy") else 0)


def test_prices_are_marked_where_the_shop_is_told_prices(world: World) -> None:
    listing = world.listing(world.variant("POT"))
    mark_price([listing.pk])
    assert (mark_connection_prices(world.shop), wanted(listing, "price")) == (0, 0)
    world.shop.price_out = True
    world.shop.save()
    mark_price([listing.pk])
    assert (mark_connection_prices(world.shop), wanted(listing, "price")) == (1, 2)
