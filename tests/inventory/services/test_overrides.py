"""A listing's own price and stock."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from inventory.selectors.prices import Price, price_of
from inventory.selectors.stock import told
from inventory.services.overrides import remove_overrides, set_overrides
from tests.inventory.world import World, wanted


def test_an_override_is_what_the_shop_is_told_and_removing_it_brings_the_rule_back(world: World) -> None:
    world.shop.price_out = True
    world.shop.save()
    pot = world.variant("POT", 9, price=Decimal(10), currency="EUR")
    row = world.listing(pot)
    assert set_overrides(listing=row, by="Anna", price=Decimal("8.90"), stock=2) == ["price", "stock"]
    assert price_of(row).amount == Decimal("8.90")
    assert told([row.pk])[row.pk].total == 2
    assert (wanted(row, "price"), wanted(row)) == (1, 1)
    assert row.history.latest().history_change_reason == "price and stock override by Anna"
    assert set_overrides(listing=row, by="Anna", stock=None) == ["stock"]
    assert (row.price_override, row.stock_override) == (Decimal("8.90"), None)
    assert remove_overrides(store=world.store, listing_ids=[row.pk], by="Ben") == 1
    assert remove_overrides(store=world.store, listing_ids=[row.pk], by="Ben") == 0
    row.refresh_from_db()
    assert price_of(row).amount == Decimal(10)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"price": Decimal(0)}, "price"), ({"price": Decimal("1.00001")}, "price"), ({"stock": -1}, "stock")],
)
def test_what_cannot_be_is_refused(world: World, values: dict[str, object], field: str) -> None:
    row = world.listing(world.variant("POT", 1))
    with pytest.raises(DomainError) as refused:
        set_overrides(listing=row, by="Anna", **values)
    assert refused.value.field == field


def test_a_listing_without_a_product_has_nothing_to_override(world: World) -> None:
    with pytest.raises(DomainError, match="Link this listing"):
        set_overrides(listing=world.listing(None), by="Anna", stock=2)


def test_what_somebody_else_set_meanwhile_is_shown_and_not_overwritten(world: World) -> None:
    row = world.listing(world.variant("POT", 9))
    set_overrides(listing=row, by="Anna", stock=2)
    with pytest.raises(ChangedMeanwhile) as refused:
        set_overrides(listing=row, by="Ben", stock=5, expected={"stock_override": None, "price_override": None})
    assert refused.value.theirs == {"stock_override": 2}
    row.refresh_from_db()
    assert row.stock_override == 2


def test_a_price_has_bounds_and_its_own_price_lies_between_them(world: World) -> None:
    row = world.listing(world.variant("POT", price=Decimal(10), currency="EUR"))
    assert set_overrides(listing=row, by="Anna", floor=Decimal(12), ceiling=Decimal(15)) == ["floor", "ceiling"]
    assert price_of(row) == Price(Decimal(12), "EUR")
    for wrong, field in (({"ceiling": Decimal(11)}, "ceiling"), ({"price": Decimal(11)}, "price"),
                         ({"price": Decimal(16)}, "price"), ({"floor": Decimal(0)}, "floor")):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            set_overrides(listing=row, by="Anna", **wrong)
        assert refused.value.field == field
    set_overrides(listing=row, by="Anna", price=Decimal(14))
    assert price_of(row) == Price(Decimal(14), "EUR")
