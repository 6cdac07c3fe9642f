"""What a price must pass before it is told, and how a person lets it go."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import NeedsYou
from inventory.models import MarketplaceProduct, PriceHold
from inventory.selectors.prices import Price, price_of
from inventory.services.overrides import set_overrides
from inventory.services.price_holds import allow, allow_one, judge
from inventory.services.price_rules import remove_price_rule, set_price_rule
from tests.inventory.world import World, wanted


@pytest.fixture
def row(world: World) -> MarketplaceProduct:
    """Sold for 20; it cost 10 until the supplier asked for 25."""
    world.shop.price_out = True
    world.shop.save()
    pot = world.variant("POT", price=Decimal(20), cost=Decimal(25), currency="EUR")
    return world.listing(pot)


def price(row: MarketplaceProduct) -> Price:
    found = price_of(MarketplaceProduct.objects.get(pk=row.pk))
    assert found is not None
    return found


def judged(world: World, row: MarketplaceProduct, told: str = "20") -> dict:
    return judge(shop=world.shop, prices={row.pk: price(row)}, told={row.pk: Decimal(told)})


def needs(world: World) -> list[str]:
    return list(NeedsYou.objects.filter(store=world.store, settled_at__isnull=True).values_list("title", flat=True))


def test_without_a_rule_nothing_is_held(world: World, row: MarketplaceProduct) -> None:
    assert judged(world, row) == {} and not PriceHold.objects.exists()


def test_below_cost_it_is_held_and_needs_somebody_once(world: World, row: MarketplaceProduct) -> None:
    set_price_rule(store=world.store, by="Anna")
    for _time in range(2):
        assert "does not pay" in judged(world, row)[row.pk]
    hold = PriceHold.objects.get()
    assert (hold.cause, hold.wanted, hold.lowest, hold.told) == ("below", Decimal(20), Decimal(25), Decimal(20))
    assert needs(world) == ["Bazaar shop: 1 price is held back"] and hold.history.count() == 1


def test_it_is_let_go_as_it_was_seen_and_held_again_when_it_moves(world: World, row: MarketplaceProduct) -> None:
    set_price_rule(store=world.store, by="Anna")
    judged(world, row)
    before = wanted(row, "price")
    with pytest.raises(DomainError, match="changed meanwhile"):
        allow_one(listing=row, wanted=Decimal(19), by="Ben")
    allow_one(listing=row, wanted=Decimal(20), by="Ben")
    assert wanted(row, "price") == before + 1 and needs(world) == [] and judged(world, row) == {}
    set_overrides(listing=row, by="Cem", price=Decimal(15))
    assert row.pk in judged(world, row)
    assert allow(store=world.store, listing_ids=[row.pk], by="Ben") == 1
    with pytest.raises(DomainError, match="not held back"):
        allow_one(listing=row, wanted=Decimal(15), by="Ben")


def test_a_price_that_pays_again_is_free_by_itself(world: World, row: MarketplaceProduct) -> None:
    rule, _told = set_price_rule(store=world.store, by="Anna")
    judged(world, row)
    remove_price_rule(rule=rule, by="Anna")
    assert judged(world, row) == {} and needs(world) == [] and not PriceHold.objects.get().is_open


def test_a_made_price_that_moves_by_much_waits_and_a_typed_one_does_not(world: World, row: MarketplaceProduct) -> None:
    set_price_rule(store=world.store, by="Anna", markup_percent=Decimal(20), jump_percent=Decimal(30))
    assert "moves by much" in judged(world, row, "20")[row.pk]
    assert judged(world, row, "24") == {}
    set_overrides(listing=row, by="Anna", price=Decimal(300))
    assert judged(world, row, "20") == {}


def test_other_stores_prices_are_not_let_go(world: World, row: MarketplaceProduct) -> None:
    from tests.inventory.world import make_world

    set_price_rule(store=world.store, by="Anna")
    judged(world, row)
    assert allow(store=make_world().store, listing_ids=[row.pk], by="Ben") == 0
