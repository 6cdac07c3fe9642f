"""Marking units shipped, in the dialog and on its own page."""

import re

import pytest
from django.test import Client

from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from inventory.models import Stock
from marketplaces.models import Connection, OutboundChange
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def fields(client: Client, order: Order, units: int | str, **more: str) -> dict[str, str]:
    """The form as a browser would send it back."""
    html = client.get(f"/orders/{order.pk}/ship/").content.decode()
    key = re.search(r'name="ship-request_key" value="(\w+)"', html)
    assert key
    return {
        "ship-request_key": key[1],
        f"ship-take-{order.items.get().pk}": str(units),
        "ship-carrier": "CDEK",
        "ship-tracking_number": "OZ-LUX-77121",
        **more,
    }


def test_the_form_proposes_what_is_on_the_shelf(owner: Client, shop: Connection) -> None:
    made = world.order(shop, quantity=3)
    world.reserve(made.items.get(), world.variant(shop.store, on_hand=2), granted=2, short=1)
    html = owner.get(f"/orders/{made.pk}/ship/").content.decode()
    assert re.search(r'name="ship-take-[^"]+" value="2"', html)
    assert "1 not on the shelf" in html
    assert "of 3 left" in html


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("lazada", "Lazada chooses the carrier and gives the number"),
        ("uzum", "Uzum Market takes one parcel of an order"),
    ],
)
def test_it_says_what_the_marketplace_makes_of_a_parcel(owner: Client, shop: Connection, code: str, said: str) -> None:
    other = world.order(world.connection(shop.store, f"Lumen {code}", code=code))
    assert said in owner.get(f"/orders/{other.pk}/ship/").content.decode()
    assert said not in owner.get(f"/orders/{world.order(shop).pk}/ship/").content.decode()


def test_a_part_leaves_and_the_rest_stays(owner: Client, order: Order) -> None:
    answer = owner.post(f"/orders/{order.pk}/ship/", fields(owner, order, 2), follow=True)
    assert "2 units left in parcel 1." in answer.content.decode()
    parcel = Shipment.objects.get()
    assert (parcel.carrier, parcel.tracking_number, parcel.shipped_by.name) == ("CDEK", "OZ-LUX-77121", "Nadia Weber")
    order.refresh_from_db()
    assert order.status == "processing"
    assert Stock.objects.get().on_hand == 3
    assert OutboundChange.objects.get(kind="shipment").subject_id == parcel.pk


def test_all_of_it_makes_the_order_shipped(owner: Client, order: Order) -> None:
    owner.post(f"/orders/{order.pk}/ship/", fields(owner, order, 3))
    order.refresh_from_db()
    assert order.status == "shipped"


def test_pressing_twice_makes_one_parcel(owner: Client, order: Order) -> None:
    form = fields(owner, order, 1)
    owner.post(f"/orders/{order.pk}/ship/", form)
    owner.post(f"/orders/{order.pk}/ship/", form)
    assert Shipment.objects.count() == 1


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ("4", "Enter 0 to 3"),
        ("-1", "Enter 0 to 3"),
        ("two", "Enter 0 to 3"),
        ("0", "This parcel is empty"),
        ("", "This parcel is empty"),
    ],
)
def test_what_cannot_be_shipped_is_said_and_what_was_typed_stays(
    owner: Client, order: Order, units: str, sentence: str
) -> None:
    answer = owner.post(f"/orders/{order.pk}/ship/", fields(owner, order, units))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert 'value="OZ-LUX-77121"' in html
    assert Shipment.objects.count() == 0


def test_a_held_order_does_not_leave(owner: Client, order: Order) -> None:
    form = fields(owner, order, 1)
    owner.post(f"/orders/{order.pk}/hold/", {"reason": "address not clear"})
    answer = owner.post(f"/orders/{order.pk}/ship/", form)
    assert answer.status_code == 422
    assert "on hold" in answer.content.decode()
    assert Shipment.objects.count() == 0


def test_a_parcel_that_we_bring_is_told_with_the_code_of_its_buyer(owner: Client, cast: Cast) -> None:
    order = world.order(world.connection(cast.store, code="wildberries"), remote_scheme="dbs", quantity=1)
    world.reserve(order.items.get(), world.variant(cast.store), granted=1)
    parcel = ship(
        order=order, takes={order.items.get().pk: 1}, carrier="", tracking_number="", request_key="one"
    )  # fmt: skip
    OutboundChange.objects.filter(kind="shipment").update(state="synced")
    page = owner.get(f"/orders/{order.pk}/").content.decode()
    assert "DBS" in page and "Code of the buyer" in page and "The buyer refused it" in page
    address = f"/orders/{order.pk}/parcels/{parcel.pk}/delivered/"
    assert "Enter the code" in owner.post(address, {"code": ""}).content.decode()
    OutboundChange.objects.filter(kind="shipment").update(state="retry")
    early = owner.post(address, {"code": "741852"})
    assert (
        early.status_code == 422
        and "not heard yet" in early.content.decode()
        and 'value="741852"' in early.content.decode()
    )
    OutboundChange.objects.filter(kind="shipment").update(state="synced")
    words = owner.post(address, {"code": "741852", "refused": "1"}, follow=True).content.decode()
    assert "The channel is told about parcel 1." in words
    change = OutboundChange.objects.get(kind="arrival")
    assert (change.progress["taken"], change.progress["code"]) == (False, "741852")
    assert "741852" not in words


def test_a_parcel_is_delivered(owner: Client, order: Order) -> None:
    owner.post(f"/orders/{order.pk}/ship/", fields(owner, order, 3))
    parcel = Shipment.objects.get()
    owner.post(f"/orders/{order.pk}/parcels/{parcel.pk}/delivered/")
    parcel.refresh_from_db()
    order.refresh_from_db()
    assert (parcel.status, order.status) == ("delivered", "delivered")


def test_a_get_ships_nothing(owner: Client, order: Order) -> None:
    owner.get(f"/orders/{order.pk}/ship/")
    assert Shipment.objects.count() == 0


def test_the_reader_may_not(reader: Client, order: Order) -> None:
    assert reader.get(f"/orders/{order.pk}/ship/").status_code == 403
    assert reader.post(f"/orders/{order.pk}/ship/", {}).status_code == 403


def test_the_packer_may(packer: Client, order: Order) -> None:
    packer.post(f"/orders/{order.pk}/ship/", fields(packer, order, 3))
    assert Shipment.objects.count() == 1


def test_the_stranger_gets_nothing(stranger: Client, order: Order) -> None:
    assert stranger.post(f"/orders/{order.pk}/ship/", {}).status_code == 404
