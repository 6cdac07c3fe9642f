"""Products and links with the parked order lines that follow them."""

import pytest

from core.errors import DomainError
from inventory.models import MarketplaceProduct, Variant
from orders.services.goods import (
    add_variant,
    create_from_listing,
    create_product,
    link_certain,
    link_listing,
    undo_link,
    waiting_listings,
)
from tests.orders.world import NOON, World, line, make_world, told


def listing(world: World, sku: str, **there: object) -> MarketplaceProduct:
    return MarketplaceProduct.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, status="active",
        marketplace_product_id=f"p-{sku}", marketplace_sku=sku, last_sync_at=NOON, **there,
    )  # fmt: skip


def test_a_new_product_serves_the_order_that_waited_for_it(world: World) -> None:
    world.take_in(told("o1", line("CUP", 2)))
    assert world.ours("o1").unlinked_lines == 1
    made = create_product(store=world.store, by="Anna", title="Cup", sku="CUP", opening_count=5)
    world.variants["CUP"] = made.variants.get()
    assert world.ours("o1").unlinked_lines == 0
    assert world.stock("CUP") == (5, 2)


def test_one_more_variant_serves_it_too(world: World) -> None:
    world.put("POT", 1)
    world.take_in(told("o1", line("POT-L")))
    made = add_variant(product=world.variants["POT"].product, by="Anna", sku="POT-L")
    assert world.ours("o1").items.get().variant == made


def test_a_link_takes_the_parked_lines_along_and_says_how_many(world: World) -> None:
    world.put("POT", 5)
    there = listing(world, "THEIRS")
    world.take_in(told("o1", line("THEIRS", 2)), told("o2", line("THEIRS")))
    linked = link_listing(listing=there, variant=world.variants["POT"], by="Anna")
    assert linked.lines == 2
    assert world.stock("POT") == (5, 3)


def test_a_product_made_from_a_listing_is_linked_to_it(world: World) -> None:
    there = listing(world, "CUP", title="Cup")
    made = create_from_listing(listing=there, by="Anna")
    assert made.variant is not None and made.variant.sku == "CUP"
    assert there.variant == made.variant


def test_an_undone_link_leaves_order_lines_their_product(world: World) -> None:
    world.put("POT", 5)
    there = listing(world, "THEIRS")
    world.take_in(told("o1", line("THEIRS", 2)))
    link_listing(listing=there, variant=world.variants["POT"], by="Anna")
    assert undo_link(listing=there, by="Ben").variant is None
    assert world.ours("o1").items.get().variant == world.variants["POT"]
    assert world.stock("POT") == (5, 2)


def test_certain_ones_are_linked_together_and_the_others_named(world: World) -> None:
    pot = world.put("POT-1", 1)
    sure, unsure = listing(world, "pot_1", title="Kettle POT-1"), listing(world, "X", title="Kettle")
    found = link_certain(store=world.store, listings=[sure, unsure], by="Anna")
    assert [(each.listing, each.variant) for each in found.linked] == [(sure, pot)]
    assert [each for each, _why in found.refused] == [unsure]


def test_what_was_shown_is_what_is_linked_or_nothing(world: World) -> None:
    pot, other = world.put("POT-1", 1), world.put("CUP", 1)
    sure = listing(world, "pot_1", title="Kettle POT-1")
    found = link_certain(store=world.store, listings=[sure], by="Anna", expected={sure.pk: other.pk})
    assert (found.linked, found.refused[0][1]) == ([], "Another product fits better now. Look at it by itself.")
    assert len(link_certain(store=world.store, listings=[sure], by="Anna", expected={sure.pk: pot.pk}).linked) == 1
    again = link_certain(store=world.store, listings=[sure], by="Anna", expected={sure.pk: pot.pk})
    assert again.refused[0][1] == "Somebody linked it meanwhile."


def test_waiting_are_those_without_a_product_that_are_still_there(world: World) -> None:
    waits = listing(world, "A")
    listing(world, "B", variant=world.put("B", 1))
    gone = listing(world, "C")
    gone.status = "deleted"
    gone.save()
    assert waiting_listings(world.store) == [waits]
    assert waiting_listings(world.store, []) == []


def test_another_stores_product_is_refused(world: World) -> None:
    theirs: Variant = make_world("other").put("POT", 1)
    with pytest.raises(DomainError, match="not in this store"):
        link_listing(listing=listing(world, "THEIRS"), variant=theirs, by="Anna")
