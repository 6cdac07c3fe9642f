"""How sure a waiting listing is to have its product, kept beside it, whatever changes on our side."""

from inventory.models import MarketplaceProduct, Product
from inventory.services.archive import archive, restore
from inventory.services.listings import link, rank_shop, rank_store, unlink
from inventory.services.product_create import create_product
from inventory.services.product_edit import edit_variant
from tests.inventory.world import World, make_world

GTIN = "4006381333931"


def rank(listing: MarketplaceProduct) -> int:
    listing.refresh_from_db()
    return listing.match_rank


def test_a_known_number_comes_before_a_known_sku(world: World) -> None:
    world.variant("POT-1", gtin=GTIN)
    number, sku, neither = (
        world.listing(None, gtin="0" + GTIN), world.listing(None, marketplace_sku="pot_1"), world.listing(None),
    )  # fmt: skip
    assert rank_store(world.store) == 2
    assert [rank(each) for each in (number, sku, neither)] == [0, 1, 2]
    assert rank_store(world.store) == 0


def test_what_other_stores_sell_says_nothing(world: World) -> None:
    make_world().variant("POT-1", gtin=GTIN)
    row = world.listing(None, gtin=GTIN, marketplace_sku="pot1")
    assert (rank_store(world.store), rank(row)) == (0, 2)


def test_empty_numbers_are_no_numbers(world: World) -> None:
    world.variant("POT-1", gtin="")
    row = world.listing(None, gtin="000", marketplace_sku="-- /")
    assert (rank_shop(world.shop), rank(row)) == (0, 2)


def test_a_new_product_moves_its_listings_up_and_an_edit_down_again(world: World) -> None:
    row = world.listing(None, gtin=GTIN, marketplace_sku="x")
    made = create_product(store=world.store, title="Pot", sku="POT", by="Anna", variant={"gtin": GTIN})
    assert rank(row) == 0
    edit_variant(variant=made.variants.get(), by="Anna", gtin="")
    assert rank(row) == 2
    edit_variant(variant=made.variants.get(), by="Anna", sku="X")
    assert rank(row) == 1


def test_an_archived_product_stands_behind_nothing(world: World) -> None:
    pot = world.variant("POT-1")
    row = world.listing(None, marketplace_sku="pot1")
    rank_shop(world.shop)
    archive(store=world.store, product_ids=[pot.product_id], by="Anna")
    assert rank(row) == 2
    restore(store=world.store, product_ids=[pot.product_id], by="Anna")
    assert rank(row) == 1
    assert Product.objects.get().status == Product.Status.ACTIVE


def test_an_unlinked_listing_is_ranked_again(world: World) -> None:
    pot = world.variant("POT-1")
    row = world.listing(None, marketplace_sku="POT-1")
    link(row, pot, by="Anna")
    unlink(row, by="Anna")
    assert rank(row) == 1
