"""Orders of one buyer packed together and sent in one parcel."""

from typing import Any

import pytest

from core.errors import DomainError
from fulfillment.models import JointOrder, JointParcel, Shipment
from fulfillment.selectors.slips import slips
from fulfillment.selectors.together import going_along, joint_parcels, suggestions
from fulfillment.services.ship import ship
from fulfillment.services.together import pack_together, part, ship_together, take_out
from marketplaces.canonical.orders import Address
from marketplaces.models import Connection, Marketplace, OutboundChange
from orders.models import Order
from orders.services.lifecycle import hold
from tests.orders.world import World, line, told

ELSEWHERE = Address(name="Anna Weber", line1="Rue du Fort 5", city="Luxembourg", country="LU")


@pytest.fixture
def pair(world: World) -> list[Order]:
    """Two orders of one buyer to one address, from two channels."""
    world.put("TEA", 9)
    other = Connection.objects.create(
        store=world.store, marketplace=Marketplace.objects.create(code="fair", name="Fair"), name="Fair shop",
        remote_account_id="f", stock_out=True,
    )  # fmt: skip
    world.take_in(told("R-1", line("TEA", 2)))
    written = Address(name="ANNA WEBER", line1="rue du fort 3 ", city="LUXEMBOURG", country="LU")
    world.take_in(told("R-2", line("TEA", 3), shipping_address=written), shop=other)
    return [world.ours("R-1"), world.ours("R-2")]


def joined(world: World, orders: list[Order]) -> JointParcel:
    return pack_together(store=world.store, orders=[order.pk for order in orders], actor_label="Marc")


def alone(order: Order) -> dict[str, Any]:
    takes = {item.pk: item.open_quantity for item in order.items.all()}
    return {"order": order, "takes": takes, "carrier": "", "tracking_number": "", "request_key": "k"}


def test_orders_to_one_door_are_suggested_however_the_address_is_written(world: World, pair: list[Order]) -> None:
    [found] = suggestions(world.store)
    assert {order.pk for order in found.orders} == {order.pk for order in pair}
    assert [order.pk for order in going_along(pair[0])] == [pair[1].pk]
    joined(world, pair)
    assert suggestions(world.store) == [] and going_along(pair[0]) == []


def test_all_leave_under_one_number_and_each_channel_is_told(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    sent = ship_together(parcel=parcel, carrier="DHL", tracking_number="JJD1", actor_label="Marc")
    assert [(row.carrier, row.tracking_number) for row in sent] == [("DHL", "JJD1")] * 2
    assert {row.note for row in sent} == {f"In one parcel with {order.number}" for order in pair}
    told_of = OutboundChange.objects.filter(kind="shipment")
    assert {(row.connection_id, row.subject_id) for row in told_of} == {
        (row.order.connection_id, row.pk) for row in sent
    }
    assert {order.status for order in Order.objects.all()} == {"shipped"}
    assert world.stock("TEA") == (4, 0)


def test_sent_twice_it_leaves_once(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    first = ship_together(parcel=parcel, carrier="DHL", tracking_number="JJD1")
    again = ship_together(parcel=parcel, carrier="GLS", tracking_number="X")
    assert {row.pk for row in again} == {row.pk for row in first} and Shipment.objects.count() == 2
    with pytest.raises(DomainError, match="has left"):
        part(parcel=parcel)


def test_a_channel_can_be_told_a_number_of_its_own(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    ship_together(parcel=parcel, carrier="DHL", tracking_number="JJD1", numbers={pair[1].pk: "THEIRS", pair[0].pk: ""})
    numbers = dict(Shipment.objects.values_list("order_id", "tracking_number"))
    assert numbers == {pair[0].pk: "JJD1", pair[1].pk: "THEIRS"}


def test_none_leaves_where_one_cannot(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    hold(order=pair[1], reason="Address")
    with pytest.raises(DomainError, match="on hold"):
        ship_together(parcel=parcel, carrier="DHL", tracking_number="JJD1")
    assert not Shipment.objects.exists() and world.stock("TEA") == (9, 5)


def test_nobody_sends_half_of_it(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    with pytest.raises(DomainError, match=f"packed together with {pair[1].number}"):
        ship(**alone(pair[0]))
    take_out(parcel=parcel, order=pair[1], actor_label="Marc")
    ship(**alone(pair[0]))
    assert Shipment.objects.get().order == pair[0]


def test_an_order_that_was_closed_meanwhile_does_not_stop_the_other(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    Order.objects.filter(pk=pair[1].pk).update(status="cancelled")
    ship_together(parcel=parcel, carrier="DHL", tracking_number="JJD1")
    assert Shipment.objects.get().order == pair[0]
    assert dict(JointOrder.objects.values_list("order_id", "state")) == {pair[0].pk: "shipped", pair[1].pk: "out"}


def test_the_last_order_is_no_joint_parcel(world: World, pair: list[Order]) -> None:
    parcel = take_out(parcel=joined(world, pair), order=pair[0])
    assert parcel.parted_at is not None and not joint_parcels(world.store, state="packed").exists()
    assert joined(world, pair).pk != parcel.pk


def test_who_is_joined_brings_the_others_along(world: World, pair: list[Order]) -> None:
    parcel = joined(world, pair)
    world.take_in(told("R-3", line("TEA", 1)))
    again = joined(world, [pair[0], world.ours("R-3")])
    assert again.pk == parcel.pk and parcel.orders.filter(state="packed").count() == 3
    assert joined(world, pair).pk == parcel.pk and parcel.orders.count() == 3


def test_what_goes_elsewhere_is_not_packed_with_it(world: World, pair: list[Order]) -> None:
    world.take_in(told("R-3", line("TEA", 1), shipping_address=ELSEWHERE))
    with pytest.raises(DomainError, match="different buyers or addresses"):
        joined(world, [pair[0], world.ours("R-3")])
    world.take_in(told("R-4", line("TEA", 1), shipping_address=Address(name="Anna Weber", city="L***")))
    with pytest.raises(DomainError, match="different buyers|does not tell where"):
        joined(world, [world.ours("R-4"), pair[0]])
    assert not JointOrder.objects.exists()


@pytest.mark.parametrize("orders", [[], ["R-1"]])
def test_one_order_is_not_packed_together(world: World, pair: list[Order], orders: list[str]) -> None:
    with pytest.raises(DomainError, match="at least two"):
        joined(world, [world.ours(remote) for remote in orders])


def test_what_is_held_or_has_its_label_made_there_travels_alone(world: World, pair: list[Order]) -> None:
    hold(order=pair[1], reason="Address")
    with pytest.raises(DomainError, match="on hold"):
        joined(world, pair)
    Order.objects.filter(pk=pair[1].pk).update(held_at=None)
    Connection.objects.filter(pk=pair[1].connection_id).update(
        marketplace=Marketplace.objects.create(code="ozon", name="Ozon")
    )
    with pytest.raises(DomainError, match="Ozon makes the label"):
        joined(world, pair)
    assert suggestions(world.store) == []


def test_they_are_one_slip_also_where_one_was_asked_for(world: World, pair: list[Order]) -> None:
    joined(world, pair)
    [slip] = slips([pair[1]])
    assert [slip.order.pk, *(other.order.pk for other in slip.others)] == [pair[1].pk, pair[0].pk]
    assert slip.units == 5
    assert len(slips(pair)) == 1
