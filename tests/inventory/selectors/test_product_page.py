"""One product with its variants and listings, ours beside theirs."""

from decimal import Decimal

from inventory.selectors.product_page import product_detail
from inventory.services.rules import set_rule
from tests.inventory.world import World


def test_variants_stand_in_their_order_with_the_numbers_of_the_stock_list(world: World) -> None:
    pot = world.variant("POT", 12)
    large = pot.product.variants.create(store=world.store, sku="A-LARGE", position=1)
    world.listing(pot)
    world.reserve(pot, 3)
    set_rule(world.shop, by="test", safety_stock=2)
    levels = product_detail(pot.product).levels
    assert [(each.variant, each.on_hand, each.reserved, each.available) for each in levels] == [
        (pot, 12, 3, 7), (large, 0, 0, 0)
    ]  # fmt: skip


def test_a_listing_shows_ours_beside_theirs_and_says_when_they_differ(world: World) -> None:
    world.shop.price_out = True
    world.shop.save()
    pot = world.variant("POT", 5, price=Decimal(10), currency="EUR")
    same = world.listing(pot, price=Decimal(10))
    other = world.listing(pot, price=Decimal(9), marketplace_product_id="b")
    own = world.listing(pot, price=Decimal(8), price_override=Decimal(8), marketplace_product_id="c")
    rubles = world.listing(pot, price=Decimal(900), currency="RUB", marketplace_product_id="d")
    found = {each.listing: each for each in product_detail(pot.product).listings}
    assert {row: found[row].price_differs for row in (same, other, own, rubles)} == {
        same: False, other: True, own: False, rubles: False
    }  # fmt: skip
    assert (found[own].price, found[own].has_override, found[rubles].price) == (Decimal(8), True, None)
    assert found[same].channel.told == 5


def test_prices_that_are_not_sent_do_not_differ(world: World) -> None:
    pot = world.variant("POT", 5, price=Decimal(10), currency="EUR")
    world.listing(pot, price=Decimal(9))
    assert [each.price_differs for each in product_detail(pot.product).listings] == [False]


def test_listings_gone_there_come_last(world: World) -> None:
    pot = world.variant("POT")
    gone = world.listing(pot, status="deleted")
    there = world.listing(pot, shop=world.another_shop(), marketplace_product_id="x")
    assert [each.listing for each in product_detail(pot.product).listings] == [there, gone]


def test_the_language_of_the_product_is_there_even_if_the_store_has_it_not(world: World) -> None:
    world.store.languages = ["en"]
    world.store.save()
    product = world.variant("POT").product
    product.language = "ru"
    product.save()
    detail = product_detail(product)
    assert (detail.languages, detail.own_language, detail.missing) == (["en", "ru"], "ru", {"en": 1})
    assert detail.texts("en")["title"].language == "ru"


def test_the_number_of_queries_does_not_grow(world: World, django_assert_max_num_queries) -> None:
    pot = world.variant("POT", 3)
    for number in range(15):
        more = pot.product.variants.create(store=world.store, sku=f"S{number}")
        world.listing(more)
    with django_assert_max_num_queries(18):
        product_detail(pot.product)
