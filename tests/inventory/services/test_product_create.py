"""Products made by hand."""

from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError
from inventory.models import InventoryChange, Product, Variant
from inventory.services.gtin import checked_gtin
from inventory.services.product_create import add_variant, create_product
from inventory.services.stock import LARGEST
from tests.inventory.world import World, levels


def make(world: World, sku: str = "CUP", **values: Any) -> Product:
    return create_product(store=world.store, title="Cup", sku=sku, by="Anna", **values)


def test_a_product_has_one_variant_priced_and_counted(world: World) -> None:
    made = make(world, opening_count=7, variant={"price": Decimal("12.50"), "gtin": "4006381333931"})
    cup = Variant.objects.get(product=made)
    assert (cup.sku, cup.price, cup.currency, cup.gtin) == ("CUP", Decimal("12.5"), "EUR", "4006381333931")
    assert levels(cup) == (7, 0)
    assert cup.opening_counted_at is not None
    assert InventoryChange.objects.get(variant=cup).cause == "opening"
    assert (made.kind, made.language) == ("physical", "en")
    assert made.history.latest().history_change_reason == "made by Anna"


def test_digital_goods_are_made_without_a_count(world: World) -> None:
    with pytest.raises(DomainError, match="key pool"):
        make(world, opening_count=7, kind="digital")
    assert not Product.objects.filter(store=world.store).exists()
    assert make(world, kind="digital").kind == "digital"


def test_without_a_count_nothing_is_counted(world: World) -> None:
    assert Variant.objects.get(product=make(world)).opening_counted_at is None


def test_a_listing_that_waited_for_the_sku_is_linked(world: World) -> None:
    waiting = world.listing(None, marketplace_sku="CUP")
    made = make(world)
    waiting.refresh_from_db()
    assert waiting.product == made


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sku": " "}, "sku"),
        ({"sku": "POT"}, "sku"),
        ({"sku": "x" * 101}, "sku"),
        ({"variant": {"gtin": "4006381333932"}}, "gtin"),
        ({"variant": {"price": Decimal("-1")}}, "price"),
        ({"variant": {"price": Decimal("1.23456")}}, "price"),
        ({"variant": {"price": Decimal("NaN")}}, "price"),
        ({"variant": {"price": Decimal(10) ** 12}}, "price"),
        ({"kind": "imaginary"}, "kind"),
        ({"opening_count": -1}, "counted"),
        ({"opening_count": LARGEST + 1}, "counted"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_made(world: World, values: Any, field: str) -> None:
    world.variant("POT")
    with pytest.raises(DomainError) as refused:
        make(world, **values)
    assert refused.value.field == field
    assert Product.objects.filter(title="Cup").count() == 0


def test_one_more_variant_stands_last(world: World) -> None:
    made = make(world)
    more = add_variant(product=made, sku="CUP-L", by="Anna", options={"size": "L"})
    assert (more.position, more.options) == (1, {"size": "L"})


def test_a_number_is_kept_without_spaces_and_with_its_zeros() -> None:
    assert checked_gtin(" 0-36000-29145-2 ") == "036000291452"
    assert checked_gtin("") == ""
