"""The view of what is short counts bundles and digital goods by what orders lack of them."""

from decimal import Decimal

import pytest

from inventory.models import Product, Variant
from inventory.selectors.inventory_list import Filters, inventory_list, view_counts
from inventory.selectors.why import why
from inventory.services.bundles import set_parts
from orders.services.cancellation import cancel
from tests.fulfillment.digital import make_keys, order_of
from tests.orders.world import World, line, make_world, told


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def short(world: World, **more: object) -> dict[str, int]:
    page = inventory_list(world.store, "short", **more)  # type: ignore[arg-type]
    assert view_counts(world.store)["short"] >= len(page.page.rows)
    return {row["sku"]: row["short"] for row in page.page.rows}


def test_a_bundle_is_short_of_as_many_as_its_scarcest_part_lacks(world: World) -> None:
    cup, saucer = world.put("CUP", 5), world.put("SAUCER", 9)
    world.put("TEA", 9)
    gift = set_parts(world.put("GIFT", 0), {cup.pk: 2, saucer.pk: 1}, by="Ann")
    world.take_in(told("B-1", line("GIFT", 2)))
    assert short(world) == {}
    world.take_in(told("B-2", line("GIFT", 3), line("TEA", 1)))
    assert short(world) == {"CUP": 5, "GIFT": 3}  # one cup is left: half a bundle
    assert why(Variant.objects.get(pk=gift.pk)).short == 3
    assert short(world, filters=Filters(location=world.place.pk)) == {"CUP": 5, "GIFT": 3}


def test_digital_goods_are_short_where_neither_keys_nor_suppliers_have_them(db: None) -> None:
    keys = make_keys()
    fine = make_keys(store=keys.store)
    fine.load("F-1", "F-2")
    fine.order(2)
    keys.load("A-1")
    item = keys.order(3)
    world = World(keys.store, keys.shops[0], None)  # type: ignore[arg-type]
    assert short(world) == {keys.variant.sku: 2}
    offer = keys.offer(1)
    assert short(world) == {keys.variant.sku: 1}
    type(offer).objects.filter(pk=offer.pk).update(stock=2, price=Decimal("4.00"))
    assert short(world) == {}
    type(offer).objects.filter(pk=offer.pk).update(stock=0)
    cancel(order=order_of(item), reason_code="other")
    assert short(world) == {}


def test_what_another_store_lacks_is_not_ours(world: World) -> None:
    other = make_keys()
    other.load("A-1")
    other.order(3)
    product = Product.objects.create(store=world.store, title="Fine", kind="digital")
    Variant.objects.create(store=world.store, product=product, sku="FINE")
    assert short(world) == {}
