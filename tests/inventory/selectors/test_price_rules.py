"""Prices made of costs, guarded by rules, between the bounds of their listing."""

from decimal import Decimal
from typing import Any

import pytest

from inventory.models import MarketplaceProduct, PriceRule, Variant
from inventory.selectors.prices import Price, book_of, first_price, price_of
from inventory.services.price_rules import set_price_rule
from orders.models import FeeRule
from tests.inventory.world import World


def goods(world: World, **more: Any) -> tuple[Variant, MarketplaceProduct]:
    values: dict[str, Any] = {"price": Decimal(20), "cost": Decimal(10), "currency": "EUR"}
    pot = world.variant("POT", **(values | more))
    return pot, world.listing(pot)


def rule(world: World, **wanted: Any) -> PriceRule:
    return set_price_rule(store=world.store, by="Anna", **wanted)[0]


def kinds(price: Price | None) -> list[tuple[str, Decimal]]:
    assert price is not None
    return [(step.kind, step.amount) for step in price.steps]


def test_a_markup_makes_the_price_of_the_cost_and_says_how(world: World) -> None:
    _pot, row = goods(world)
    rule(world, markup_percent=Decimal(25), markup_fixed=Decimal("0.30"), rounding="0.99")
    price = price_of(row)
    assert price == Price(Decimal("12.99"), "EUR")
    assert kinds(price) == [
        ("cost", Decimal(10)), ("markup", Decimal("2.5")), ("fixed", Decimal("0.30")), ("rounding", Decimal("0.19")),
    ]  # fmt: skip


def test_without_a_cost_or_in_another_currency_the_product_says_the_price(world: World) -> None:
    pot, row = goods(world, cost=None)
    rule(world, markup_percent=Decimal(25))
    assert price_of(row) == Price(Decimal(20), "EUR")
    pot.cost, pot.currency, pot.price = Decimal(10), "USD", Decimal(20)
    pot.save()
    assert price_of(MarketplaceProduct.objects.get(pk=row.pk)) is None


def test_the_rule_that_names_more_counts(world: World) -> None:
    pot, row = goods(world)
    other = world.another_shop(currency="EUR")
    there = world.listing(pot, shop=other)
    rule(world, markup_percent=Decimal(100))
    rule(world, connection=other, markup_percent=Decimal(50))
    assert (price_of(row), price_of(there)) == (Price(Decimal(20), "EUR"), Price(Decimal(15), "EUR"))
    PriceRule.objects.create(store=world.store, supplier=other, markup_percent=Decimal(10))
    assert price_of(row) == Price(Decimal(11), "EUR")


def test_a_listings_own_price_comes_first_and_is_guarded_all_the_same(world: World) -> None:
    _pot, row = goods(world)
    row.price_override = Decimal(9)
    row.save()
    rule(world, markup_percent=Decimal(100))
    price = price_of(row)
    assert price == Price(Decimal(9), "EUR") and price.is_held and price.lowest == Decimal(10)


def test_floor_and_ceiling_hold_whatever_made_the_price(world: World) -> None:
    _pot, row = goods(world)
    rule(world, markup_percent=Decimal(100))
    row.price_floor, row.price_ceiling = Decimal(22), Decimal(30)
    assert kinds(price_of(row))[-1] == ("floor", Decimal(2))
    row.price_floor, row.price_ceiling = None, Decimal(15)
    assert price_of(row) == Price(Decimal(15), "EUR") and kinds(price_of(row))[-1] == ("ceiling", Decimal(-5))


def test_the_fee_rule_of_the_shop_counts_in_what_a_price_must_bring(world: World) -> None:
    _pot, row = goods(world)
    FeeRule.objects.create(
        store=world.store, connection=world.shop, percent=Decimal(20), fixed=Decimal(2), currency="EUR",
        starts_on="2020-01-01",
    )  # fmt: skip
    rule(world)
    price = price_of(row)
    assert price is not None and price.lowest == Decimal(15) and not price.is_held
    rule(world, min_margin_percent=Decimal(30))
    price = price_of(row)
    assert price is not None and price.lowest == Decimal(24) and price.is_held


def test_a_rule_may_raise_what_does_not_pay_but_never_over_the_ceiling(world: World) -> None:
    _pot, row = goods(world, price=Decimal(8))
    rule(world, below="raise")
    price = price_of(row)
    assert price == Price(Decimal(10), "EUR") and not price.is_held and kinds(price)[-1] == ("raised", Decimal(2))
    row.price_ceiling = Decimal(9)
    price = price_of(row)
    assert price == Price(Decimal(8), "EUR") and price.is_held


def test_a_new_listing_begins_at_the_price_of_its_rule(world: World) -> None:
    pot, _row = goods(world, price=None)
    assert first_price(pot, world.shop) is None
    rule(world, connection=world.shop, markup_percent=Decimal(30))
    assert first_price(pot, world.shop) == Price(Decimal(13), "EUR")


def test_a_book_reads_the_rules_once_for_all(world: World, django_assert_num_queries: Any) -> None:
    rows = [world.listing(world.variant(f"P{n}", price=Decimal(5), cost=Decimal(4), currency="EUR")) for n in range(5)]
    rule(world, markup_percent=Decimal(50))
    listings = list(MarketplaceProduct.objects.filter(pk__in=[row.pk for row in rows]).select_related(
        "variant", "connection", "store"))  # fmt: skip
    with django_assert_num_queries(2):
        book = book_of(listings)
        assert {price_of(row, book) for row in listings} == {Price(Decimal(6), "EUR")}


@pytest.mark.parametrize("name", ["markup_percent", "min_margin_percent", "jump_percent"])
def test_numbers_that_cannot_be_are_refused_at_their_field(world: World, name: str) -> None:
    from core.errors import DomainError

    with pytest.raises(DomainError) as refused:
        rule(world, **{name: Decimal(-100)})
    assert refused.value.field == name
