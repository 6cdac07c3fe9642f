"""Opening counts taken from what one shop shows."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from inventory.models import ConnectionLocation, InventoryChange, Reservation, Stock
from inventory.services import counts
from inventory.services.opening import take_opening_counts
from inventory.services.stock import recount
from inventory.signals import open_units_asked
from tests.inventory.world import World, conserved, levels, wanted
from tests.orders.world import NOON, line, told
from tests.orders.world import make_world as make_orders_world


def _take(world: World, **more):
    return take_opening_counts(connection=world.shop, location=world.place, actor_label="Anna", **more)


def test_what_the_shop_shows_becomes_the_opening_count(world: World) -> None:
    pot = world.variant("POT")
    listing = world.listing(pot, stock=7)
    assert (_take(world).counted, levels(pot)) == (1, (7, 0))
    change = InventoryChange.objects.get(variant=pot)
    assert (change.cause, change.reason, change.actor_label) == ("opening", "As Bazaar shop shows it", "Anna")
    assert wanted(listing) == 1
    assert conserved(pot)


def test_taking_it_again_changes_nothing(world: World) -> None:
    pot = world.variant("POT")
    listing = world.listing(pot, stock=7)
    _take(world)
    listing.stock = 70
    listing.save()
    assert (_take(world).counted, levels(pot)) == (0, (7, 0))


def test_zero_is_a_count_too(world: World) -> None:
    pot = world.variant("POT")
    world.listing(pot, stock=0)
    _take(world)
    pot.refresh_from_db()
    assert pot.opening_counted_at is not None
    assert InventoryChange.objects.get(variant=pot).delta == 0


def test_a_shop_that_does_not_say_how_many_counts_nothing(world: World) -> None:
    silent, negative = world.variant("A"), world.variant("B")
    world.listing(silent, stock=None)
    world.listing(negative, stock=-2)
    result = _take(world)
    assert result.counted == 0
    assert sorted(sku for sku, _sentence in result.skipped) == ["A", "B"]


def test_a_number_that_no_shelf_holds_does_not_cost_the_others_their_count(world: World) -> None:
    strange, pot = world.variant("STRANGE"), world.variant("POT")
    world.listing(strange, stock=2_100_000_000)
    world.listing(pot, stock=7)
    result = _take(world)
    assert (result.counted, levels(pot)) == (1, (7, 0))
    assert [sku for sku, _sentence in result.skipped] == ["STRANGE"]


def test_only_the_warehouses_of_that_place_are_counted(world: World) -> None:
    pot = world.variant("POT")
    annex = world.another_place("annex")
    for name, place in (("w1", world.place), ("w2", annex), ("w3", None)):
        ConnectionLocation.objects.create(store=world.store, connection=world.shop, remote_id=name, location=place)
    world.listing(pot, stock=111, stock_by_warehouse={"w1": 1, "w2": 10, "w3": 100})
    _take(world)
    assert (levels(pot, world.place), levels(pot, annex)) == ((1, 0), (0, 0))


def test_a_listing_shown_at_other_places_only_is_not_counted_as_zero(world: World) -> None:
    pot, pan = world.variant("POT"), world.variant("PAN")
    for name, place in (("w1", world.place), ("w2", None)):
        ConnectionLocation.objects.create(store=world.store, connection=world.shop, remote_id=name, location=place)
    world.listing(pot, stock=10, stock_by_warehouse={"w2": 10})
    world.listing(pan, stock=10, stock_by_warehouse={"w1": 0, "w2": 10})
    result = _take(world)
    assert (result.counted, levels(pan)) == (1, (0, 0))
    assert [sku for sku, _sentence in result.skipped] == ["POT"]


def test_two_listings_of_one_variant_are_not_added_up(world: World) -> None:
    pot = world.variant("POT")
    world.listing(pot, stock=7)
    world.listing(pot, stock=5, marketplace_product_id="other")
    _take(world)
    assert levels(pot) == (5, 0)


def test_only_the_chosen_listings_are_counted(world: World) -> None:
    one, two = world.variant("A"), world.variant("B")
    chosen = world.listing(one, stock=1)
    world.listing(two, stock=2)
    assert _take(world, listing_ids=[chosen.pk]).counted == 1
    two.refresh_from_db()
    assert two.opening_counted_at is None


def test_units_of_the_shops_open_orders_are_still_on_the_shelf(db: None) -> None:
    """The shop shows 5 after an order of 2; a younger order of 1 is still in the 5."""
    world = make_orders_world()
    pot = world.put("POT", 0, listed=True)
    type(pot).objects.filter(pk=pot.pk).update(opening_counted_at=None)
    world.shop.listings.update(stock=5)
    world.shop.products_read_at = NOON
    world.shop.save()
    world.take_in(told("old", line("POT", 2)))
    world.take_in(told("young", line("POT", 1), placed_at=NOON + timedelta(minutes=5)))
    result = take_opening_counts(connection=world.shop, location=world.place, actor_label="Anna")
    assert result.counted == 1
    assert world.stock("POT") == (7, 3)
    assert world.held("POT") == [(2, 2, 0), (1, 1, 0)]


def test_orders_of_another_shop_are_not_added(db: None) -> None:
    world = make_orders_world()
    pot = world.put("POT", 0, listed=True)
    type(pot).objects.filter(pk=pot.pk).update(opening_counted_at=None)
    world.shop.listings.update(stock=5)
    other = make_orders_world().shop
    other.store = world.store
    other.save()
    world.take_in(told("there", line("POT", 2)), shop=other)
    take_opening_counts(connection=world.shop, location=world.place, actor_label="Anna")
    assert world.stock("POT") == (5, 2)
    assert Reservation.objects.get(variant=pot).short == 0


def test_orders_answer_for_their_open_units() -> None:
    """Without this receiver the counts would silently be too low."""
    assert open_units_asked.has_listeners()


def test_a_count_made_by_hand_meanwhile_is_not_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    variant = world.variant("T-9")
    world.listing(variant, stock=3)
    lock = counts.lock

    def counted_first(entries: Sequence[counts.Count]) -> dict[tuple[UUID, UUID], Stock]:
        monkeypatch.undo()
        recount(store=world.store, variant=variant, location=world.place, counted=7)
        return lock(entries)

    monkeypatch.setattr(counts, "lock", counted_first)
    taken = _take(world)
    assert (taken.counted, levels(variant)) == (0, (7, 0))
    assert conserved(variant)
