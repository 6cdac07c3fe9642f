"""Parcels: whole, in part, pressed twice, more than is left, more than is there."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from fulfillment.models import Shipment
from fulfillment.services.ship import mark_delivered, ship
from inventory.models import InventoryChange, Stock
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.models import OutboundChange
from orders.models import OrderItem
from orders.services.lifecycle import hold
from tests.orders.world import NOON, World, ledger_adds_up, line, told


def send(world: World, units: int, *, remote_id: str = "R-1", key: str = "one") -> Shipment:
    order = world.ours(remote_id)
    takes = {item.pk: units for item in OrderItem.objects.filter(order=order)}
    return ship(order=order, takes=takes, carrier="DHL", tracking_number="00340", request_key=key, actor_label="Anna")


def test_a_whole_order_leaves_the_shelf_and_the_marketplace_is_told(world: World) -> None:
    variant = world.put("TEA", 5, listed=True)
    world.take_in(told("R-1", line("TEA", 2)))
    shipment = send(world, 2)
    order = world.ours("R-1")
    assert (order.status, order.tracking_number, order.shipped_at) == ("shipped", "00340", shipment.shipped_at)
    assert (world.stock("TEA"), world.held("TEA")) == ((3, 0), [])
    change = InventoryChange.objects.get(cause="shipped")
    assert (change.delta, change.on_hand_before, change.on_hand_after, change.actor_label) == (-2, 5, 3, "Anna")
    assert ledger_adds_up(variant)
    news = OutboundChange.objects.get(kind="shipment")
    assert (news.subject_id, news.connection) == (shipment.pk, world.shop)
    assert OutboundChange.objects.get(kind="stock").wanted_version == 1  # what is free has not changed


def test_the_same_press_makes_one_parcel(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    assert send(world, 1) == send(world, 1)
    assert (world.stock("TEA"), world.held("TEA")) == ((4, 1), [(1, 1, 0)])


def test_a_part_leaves_the_rest_open(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 3)))
    send(world, 1)
    assert world.ours("R-1").status == "processing"
    with pytest.raises(DomainError, match="2 of 3 are left to ship"):
        send(world, 3, key="two")
    second = send(world, 2, key="three")
    assert (world.ours("R-1").status, second.number, world.stock("TEA")) == ("shipped", 2, (2, 0))


def test_our_parcel_is_not_undone_by_a_marketplace_that_lags(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    send(world, 2)
    late = told("R-1", line("TEA", 2), status=OrderStatus.PROCESSING, later=9)
    world.take_in(late, seen_at=NOON + timedelta(minutes=1))
    assert (world.ours("R-1").status, world.stock("TEA")) == ("shipped", (3, 0))
    there = told("R-1", line("TEA", 2), status=OrderStatus.SHIPPED, later=20)
    world.take_in(there, seen_at=NOON + timedelta(minutes=2))
    assert (Shipment.objects.count(), world.stock("TEA")) == (1, (3, 0))


def test_a_short_line_leaves_only_if_it_is_there_after_all(world: World) -> None:
    variant = world.put("TEA", 1)
    world.take_in(told("R-1", line("TEA", 2)))
    with pytest.raises(DomainError, match="Only 1 of 2 × TEA is on the shelf"):
        send(world, 2)
    assert world.stock("TEA") == (1, 1)
    assert Shipment.objects.count() == 0
    Stock.objects.filter(variant=variant).update(on_hand=2)
    InventoryChange.objects.create(
        store=world.store, variant=variant, location=world.place, delta=1, on_hand_before=1, on_hand_after=2,
        reserved_after=1, cause="adjusted", created_at=NOON,
    )  # fmt: skip
    send(world, 2)
    assert (world.stock("TEA"), world.ours("R-1").short_units) == ((0, 0), 0)
    assert ledger_adds_up(variant)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (told("R-1", line("TEA"), scheme=Scheme.MARKETPLACE), "shipped by the marketplace"),
        (told("R-1", line("TEA"), status=OrderStatus.CANCELLED), "is cancelled, so there is nothing to ship"),
    ],
)
def test_what_cannot_be_shipped_says_why(world: World, order, sentence: str) -> None:
    world.put("TEA", 5)
    world.take_in(order)
    with pytest.raises(DomainError, match=sentence):
        send(world, 1)


def test_an_order_on_hold_is_not_shipped(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA")))
    hold(order=world.ours("R-1"), reason="address to be checked")
    with pytest.raises(DomainError, match="on hold"):
        send(world, 1)


def test_nothing_chosen_is_no_parcel(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA")))
    with pytest.raises(DomainError, match="no line has a quantity"):
        send(world, 0)


def test_the_order_is_delivered_with_its_last_parcel(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    first, second = send(world, 1), send(world, 1, key="two")
    mark_delivered(shipment=first)
    assert world.ours("R-1").status == "shipped"
    mark_delivered(shipment=second)
    assert world.ours("R-1").status == "delivered"


def test_an_order_that_is_not_paid_or_accepted_there_is_not_shipped(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.PENDING))
    with pytest.raises(DomainError, match="not to be sent yet"):
        send(world, 2)
    assert (world.stock("TEA"), Shipment.objects.count()) == ((5, 2), 0)
