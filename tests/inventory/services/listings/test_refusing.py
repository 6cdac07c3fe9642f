"""A person says that a listing and a product are not the same: it is not suggested again, and not linked by itself."""

import pytest

from core.errors import DomainError
from inventory.models import RefusedMatch
from inventory.services.listings import link, link_same_sku, refusals, refuse_match, take_back_refusal
from inventory.services.listings.candidates import certain, suggestions
from tests.inventory.world import World, make_world

GTIN = "4006381333931"


def test_what_was_refused_is_not_suggested_and_the_next_likely_is(world: World) -> None:
    first, second = world.variant("POT-1", gtin=GTIN), world.variant("POT_1")
    row = world.listing(None, gtin=GTIN, marketplace_sku="pot1")
    refuse_match(listing=row, variant=first, by="Anna", reason="Another colour")
    (found,) = suggestions(store=world.store, listings=[row])[row.pk]
    assert found.variant == second and found.rivals == 0
    (no,) = refusals(row)
    assert (no.variant, no.refused_by, no.reason) == (first, "Anna", "Another colour")
    assert no.history.get().history_change_reason == "refused by Anna"


def test_it_is_not_certain_either(world: World) -> None:
    pot = world.variant("POT-1", gtin=GTIN)
    row = world.listing(None, gtin=GTIN)
    assert row.pk in certain(store=world.store, listings=[row])
    refuse_match(listing=row, variant=pot, by="Anna")
    assert certain(store=world.store, listings=[row]) == {}


def test_the_same_sku_does_not_link_a_refused_pair(world: World) -> None:
    pot = world.variant("POT-1")
    row, other = world.listing(None, marketplace_sku="POT-1"), world.listing(None, marketplace_sku="POT-1",
                                                                            marketplace_product_id="p2")  # fmt: skip
    refuse_match(listing=row, variant=pot, by="Anna")
    assert link_same_sku(world.shop, [row.pk, other.pk]) == 1
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.variant, other.variant) == (None, pot)


def test_a_refusal_is_taken_back_and_said_again(world: World) -> None:
    pot = world.variant("POT-1")
    row = world.listing(None, marketplace_sku="pot1")
    refuse_match(listing=row, variant=pot, by="Anna")
    assert take_back_refusal(listing=row, variant=pot, by="Ben")
    assert not take_back_refusal(listing=row, variant=pot, by="Ben")
    assert len(suggestions(store=world.store, listings=[row])[row.pk]) == 1 and refusals(row) == []
    refuse_match(listing=row, variant=pot, by="Cem")
    assert [each.refused_by for each in refusals(row)] == ["Cem"] and RefusedMatch.all_objects.count() == 1


def test_a_person_may_link_it_all_the_same(world: World) -> None:
    pot = world.variant("POT-1")
    row = world.listing(None, marketplace_sku="pot1")
    refuse_match(listing=row, variant=pot, by="Anna")
    link(row, pot, by="Ben")
    assert row.variant == pot and refusals(row) == []


def test_what_is_linked_is_unlinked_first(world: World) -> None:
    pot = world.variant("POT-1")
    row = world.listing(pot)
    with pytest.raises(DomainError, match="Unlink them first"):
        refuse_match(listing=row, variant=pot, by="Anna")


def test_products_of_other_stores_are_not_refused(world: World) -> None:
    with pytest.raises(DomainError, match="not in this store"):
        refuse_match(listing=world.listing(None), variant=make_world().variant("POT"), by="Anna")
