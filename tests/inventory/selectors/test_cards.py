"""The card of a product as a shop is told it."""

from decimal import Decimal

import pytest

from inventory.models import ProductTranslation
from inventory.selectors.cards import Cards
from inventory.selectors.offering import plan, variants_of
from marketplaces.canonical.products import ProductCard, Size
from marketplaces.models import Connection, Marketplace
from tests.inventory.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    made.store.languages = ["de", "en"]
    made.store.save()
    marketplace, _made = Marketplace.objects.get_or_create(code="fourseller", defaults={"name": "4Seller"})
    Connection.objects.filter(pk=made.shop.pk).update(marketplace=marketplace, products_out=True)
    made.shop = Connection.objects.select_related("marketplace", "store").get(pk=made.shop.pk)
    return made


def card(world: World, sku: str, **more: object) -> ProductCard:
    variant = variants_of(world.store, [world.store.variants.get(sku=sku).product_id]).get()
    return Cards(world.store, [variant.product_id]).card(variant, world.shop, ref="r", **more)  # type: ignore[arg-type]


def test_it_speaks_the_first_language_of_the_store_or_that_of_the_listing(world: World) -> None:
    variant = world.variant("POT", price=Decimal("9.90"), currency="EUR")
    variant.product.language = "en"
    variant.product.save()
    ProductTranslation.objects.create(store=world.store, product=variant.product, language="de", title="Kanne")
    assert card(world, "POT").title == "Kanne"
    assert card(world, "POT", listing=world.listing(variant, language="en")).title == "Teapot POT"


def test_a_new_one_has_a_price_and_no_units_and_a_known_one_keeps_both(world: World) -> None:
    variant = world.variant("POT", units=5, price=Decimal("9.90"), currency="EUR")
    new = card(world, "POT")
    assert (new.price, new.quantity, new.keeps_price, new.remote_product_id) == (Decimal("9.90"), 0, False, "")
    known = card(world, "POT", listing=world.listing(variant, price=Decimal("12.00")))
    assert (known.price, known.quantity, known.keeps_price) == (Decimal("12.00"), None, True)
    assert known.remote_product_id == "p-POT"


def test_pictures_that_nobody_else_can_open_and_torn_sizes_are_left_out(world: World) -> None:
    variant = world.variant("POT", image_url="https://img.example/red.jpg")
    variant.product.images = ["file:///tmp/a.jpg", "https://img.example/a.jpg", "https://img.example/red.jpg"]
    variant.product.attributes = {"package_length_mm": "300", "package_width_mm": 200}
    variant.product.save()
    told = card(world, "POT")
    assert told.images == ("https://img.example/red.jpg", "https://img.example/a.jpg")
    assert told.package is None
    variant.product.attributes |= {"package_height_mm": "120"}
    variant.product.save()
    assert card(world, "POT").package == Size(length_mm=300, width_mm=200, height_mm=120)


@pytest.mark.parametrize(
    ("price", "currency", "goes"), [("9.90", "EUR", True), ("0", "EUR", False), ("9.90", "RUB", False)]
)
def test_a_new_one_is_never_given_away_nor_sold_in_another_currency(
    world: World, price: str, currency: str, goes: bool
) -> None:
    variant = world.variant("POT", price=Decimal(price), currency=currency)
    (line,) = plan(world.store, variants_of(world.store, [variant.product_id]), [world.shop])
    assert line.goes is goes
    assert [lack.field for lack in line.lacks] == ([] if goes else ["price"])


def test_a_price_below_cost_is_pointed_at(world: World) -> None:
    variant = world.variant("POT", price=Decimal("9.90"), currency="EUR", cost=Decimal("10.00"))
    (line,) = plan(world.store, variants_of(world.store, [variant.product_id]), [world.shop])
    assert line.below_cost and line.goes


def test_a_plan_costs_the_same_however_many_it_holds(world: World, django_assert_num_queries: object) -> None:
    ids = [world.variant(f"POT-{n}", price=Decimal(5), currency="EUR").product_id for n in range(12)]
    with django_assert_num_queries(8):  # type: ignore[operator]
        plan(world.store, list(variants_of(world.store, ids)), [world.shop])
