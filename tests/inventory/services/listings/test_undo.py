"""Links taken back, for thirty days."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from inventory.models import MarketplaceProduct
from inventory.services.listings import link, link_same_sku, unlink
from inventory.services.listings.undo import find_earlier, undo_link
from tests.inventory.world import World


def test_a_link_is_taken_back_to_nothing_and_taken_back_again(world: World) -> None:
    pot, row = world.variant("POT"), world.listing(None)
    link(row, pot, by="Anna")
    assert undo_link(row, by="Ben") is None
    assert (row.variant, row.linked_by) == (None, "unlinked by Ben")
    assert undo_link(row, by="Ben") == pot


def test_another_link_goes_back_to_the_first(world: World) -> None:
    pot, cup, row = world.variant("POT"), world.variant("CUP"), world.listing(None)
    link(row, pot, by="Anna")
    link(row, cup, by="Anna")
    row.title = "read again"
    row.save()
    assert undo_link(row, by="Ben") == pot


def test_an_unlink_is_taken_back(world: World) -> None:
    pot = world.variant("POT")
    row = world.listing(None, marketplace_sku="POT")
    link_same_sku(world.shop, [row.pk])
    row.refresh_from_db()
    unlink(row, by="Anna")
    assert undo_link(row, by="Anna") == pot


def test_after_thirty_days_nothing_is_taken_back(world: World) -> None:
    pot, row = world.variant("POT"), world.listing(None)
    link(row, pot, by="Anna")
    for version in row.history.all():
        version.history_date -= timedelta(days=31)
        version.save()
    assert find_earlier(row) is None
    with pytest.raises(DomainError, match="30 days"):
        undo_link(row, by="Ben")
    row.refresh_from_db()
    row.title = "read today"
    row.save()
    assert find_earlier(row) is None


def test_a_listing_never_linked_has_nothing_to_take_back(world: World) -> None:
    with pytest.raises(DomainError):
        undo_link(world.listing(None), by="Ben")


def test_what_it_was_linked_to_may_be_gone(world: World) -> None:
    pot, row = world.variant("POT"), world.listing(None)
    link(row, pot, by="Anna")
    unlink(row, by="Anna")
    pot.soft_delete()
    with pytest.raises(DomainError, match="is gone"):
        undo_link(row, by="Ben")
    assert MarketplaceProduct.objects.get(pk=row.pk).variant is None
