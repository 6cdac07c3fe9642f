"""A bundle has no shelf of its own: it is as many as its parts make, and whoever buys it holds its parts."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from core.errors import DomainError
from inventory.models import BundlePart, InventoryChange, Product, Reservation, Variant
from inventory.selectors.held import units_held
from inventory.selectors.inventory_list import Filters, inventory_list
from inventory.selectors.stock import told
from inventory.services import departures, reservations
from inventory.services.bundles import parts_by_sku, set_parts
from inventory.services.stock import adjust, recount
from tests.inventory.world import World, conserved, levels, make_world, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def tea(world: World) -> Variant:
    return world.variant("TEA", 9)


@pytest.fixture
def pot(world: World) -> Variant:
    return world.variant("POT", 3)


@pytest.fixture
def gift(world: World, tea: Variant, pot: Variant) -> Variant:
    """Two packets of tea and a pot."""
    made = world.variant("GIFT")
    return set_parts(made, {tea.pk: 2, pot.pk: 1}, by="Ann")


def _held(line: UUID) -> dict[str, tuple[int, int, int]]:
    rows = Reservation.objects.filter(order_item_id=line).select_related("variant")
    return {row.variant.sku: (row.asked, row.granted, row.short) for row in rows}


def _row(world: World, sku: str, location: UUID | None = None) -> tuple[int, int]:
    found = {
        row["sku"]: row for row in inventory_list(world.store, "all", filters=Filters(location=location)).page.rows
    }
    return found[sku]["on_hand"], found[sku]["reserved"]


def test_it_is_as_many_as_its_scarcest_part_allows(world: World, gift: Variant) -> None:
    listing = world.listing(gift)
    assert told([listing.pk])[listing.pk].total == 3
    assert _row(world, "GIFT") == (3, 0)


def test_who_buys_it_holds_its_parts(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    listing = world.listing(gift)
    line = world.reserve(gift, 2)
    assert _held(line) == {"TEA": (4, 4, 0), "POT": (2, 2, 0)}
    assert (levels(tea), levels(pot)) == ((9, 4), (3, 2))
    assert units_held([line]) == {line: 2}
    assert told([listing.pk])[listing.pk].total == 1
    assert _row(world, "GIFT") == (3, 2)


def test_what_is_not_there_is_a_shortage_of_the_part(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 4)
    assert _held(line) == {"TEA": (8, 8, 0), "POT": (4, 3, 1)}
    adjust(store=world.store, variant=pot, location=world.place, delta=2, reason="came in")
    assert _held(line) == {"TEA": (8, 8, 0), "POT": (4, 4, 0)}
    assert conserved(tea) and conserved(pot)


def test_units_given_back_are_given_back_of_every_part(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 4)
    with transaction.atomic():
        assert reservations.release({line: 2}) == {tea.pk, pot.pk}
    assert _held(line) == {"TEA": (4, 4, 0), "POT": (2, 2, 0)}
    with transaction.atomic():
        reservations.release([line])
    assert (levels(tea), levels(pot)) == ((9, 0), (3, 0))


def test_a_parcel_takes_the_parts_off_the_shelf(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 2)
    with transaction.atomic():
        departures.consume(uuid4(), [(line, 1)])
    assert (levels(tea), levels(pot)) == ((7, 2), (2, 1))
    assert units_held([line]) == {line: 1}
    left = InventoryChange.objects.filter(cause="shipped", order_item_id=line).values_list("variant__sku", "delta")
    assert dict(left) == {"TEA": -2, "POT": -1}
    assert conserved(tea) and conserved(pot)


def test_a_parcel_with_a_part_that_is_not_there_stays(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 4)
    with pytest.raises(DomainError, match=r"Only 3 of 4 × POT"), transaction.atomic():
        departures.consume(uuid4(), [(line, 4)])
    assert (levels(tea), levels(pot)) == ((9, 8), (3, 3))


def test_more_than_is_open_of_a_bundle_cannot_leave(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 2)
    with pytest.raises(DomainError, match="no more units to ship"), transaction.atomic():
        departures.consume(uuid4(), [(line, 3)])


def test_what_is_lost_is_lost_of_every_part(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 2)
    with transaction.atomic():
        assert departures.lose({line: 1}, reason="broken") == {tea.pk, pot.pk}
    assert (levels(tea), levels(pot)) == ((7, 2), (2, 1))


def test_units_that_change_lines_take_their_parts_along(
    world: World, gift: Variant, tea: Variant, pot: Variant
) -> None:
    line, other = world.reserve(gift, 3), uuid4()
    with transaction.atomic():
        assert departures.move(line, other, 2) == 2
    assert units_held([line, other]) == {line: 1, other: 2}
    assert _held(other) == {"TEA": (4, 4, 0), "POT": (2, 2, 0)}
    assert (levels(tea), levels(pot)) == ((9, 6), (3, 3))


def test_an_order_keeps_what_it_was_taken_in_with(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    line = world.reserve(gift, 1)
    set_parts(gift, {tea.pk: 1}, by="Ann")
    with transaction.atomic():
        reservations.reserve([reservations.Ask(line, world.store.pk, gift.pk, world.place.pk, 1)])
    assert _held(line) == {"TEA": (4, 4, 0), "POT": (2, 2, 0)}
    assert _held(world.reserve(gift, 1)) == {"TEA": (1, 1, 0)}


def test_lines_of_two_recipes_exchange_units_not_parts(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    old = world.reserve(gift, 2)
    set_parts(gift, {tea.pk: 1}, by="Ann")
    new = world.reserve(gift, 1)
    with transaction.atomic():
        assert departures.move(old, new, 1) == 1
    assert _held(old) == {"TEA": (2, 2, 0), "POT": (1, 1, 0)}
    assert _held(new) == {"TEA": (2, 2, 0)}
    assert units_held([old, new]) == {old: 1, new: 2}
    assert conserved(tea) and conserved(pot)


def test_parts_in_two_places_make_no_bundle_together(world: World, gift: Variant, tea: Variant, pot: Variant) -> None:
    shop = world.another_place("shop")
    recount(store=world.store, variant=pot, location=world.place, counted=0)
    recount(store=world.store, variant=pot, location=shop, counted=5)
    assert _row(world, "GIFT") == (0, 0)
    recount(store=world.store, variant=tea, location=shop, counted=4)
    assert _row(world, "GIFT") == (2, 0)
    assert _row(world, "GIFT", location=shop.pk) == (2, 0)
    assert _row(world, "GIFT", location=world.place.pk) == (0, 0)


def test_its_shops_hear_when_a_part_is_sold_by_itself(world: World, gift: Variant, tea: Variant) -> None:
    listing = world.listing(gift)
    adjust(store=world.store, variant=tea, location=world.place, delta=-6, reason="broken")
    assert wanted(listing) == 1
    assert told([listing.pk])[listing.pk].total == 1


def test_it_is_told_nobody_before_each_part_was_counted(world: World, tea: Variant) -> None:
    cup = world.variant("CUP")
    box = set_parts(world.variant("BOX"), {tea.pk: 1, cup.pk: 1}, by="Ann")
    listing = world.listing(box)
    assert told([listing.pk]) == {}
    recount(store=world.store, variant=cup, location=world.place, counted=2)
    assert told([listing.pk])[listing.pk].total == 2
    assert wanted(listing) == 1


def test_it_is_counted_by_its_parts_alone(world: World, gift: Variant) -> None:
    with pytest.raises(DomainError, match="GIFT is a bundle"):
        recount(store=world.store, variant=gift, location=world.place, counted=3)
    stale = Variant.objects.get(pk=gift.pk)
    stale.is_bundle = False  # as read a moment before somebody made it one
    with pytest.raises(DomainError, match="GIFT is a bundle"):
        adjust(store=world.store, variant=stale, location=world.place, delta=3, reason="came in")
    assert not InventoryChange.objects.filter(variant=gift).exists()


def test_without_parts_it_is_an_article_that_nobody_has_counted(world: World, gift: Variant) -> None:
    plain = set_parts(gift, {}, by="Ann")
    assert (plain.is_bundle, plain.opening_counted_at) == (False, None)
    assert not BundlePart.objects.exists()
    assert BundlePart.history.filter(history_type="-").count() == 2
    recount(store=world.store, variant=plain, location=world.place, counted=3)
    assert levels(plain) == (3, 0)


def test_no_bundle_lies_in_a_bundle(world: World, gift: Variant, tea: Variant) -> None:
    with pytest.raises(DomainError, match="GIFT is a bundle itself"):
        set_parts(world.variant("CRATE"), {gift.pk: 1}, by="Ann")
    with pytest.raises(DomainError, match="part of itself"):
        set_parts(gift, {gift.pk: 1}, by="Ann")
    recount(store=world.store, variant=tea, location=world.place, counted=0)
    with pytest.raises(DomainError, match="TEA is a part of GIFT"):
        set_parts(tea, {world.variant("LEAF", 1).pk: 1}, by="Ann")


def test_what_lies_on_the_shelf_or_is_promised_is_made_no_bundle(world: World, tea: Variant, pot: Variant) -> None:
    with pytest.raises(DomainError, match="3 of its own"):
        set_parts(pot, {tea.pk: 1}, by="Ann")
    recount(store=world.store, variant=pot, location=world.place, counted=0)
    world.reserve(pot, 1)
    with pytest.raises(DomainError, match="Open orders wait for POT"):
        set_parts(pot, {tea.pk: 1}, by="Ann")


@pytest.mark.parametrize("units", [0, -1, 1_001])
def test_a_part_is_in_it_a_sensible_number_of_times(world: World, gift: Variant, tea: Variant, units: int) -> None:
    with pytest.raises(DomainError, match="1 to 1000"):
        set_parts(gift, {tea.pk: units}, by="Ann")


def test_strangers_goods_and_keys_are_no_parts(world: World, gift: Variant) -> None:
    with pytest.raises(DomainError, match="not in this store"):
        set_parts(gift, {make_world().variant("THEIRS", 1).pk: 1}, by="Ann")
    key = world.variant("KEY")
    Product.objects.filter(pk=key.product_id).update(kind=Product.Kind.DIGITAL)
    with pytest.raises(DomainError, match="sent as a key"):
        set_parts(gift, {key.pk: 1}, by="Ann")


def test_parts_are_named_by_sku_once_each(gift: Variant, tea: Variant) -> None:
    assert parts_by_sku(gift, [("TEA", 3)]) == {tea.pk: 3}
    with pytest.raises(DomainError, match="no product with the SKU NOPE"):
        parts_by_sku(gift, [("NOPE", 1)])
    with pytest.raises(DomainError, match="TEA is named twice"):
        parts_by_sku(gift, [("TEA", 1), ("TEA", 2)])
