"""Products and variants changed by hand, also by two people at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from inventory.models import Variant
from inventory.services.product_edit import edit_product, edit_variant
from tests.inventory.world import World, wanted


@pytest.fixture
def pot(world: World) -> Variant:
    return world.variant("POT", 3, price=Decimal(10), currency="EUR")


def test_only_what_changed_is_written_and_says_by_whom(pot: Variant) -> None:
    product = pot.product
    assert edit_product(product=product, by="Anna", title=product.title, brand="Lumen") == ["brand"]
    assert product.history.latest().history_change_reason == "changed by Anna"
    before = product.history.count()
    assert edit_product(product=product, by="Anna", brand="Lumen") == []
    assert product.history.count() == before


def test_a_new_price_is_told_except_where_a_listing_has_its_own(world: World, pot: Variant) -> None:
    world.shop.price_out = True
    world.shop.save()
    follows, own = world.listing(pot), world.listing(pot, marketplace_product_id="o", price_override=Decimal(8))
    edit_variant(variant=pot, by="Anna", price=Decimal(12))
    assert (wanted(follows, "price"), wanted(own, "price")) == (1, 0)


def test_a_sku_of_another_variant_is_refused_by_name(world: World, pot: Variant) -> None:
    world.variant("CUP")
    with pytest.raises(DomainError, match="the SKU of “Teapot CUP” already") as refused:
        edit_variant(variant=pot, by="Anna", sku="CUP")
    assert refused.value.field == "sku"


def test_its_own_sku_is_no_obstacle(pot: Variant) -> None:
    assert edit_variant(variant=pot, by="Anna", sku="POT", low_stock_at=2) == ["low_stock_at"]


def test_who_comes_second_sees_what_the_first_wrote(pot: Variant) -> None:
    asked = {"price": Decimal(10), "cost": None}
    edit_variant(variant=Variant.objects.get(pk=pot.pk), by="Anna", expected=asked, price=Decimal(11))
    with pytest.raises(ChangedMeanwhile) as met:
        edit_variant(variant=pot, by="Ben", expected=asked, price=Decimal(12), cost=Decimal(4))
    assert met.value.theirs == {"price": Decimal(11)}
    pot.refresh_from_db()
    assert (pot.price, pot.cost) == (Decimal(11), None)


def test_two_people_at_different_fields_do_not_disturb_each_other(pot: Variant) -> None:
    asked = {"price": Decimal(10), "gtin": ""}
    edit_variant(variant=Variant.objects.get(pk=pot.pk), by="Anna", price=Decimal(11))
    assert edit_variant(variant=pot, by="Ben", expected={"gtin": ""}, gtin="4006381333931") == ["gtin"]
    assert edit_variant(variant=pot, by="Ben", expected=asked, price=Decimal(11)) == []
    assert pot.price == Decimal(11)


def test_a_version_that_is_not_the_newest_is_refused(pot: Variant) -> None:
    old = pot.updated_at - timedelta(seconds=1)
    with pytest.raises(ChangedMeanwhile):
        edit_product(product=pot.product, by="Anna", version=old, title="Pot")
    assert edit_product(product=pot.product, by="Anna", version=pot.product.updated_at, title="Pot") == ["title"]


def test_keys_that_become_goods_have_a_shelf_that_nobody_counted(world: World) -> None:
    keys, moved = world.variant("KEYS"), world.variant("MOVED", 4)
    Variant.objects.filter(pk=keys.pk).update(opening_counted_at=timezone.now())
    for each in (keys, moved):
        edit_product(product=each.product, by="Ann", kind="digital")
        edit_product(product=each.product, by="Ann", kind="physical")
        each.refresh_from_db()
    assert keys.opening_counted_at is None
    assert moved.opening_counted_at is not None
