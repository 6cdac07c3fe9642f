"""The listings page: views, the surest first, pages."""

from inventory.models import MarketplaceProduct
from inventory.selectors.listing_list import Filters, listing_list, surest, unlinked_count, view_counts
from inventory.services.listings import link, rank_shop, rank_store
from tests.inventory.world import World, make_world

GTIN = "4006381333931"


def rows(world: World, view: str = "unlinked", **filters: object) -> list[MarketplaceProduct]:
    return [each.listing for each in listing_list(world.store, view, Filters(**filters)).rows]


def test_views_hold_what_their_names_say(world: World) -> None:
    waits, refused = world.listing(None), world.listing(None, status="refused")
    linked = world.listing(None)
    link(linked, world.variant("POT"), by="Anna")
    gone = world.listing(None, status="deleted")
    make_world().listing(None)
    assert set(rows(world)) == {waits, refused}
    assert rows(world, "linked") == [linked]
    assert set(rows(world, "trouble")) == {refused, gone}
    assert len(rows(world, "all")) == 4
    assert view_counts(world.store) == {"unlinked": 2, "disagree": 0, "linked": 1, "trouble": 2, "all": 4}
    assert unlinked_count(world.store) == 2


def test_those_to_link_come_surest_first(world: World) -> None:
    world.variant("POT-1", gtin=GTIN)
    nothing = world.listing(None, title="A", marketplace_sku="x")
    by_sku = world.listing(None, title="B", marketplace_sku="pot_1")
    by_number = world.listing(None, title="C", marketplace_sku="y", gtin="0" + GTIN)
    assert rank_store(world.store) == 2
    assert rows(world) == [by_number, by_sku, nothing]
    assert surest(world.store, 10) == [by_number.pk, by_sku.pk]
    assert surest(world.store, 1) == [by_number.pk]
    assert surest(world.store, 10, world.another_shop().pk) == []


def test_links_come_newest_first(world: World) -> None:
    pot, first, second = world.variant("POT"), world.listing(None), world.listing(None)
    link(second, pot, by="Anna")
    link(first, pot, by="Anna")
    assert rows(world, "linked") == [first, second]


def test_pages_follow_one_another(world: World) -> None:
    world.variant("POT-1")
    for number in range(7):
        world.listing(None, title=f"Thing {number % 3}", marketplace_sku="pot1" if number % 2 else f"x{number}",
                      marketplace_product_id=f"p{number}")  # fmt: skip
    assert rank_shop(world.shop) == 3
    seen, after = [], ""
    while True:
        page = listing_list(world.store, after=after, size=3)
        seen += [each.listing.pk for each in page.rows]
        if not (after := page.page.next):
            break
    assert len(seen) == len(set(seen)) == 7
    before = listing_list(world.store, before=page.page.earlier, size=3)
    assert [each.listing.pk for each in before.rows] == seen[3:6]


def test_search_and_filters_narrow(world: World) -> None:
    pot = world.listing(None, title="Red pot", marketplace_sku="RP-1", gtin=GTIN)
    world.listing(None, title="Cup")
    assert rows(world, q="red P") == rows(world, q="rp-") == rows(world, q="400638") == [pot]
    assert rows(world, connection=world.another_shop().pk) == []
    assert rows(world, status="inactive") == []
    assert rows(world, q="\x00%") == []


def test_a_shop_disconnected_has_nothing_to_link(world: World) -> None:
    world.listing(None)
    world.shop.status = "disconnected"
    world.shop.save()
    assert rows(world) == []


def test_the_number_of_queries_does_not_grow(world: World, django_assert_max_num_queries) -> None:
    for number in range(12):
        world.listing(world.variant(f"S{number}", 2))
        world.listing(None)
    with django_assert_max_num_queries(6):
        listing_list(world.store, "all")
