"""Many prices at once: the preview is what happens."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from inventory.models import Variant
from inventory.services.repricing import change_prices, plan_prices
from tests.inventory.world import World, make_world, wanted


def priced(world: World, sku: str, price: str | None, **more: object) -> Variant:
    return world.variant(sku, price=Decimal(price) if price else None, currency="EUR", **more)


@pytest.mark.parametrize(
    ("how", "number", "after"),
    [("percent", "-10", "9.00"), ("percent", "33.333", "13.33"), ("amount", "0.5", "10.50"), ("set", "12", "12.00")],
)
def test_a_price_follows_and_ends_in_whole_cents(world: World, how: str, number: str, after: str) -> None:
    pot = priced(world, "POT", "10")
    plan = plan_prices(store=world.store, product_ids=[pot.product_id], how=how, number=Decimal(number))
    assert [(each.before, each.after) for each in plan.changes] == [(Decimal(10), Decimal(after))]


def test_planning_changes_nothing_and_doing_tells_the_listings(world: World) -> None:
    world.shop.price_out = True
    world.shop.save()
    pot = priced(world, "POT", "10", cost=Decimal("9.50"))
    row = world.listing(pot)
    plan = plan_prices(store=world.store, product_ids=[pot.product_id], how="percent", number=Decimal(-10))
    assert (plan.changes[0].listings, plan.changes[0].below_cost) == (1, True)
    pot.refresh_from_db()
    assert (pot.price, wanted(row, "price")) == (Decimal(10), 0)
    assert change_prices(store=world.store, changes=plan.changes, by="Anna") == (1, [])
    pot.refresh_from_db()
    assert (pot.price, wanted(row, "price")) == (Decimal(9), 1)
    assert pot.history.latest().history_change_reason == "price changed by Anna"


def test_what_cannot_follow_is_left_with_a_sentence(world: World) -> None:
    pots = [priced(world, "A", None), priced(world, "B", "2"), priced(world, "C", "10")]
    ids = [pot.product_id for pot in pots]
    plan = plan_prices(store=world.store, product_ids=ids, how="amount", number=Decimal(-5))
    assert [each.sku for each in plan.changes] == ["C"]
    assert [sku for sku, _why in plan.left] == ["A", "B"]


def test_a_price_changed_meanwhile_is_left_alone(world: World) -> None:
    pot, cup = priced(world, "POT", "10"), priced(world, "CUP", "10")
    plan = plan_prices(store=world.store, product_ids=[pot.product_id, cup.product_id], how="set", number=Decimal(9))
    pot.price = Decimal(11)
    pot.save()
    count, left = change_prices(store=world.store, changes=plan.changes, by="Anna")
    assert (count, [sku for sku, _why in left]) == (1, ["POT"])
    pot.refresh_from_db()
    assert pot.price == Decimal(11)


def test_another_stores_products_are_not_priced(world: World) -> None:
    theirs = priced(make_world(), "POT", "10")
    assert plan_prices(store=world.store, product_ids=[theirs.product_id], how="set", number=Decimal(1)).changes == []


@pytest.mark.parametrize(("how", "number"), [("percent", "-100"), ("set", "NaN"), ("guess", "1"), ("set", "1e12")])
def test_a_change_that_cannot_be_is_refused(world: World, how: str, number: str) -> None:
    with pytest.raises(DomainError):
        plan_prices(store=world.store, product_ids=[], how=how, number=Decimal(number))
