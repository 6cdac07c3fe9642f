"""Which listings hear of a change, and what a mark does to news that is already under way (laws 4 and 13)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inventory.models import InventorySyncConfig
from inventory.services.outbound import mark_stock
from marketplaces.models import OutboundChange
from tests.orders.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    world.put("TEA", 5, listed=True)
    return world


def mark(world: World) -> OutboundChange | None:
    mark_stock([world.variants["TEA"].pk])
    return OutboundChange.objects.first()


def test_a_burst_of_marks_is_one_row_and_one_line_of_history(world: World) -> None:
    for _ in range(5):
        change = mark(world)
    assert change is not None
    assert (change.wanted_version, change.sent_version, change.state) == (5, 0, "waiting")
    assert OutboundChange.history.count() == 1


@pytest.mark.parametrize(
    ("state", "becomes", "hurried"),
    [
        ("synced", "waiting", True),
        ("accepted", "waiting", True),
        ("refused", "waiting", True),
        ("retry", "waiting", False),
        ("held", "held", False),
        ("paused", "paused", False),
    ],
)
def test_a_mark_moves_the_news_by_its_state(world: World, state: str, becomes: str, hurried: bool) -> None:
    mark(world)
    later = timezone.now() + timedelta(hours=1)
    OutboundChange.objects.update(state=state, due_at=later, sent_version=1)
    change = mark(world)
    assert change is not None
    assert (change.state, change.wanted_version, change.due_at < later) == (becomes, 2, hurried)


def test_no_stock_left_is_urgent(world: World) -> None:
    InventorySyncConfig.objects.create(store=world.store, connection=world.shop, safety_stock=5)
    change = mark(world)
    assert change is not None and change.urgent


@pytest.mark.parametrize(
    "why", ["not counted", "switched off", "by hand", "rule off", "deleted there", "unlinked", "theirs"]
)
def test_who_is_told_nothing(world: World, why: str) -> None:
    variant, listing = world.variants["TEA"], world.variants["TEA"].listings.get()
    if why == "not counted":
        variant.opening_counted_at = None
        variant.save()
    elif why == "switched off":
        world.shop.stock_out = False
        world.shop.save()
    elif why in ("by hand", "rule off"):
        strategy = "manual" if why == "by hand" else "real_time"
        InventorySyncConfig.objects.create(
            store=world.store, connection=world.shop, strategy=strategy, is_enabled=why != "rule off"
        )
    elif why == "theirs":
        listing.stock_is_theirs = True
        listing.save()
    elif why == "deleted there":
        listing.status = "deleted"
        listing.save()
    else:
        listing.variant = None
        listing.save()
    assert mark(world) is None


def test_a_paused_connection_is_marked_too(world: World) -> None:
    world.shop.status = "paused"
    world.shop.save()
    assert mark(world) is not None
