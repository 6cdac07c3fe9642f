"""What a feed would do, without doing it."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from inventory.models import InventoryChange, Product, Variant
from inventory.services.feed import foresight
from inventory.services.feed.foresight import foresee
from marketplaces.models import OutboundChange
from tests.inventory.world import World

FEED = (
    "id;title;price;quantity\n"
    "POT;Teapot POT;12,50 €;3\n"
    "CUP;Cup;4,00 €;7\n"
    "BAD;Bad;1.234;1\n"
    "NOT;No price;;\n"
    "POT-2;Known, no price;;\n"
).encode()  # fmt: skip


@pytest.fixture
def pot(world: World) -> Variant:
    world.variant("POT-2", price=Decimal(3), currency="EUR")
    return world.variant("POT", 2, price=Decimal(10), currency="EUR")


def test_the_sums_are_those_of_the_import_and_nothing_stays(world: World, pot: Variant) -> None:
    world.listing(None, marketplace_sku="CUP")
    before = Product.objects.count(), InventoryChange.objects.count(), OutboundChange.objects.count()
    seen = foresee(store=world.store, data=FEED)
    assert (seen.rows, seen.created, seen.updated, seen.counted, seen.linked) == (5, 1, 2, 1, 1)
    assert [sku for sku, _why in seen.refused] == ["BAD", "NOT"]
    assert seen.prices == [("POT", Decimal(10), Decimal("12.50"), "EUR")]
    assert seen.warnings == [
        f"{sku} has no price in the feed. Enter one before it is offered anywhere." for sku in ("NOT", "POT-2")
    ]
    assert seen.exact
    assert (Product.objects.count(), InventoryChange.objects.count(), OutboundChange.objects.count()) == before
    pot.refresh_from_db()
    assert pot.price == Decimal(10)


def test_of_a_large_feed_only_the_skus_are_compared(world: World, pot: Variant, monkeypatch) -> None:
    monkeypatch.setattr(foresight, "WHOLE", 2)
    seen = foresee(store=world.store, data=FEED)
    assert (seen.exact, seen.created, seen.updated, seen.price_changes) == (False, 2, 2, 1)


def test_what_is_no_feed_is_said_at_once(world: World) -> None:
    with pytest.raises(DomainError, match="a web page, not a feed"):
        foresee(store=world.store, data=b"<!doctype html><p>Sign in</p>")
