"""Several orders shipped at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fulfillment.models import Shipment
from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world


@pytest.fixture
def three(shop: Connection) -> list[Order]:
    """Two that can leave, and one whose units are not on the shelf."""
    made = [world.order(shop, quantity=1, ship_by=world.hours(hour)) for hour in (1, 2, 3)]
    for number, order in enumerate(made):
        short = 1 if number == 2 else 0
        thing = world.variant(shop.store, f"SKU-{number}", on_hand=0 if short else 1)
        world.reserve(order.items.get(), thing, granted=1 - short, short=short)
    return made


def form(client: Client, orders: list[Order]) -> dict:
    html = client.post(
        "/orders/act/", {"do": "ship", "order": [order.pk for order in orders]}, follow=True
    ).content.decode()
    keys = dict(re.findall(r'name="(key-[^"]+)" value="([^"]+)"', html))
    tracking = {f"tracking-{order.pk}": f"TR-{order.number}" for order in orders}
    return {"order": [order.pk for order in orders], "carrier": "CDEK", **keys, **tracking}


def test_each_leaves_whole_with_its_own_number(owner: Client, three: list[Order]) -> None:
    answer = owner.post("/orders/ship/", form(owner, three[:2]), follow=True)
    assert "Shipped 2 of 2." in answer.content.decode()
    found = {parcel.order_id: (parcel.carrier, parcel.tracking_number) for parcel in Shipment.objects.all()}
    assert found == {order.pk: ("CDEK", f"TR-{order.number}") for order in three[:2]}


def test_one_that_is_refused_stays_with_its_reason_and_stops_no_other(owner: Client, three: list[Order]) -> None:
    answer = owner.post("/orders/ship/", form(owner, three))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Shipped 2 of 3." in html
    assert three[2].number in html
    assert three[0].number not in html
    assert f'value="TR-{three[2].number}"' in html
    assert Shipment.objects.count() == 2


def test_pressing_twice_makes_one_parcel_each(owner: Client, three: list[Order]) -> None:
    sent = form(owner, three[:2])
    owner.post("/orders/ship/", sent)
    assert "None of these orders has anything left" in owner.post("/orders/ship/", sent, follow=True).content.decode()
    assert Shipment.objects.count() == 2


def test_held_orders_and_those_of_others_are_left_out(owner: Client, stranger: Client, three: list[Order]) -> None:
    Order.objects.filter(pk=three[0].pk).update(held_at=world.hours(-1))
    html = owner.get("/orders/ship/", {"order": [order.pk for order in three]}).content.decode()
    assert three[0].number not in html
    assert three[1].number in html
    assert stranger.get("/orders/ship/", {"order": [three[1].pk]})["Location"] == "/orders/"


def test_the_reader_may_not_and_a_get_ships_nothing(reader: Client, owner: Client, three: list[Order]) -> None:
    assert reader.post("/orders/ship/", {"order": [three[0].pk]}).status_code == 403
    owner.get("/orders/ship/", {"order": [three[0].pk, "nonsense"]})
    assert Shipment.objects.count() == 0
