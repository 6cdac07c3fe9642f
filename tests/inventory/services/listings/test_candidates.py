"""Candidates for many listings at once."""

from inventory.models import MarketplaceProduct, Product, ProductTranslation
from inventory.services.listings.candidates import best, certain, suggestions
from inventory.services.listings.suggest import plain_sku
from tests.inventory.world import World, make_world

GTIN = "4006381333931"


def waiting(world: World, **there: object) -> MarketplaceProduct:
    return world.listing(None, **there)


def test_by_number_sku_and_title_each_listing_finds_its_own(world: World) -> None:
    pot, cup, can = (world.variant(sku) for sku in ("POT-1", "CUP-2", "CAN-3"))
    pot.gtin = GTIN
    pot.save()
    Product.objects.filter(pk=can.product_id).first()
    ProductTranslation.objects.create(
        store=world.store, product=can.product, language="de", title="Gießkanne verzinkt, groß"
    )
    rows = [
        waiting(world, gtin="0" + GTIN, marketplace_sku="x1"),
        waiting(world, marketplace_sku="cup_2"),
        waiting(world, marketplace_sku="x3", title="Gießkanne groß (verzinkt)"),
        waiting(world, marketplace_sku="x4", title="Nothing of ours"),
    ]
    found = best(store=world.store, listings=rows)
    assert {pk: each.variant for pk, each in found.items()} == {rows[0].pk: pot, rows[1].pk: cup, rows[2].pk: can}


def test_the_number_of_queries_does_not_grow(world: World, django_assert_num_queries) -> None:
    for number in range(12):
        world.variant(f"POT-{number}")
    rows = [waiting(world, marketplace_sku=f"pot{number}") for number in range(12)]
    with django_assert_num_queries(5):
        found = suggestions(store=world.store, listings=rows)
    assert all(each for each in found.values())


def test_certain_is_what_nothing_else_is_as_likely_as(world: World) -> None:
    first, second = world.variant("POT-1", gtin=GTIN), world.variant("POT-2", gtin=GTIN)
    row = waiting(world, gtin=GTIN, marketplace_sku="x")
    assert certain(store=world.store, listings=[row]) == {}
    assert best(store=world.store, listings=[row])[row.pk].rivals == 1
    second.gtin = ""
    second.save()
    assert certain(store=world.store, listings=[row])[row.pk].variant == first


def test_archived_products_and_those_of_others_are_not_proposed(world: World) -> None:
    gone = world.variant("POT-1").product
    gone.status = Product.Status.ARCHIVED
    gone.save()
    make_world().variant("pot1")
    row = waiting(world, marketplace_sku="pot1", title=gone.title)
    assert best(store=world.store, listings=[row]) == {}


def test_a_variants_options_count_for_its_title(world: World) -> None:
    blue = world.variant("SHIRT-B", options={"colour": "blue"})
    red = blue.product.variants.create(store=world.store, sku="SHIRT-R", options={"colour": "red"})
    blue.product.title = "Linen shirt"
    blue.product.save()
    row = waiting(world, marketplace_sku="x", title="Linen shirt red")
    assert best(store=world.store, listings=[row])[row.pk].variant == red


def test_the_database_and_the_score_agree_on_what_a_plain_sku_is(world: World) -> None:
    for sku in ("A-1", "b_2", "C 3", "d.4", "E/5"):
        world.variant(sku)
    rows = [waiting(world, marketplace_sku=plain_sku(sku).upper()) for sku in ("A-1", "b_2", "C 3", "d.4", "E/5")]
    assert len(best(store=world.store, listings=rows)) == 5


def test_odd_titles_break_nothing(world: World) -> None:
    world.variant("POT")
    rows = [waiting(world, title=title) for title in ("%", "\\", "'", '"', "!!!", "a b", "x" * 500, "กระเป๋า")]
    assert suggestions(store=world.store, listings=rows) == {row.pk: [] for row in rows}
    assert suggestions(store=world.store, listings=[]) == {}


def test_two_listings_of_one_shop_for_one_product_are_for_a_person_to_see(world: World) -> None:
    world.variant("POT-1", gtin=GTIN)
    twice = [waiting(world, gtin=GTIN, marketplace_sku=sku) for sku in ("x", "y")]
    elsewhere = waiting(world, gtin=GTIN, marketplace_sku="z", shop=world.another_shop())
    assert set(certain(store=world.store, listings=[*twice, elsewhere])) == {elsewhere.pk}


def test_a_product_that_the_shop_has_already_is_not_certain_again(world: World) -> None:
    pot = world.variant("POT-1", gtin=GTIN)
    world.listing(pot)
    row = waiting(world, gtin=GTIN, marketplace_sku="x")
    assert certain(store=world.store, listings=[row]) == {}
    assert best(store=world.store, listings=[row])[row.pk].variant == pot
