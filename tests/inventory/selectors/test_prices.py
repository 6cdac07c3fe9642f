"""The price a listing should have."""

from decimal import Decimal

import pytest

from inventory.selectors.prices import Price, price_of
from tests.inventory.world import World


@pytest.mark.parametrize(
    ("own", "currency", "override", "there", "expected"),
    [
        ("9.90", "EUR", None, "EUR", Price(Decimal("9.90"), "EUR")),
        ("9.90", "EUR", "8.50", "EUR", Price(Decimal("8.50"), "EUR")),
        ("9.90", "EUR", "4500", "KZT", Price(Decimal("4500"), "KZT")),
        ("9.90", "EUR", None, "KZT", None),
        ("9.90", "", None, "EUR", Price(Decimal("9.90"), "EUR")),
        (None, "EUR", None, "EUR", None),
    ],
)
def test_the_price_of_a_listing(
    world: World, own: str | None, currency: str, override: str | None, there: str, expected: Price | None
) -> None:
    pot = world.variant("POT", price=own and Decimal(own), currency=currency)
    listing = world.listing(pot, currency=there, price_override=override and Decimal(override))
    assert price_of(listing) == expected


def test_an_unlinked_listing_has_no_price_of_ours(world: World) -> None:
    assert price_of(world.listing(None, price=Decimal(5))) is None


def test_a_listing_that_names_no_currency_has_that_of_its_shop(world: World) -> None:
    pot = world.variant("POT", price=Decimal(5), currency="EUR")
    assert price_of(world.listing(pot, currency="")) == Price(Decimal(5), "EUR")
