"""A tracking number that comes after its parcel left."""

import pytest

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from fulfillment.models import Shipment
from fulfillment.services.confirmed import confirmed
from fulfillment.services.ship import mark_delivered, ship
from fulfillment.services.tracking import track
from marketplaces.canonical.shipments import ShipmentResult
from marketplaces.models import OutboundChange
from orders.models import OrderItem
from tests.orders.world import World, line, told


def sent(world: World, tracking: str = "") -> Shipment:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    order = world.ours("R-1")
    takes = {item.pk: 2 for item in OrderItem.objects.filter(order=order)}
    return ship(order=order, takes=takes, carrier="DHL" if tracking else "", tracking_number=tracking, request_key="k")


def wanted() -> int:
    return OutboundChange.objects.get(kind="shipment").wanted_version


def test_a_late_number_stands_on_parcel_and_order_and_is_told(world: World) -> None:
    parcel, before = sent(world), wanted()
    track(shipment=parcel, carrier="DHL", tracking_number="  JJD 0034 ", actor_label="Anna")
    parcel.refresh_from_db()
    order = world.ours("R-1")
    assert (parcel.carrier, parcel.tracking_number, parcel.tracking_from) == ("DHL", "JJD 0034", "us")
    assert (order.tracking_number, order.carrier, order.status) == ("JJD 0034", "DHL", "shipped")
    assert wanted() == before + 1
    assert parcel.history.first().history_change_reason == "tracking number by Anna"


def test_the_same_number_again_tells_nothing(world: World) -> None:
    parcel, before = sent(world, "A1"), wanted()
    track(shipment=parcel, carrier="DHL", tracking_number="A1")
    assert wanted() == before


def test_what_somebody_else_typed_meanwhile_is_not_overwritten(world: World) -> None:
    parcel = sent(world)
    track(shipment=parcel, carrier="DHL", tracking_number="A1")
    with pytest.raises(ChangedMeanwhile):
        track(shipment=parcel, carrier="GLS", tracking_number="B2", expected={"carrier": "", "tracking_number": ""})
    parcel.refresh_from_db()
    assert parcel.tracking_number == "A1"


@pytest.mark.parametrize("number", ["", "  ", "--"])
def test_a_number_of_nothing_is_refused(world: World, number: str) -> None:
    parcel = sent(world)
    with pytest.raises(DomainError, match="letters or digits"):
        track(shipment=parcel, carrier="DHL", tracking_number=number)


def test_a_parcel_that_arrived_keeps_its_number(world: World) -> None:
    parcel = sent(world, "A1")
    mark_delivered(shipment=parcel)
    with pytest.raises(DomainError, match="has arrived"):
        track(shipment=parcel, carrier="DHL", tracking_number="B2")


def test_a_number_that_the_marketplace_gave_is_theirs(world: World) -> None:
    parcel = sent(world)
    confirmed(shipment=parcel, result=ShipmentResult(visible=True, tracking_number="THEIRS"))
    with pytest.raises(DomainError, match="marketplace gave"):
        track(shipment=parcel, carrier="DHL", tracking_number="B2")


def test_an_answer_to_the_old_number_does_not_undo_the_new_one(world: World) -> None:
    parcel = sent(world, "A1")
    track(shipment=parcel, carrier="DHL", tracking_number="B2")
    confirmed(shipment=parcel, result=ShipmentResult(visible=True, tracking_number="A1"), sent="A1")
    assert (parcel.tracking_number, parcel.tracking_from) == ("B2", "us")


def test_a_number_kept_there_without_its_hyphens_is_still_ours(world: World) -> None:
    parcel = sent(world, "AB-12 34")
    confirmed(shipment=parcel, result=ShipmentResult(visible=True, tracking_number="AB1234"), sent="AB-12 34")
    assert (parcel.tracking_number, parcel.tracking_from) == ("AB-12 34", "us")
