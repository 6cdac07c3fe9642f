"""What became of a parcel: told where the marketplace asks for it, kept here where it does not."""

import pytest

from core.errors import DomainError
from fulfillment.models import Shipment
from fulfillment.services.arrivals import arrived, heard
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Marketplace, OutboundChange
from orders.models import Order
from tests.fulfillment.services.test_ship import send
from tests.orders.world import World, line, told

Kind = registry.connector_class("ozon")


@pytest.fixture
def parcel(world: World, monkeypatch: pytest.MonkeyPatch) -> Shipment:
    """Brought by ourselves, at a marketplace that gives its buyers a code."""
    monkeypatch.setattr(Kind, "capabilities", Kind.capabilities | {Capability.TELL_ARRIVAL})
    monkeypatch.setattr(Kind, "arrival_schemes", frozenset({"door"}))
    monkeypatch.setattr(Kind, "arrival_code", True)
    Marketplace.objects.update(code=Kind.code)
    world.shop.refresh_from_db()
    world.put("TEA", 5, listed=True)
    world.take_in(told("R-1", line("TEA", 2), remote_scheme="door"))
    shipment = send(world, 2)
    OutboundChange.objects.filter(kind="shipment").update(state="synced")
    return shipment


def test_the_word_is_left_with_the_code_and_nothing_is_believed_before_it_was_taken(parcel: Shipment) -> None:
    for code in ("1234", "5678"):
        arrived(shipment=parcel, taken=True, code=f" {code}\x00 ", actor_label="Nadia")
    change = OutboundChange.objects.get(kind="arrival")
    assert change.progress == {"taken": True, "code": "5678", "by": "Nadia"}
    assert (change.subject_id, change.wanted_version, change.state) == (parcel.pk, 2, "waiting")
    parcel.refresh_from_db()
    assert (parcel.status, Order.objects.get().status) == ("handed_over", "shipped")


@pytest.mark.parametrize(("code", "words"), [("", "Enter the code"), ("1" * 51, "longer than 50")])
def test_no_code_and_no_odd_one_is_taken(parcel: Shipment, code: str, words: str) -> None:
    with pytest.raises(DomainError, match=words) as refused:
        arrived(shipment=parcel, taken=True, code=code)
    assert refused.value.field == "code"
    assert not OutboundChange.objects.filter(kind="arrival").exists()


def test_nothing_is_told_of_a_parcel_of_which_they_have_not_heard(parcel: Shipment) -> None:
    OutboundChange.objects.filter(kind="shipment").update(state="retry")
    with pytest.raises(DomainError, match="not heard yet"):
        arrived(shipment=parcel, taken=True, code="1234")


def test_what_they_took_is_kept_once(parcel: Shipment) -> None:
    for _again in range(2):
        heard(shipment=parcel, taken=True)
    parcel.refresh_from_db()
    assert (parcel.status, Order.objects.get().status) == ("delivered", "delivered")
    arrived(shipment=parcel, taken=False, code="1234")
    heard(shipment=parcel, taken=False)
    parcel.refresh_from_db()
    assert parcel.status == "delivered", "What has arrived cannot be refused any more."
    assert not OutboundChange.objects.filter(kind="arrival").exists()


def test_a_refused_parcel_comes_back_and_its_order_waits_for_their_word(parcel: Shipment) -> None:
    heard(shipment=parcel, taken=False)
    parcel.refresh_from_db()
    assert (parcel.status, Order.objects.get().status) == ("returned", "shipped")


def test_where_nobody_asks_it_is_kept_here_and_a_refusal_is_not_for_us_to_tell(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    shipment = send(world, 2)
    with pytest.raises(DomainError, match="not told of refused parcels"):
        arrived(shipment=shipment, taken=False)
    arrived(shipment=shipment, taken=True)
    shipment.refresh_from_db()
    assert (shipment.status, Order.objects.get().status) == ("delivered", "delivered")
