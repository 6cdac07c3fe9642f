"""Why a number is what it is: the terms are sums of the rows they name, and add up to what is told."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from inventory.models import ConnectionLocation, InventoryChange, InventorySyncConfig, Reservation
from inventory.selectors.stock import told
from inventory.selectors.why import Why, why, why_listing
from inventory.services import reservations
from inventory.services.stock import adjust, recount
from marketplaces.models import OutboundChange
from tests.inventory.world import World, conserved, make_world


def _amounts(answer: Why) -> dict[str, int]:
    return {term.kind: term.amount for term in answer.terms}


def test_available_is_on_hand_by_place_minus_what_orders_hold(world: World) -> None:
    pot, annex = world.variant("POT", 9), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=3)
    lines = [world.reserve(pot, 1) for _ in range(3)]
    answer = why(pot)
    on_hand, reserved = answer.terms
    assert [(part.id, part.name, part.amount) for part in on_hand.parts] == [
        (annex.pk, "Annex", 3), (world.place.pk, "Main", 9),
    ]  # fmt: skip
    assert [(part.id, part.amount) for part in reserved.parts] == [(line, -1) for line in lines]
    assert (answer.available, answer.short) == (9, 0)


@pytest.mark.parametrize(
    ("rule", "expected", "available"),
    [
        ({}, {"on_hand": 7, "reserved": -2}, 5),
        ({"safety_stock": 2}, {"on_hand": 7, "reserved": -2, "buffer": -2}, 3),
        ({"safety_stock": 50}, {"on_hand": 7, "reserved": -2, "buffer": -5}, 0),
        ({"out_of_stock_threshold": 6}, {"on_hand": 7, "reserved": -2, "threshold": -5}, 0),
        ({"safety_stock": 1, "out_of_stock_threshold": 4}, {"on_hand": 7, "reserved": -2, "buffer": -1}, 4),
    ],
)
def test_each_rule_takes_what_it_really_takes(
    world: World, rule: dict[str, int], expected: dict[str, int], available: int
) -> None:
    pot = world.variant("POT", 7)
    world.reserve(pot, 2)
    listing = world.listing(pot)
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, **rule)
    answer = why_listing(listing)
    assert answer is not None
    assert (_amounts(answer), answer.available) == (expected, available)
    assert answer.available == told([listing.pk])[listing.pk].total


def test_an_override_is_a_term_of_its_own(world: World) -> None:
    listing = world.listing(world.variant("POT", 7), stock_override=3)
    answer = why_listing(listing)
    assert answer is not None
    assert (_amounts(answer), answer.available) == ({"on_hand": 7, "reserved": 0, "override": -4}, 3)


def test_a_shop_hears_only_of_its_own_places(world: World) -> None:
    pot, annex = world.variant("POT", 7), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=5)
    world.reserve(pot, 2, place=annex)
    ConnectionLocation.objects.create(store=world.store, connection=world.shop, remote_id="w", location=annex)
    answer = why_listing(world.listing(pot))
    assert answer is not None
    assert _amounts(answer) == {"on_hand": 5, "reserved": -2}


def test_units_that_are_missing_are_named_beside_the_sum(world: World) -> None:
    pot = world.variant("POT", 1)
    world.reserve(pot, 3)
    assert (why(pot).available, why(pot).short) == (0, 2)


def test_the_trail_tells_what_was_sent_and_seen(world: World) -> None:
    listing = world.listing(world.variant("POT", 7), stock=7)
    now = timezone.now()
    OutboundChange.objects.create(
        store=world.store, connection=world.shop, kind="stock", subject_id=listing.pk, state="synced", wanted_at=now,
        due_at=now, sent_at=now, seen_at=now + timedelta(seconds=5), last_sent={"stock": {"": 7}}, sent_version=1,
    )  # fmt: skip
    answer = why_listing(listing)
    assert answer is not None and answer.trail is not None
    trail = answer.trail
    assert (trail.sent, trail.sent_at, trail.accepted, trail.channel.seen) == (7, now, True, 7)
    assert trail.channel.state == "synced"


def test_a_listing_that_is_not_linked_has_no_sum(world: World) -> None:
    assert why_listing(world.listing(None)) is None


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_every_term_equals_the_rows_it_names(world: World, seed: int) -> None:
    """Random acts of all kinds; then each part is summed again from its rows, and law 2 holds."""
    chance = random.Random(seed)
    pot, places = world.variant("POT", 10), [world.place, world.another_place("annex")]
    listing = world.listing(pot)
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, safety_stock=chance.randrange(4))
    held: list[Any] = []
    for _ in range(40):
        _act(world, pot, places, held, chance)
        assert conserved(pot)
    answer, everywhere = why_listing(listing), why(pot)
    assert answer is not None
    _same_as_rows(answer, pot)
    _same_as_rows(everywhere, pot)
    assert answer.available == told([listing.pk])[listing.pk].total
    stranger = make_world()
    assert why(stranger.variant("POT")).available == 0


def _act(world: World, pot: Any, places: list[Any], held: list[Any], chance: random.Random) -> None:
    place, what = chance.choice(places), chance.randrange(4)
    here = {"store": world.store, "variant": pot, "location": place}
    if what == 0:
        held.append(world.reserve(pot, chance.randint(1, 6), place=place))
    elif what == 1 and held:
        reservations.release([held.pop(chance.randrange(len(held)))])
    elif what == 2:
        recount(**here, counted=chance.randrange(12))
    else:
        adjust(**here, delta=chance.randint(1, 5), reason="Delivery")


def _same_as_rows(answer: Why, pot: Any) -> None:
    by_kind = {term.kind: term for term in answer.terms}
    for part in by_kind["on_hand"].parts:
        rows = InventoryChange.objects.filter(variant=pot, location=part.id)
        assert (part.amount, part.rows) == (rows.aggregate(total=Sum("delta"))["total"], rows.count())
    for part in by_kind["reserved"].parts:
        rows = Reservation.objects.filter(variant=pot, order_item_id=part.id)
        assert -part.amount == rows.aggregate(total=Sum("granted"))["total"]
    for term in answer.terms:
        assert term.amount == sum(part.amount for part in term.parts)
