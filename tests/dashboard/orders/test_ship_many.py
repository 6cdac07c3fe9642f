"""Several orders shipped at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fulfillment.models import Shipment
from inventory.models import Stock
from inventory.services import reservations
from marketplaces.models import Connection
from orders.models import Order
from sync import bulk
from tests.dashboard import world


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn a short act into a long one."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


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
    keys = dict(re.findall(r'name="(key)" value="([^"]+)"', html))
    tracking = {f"tracking-{order.pk}": f"TR-{order.number}" for order in orders}
    return {"order": [order.pk for order in orders], "carrier": "CDEK", **keys, **tracking}


def test_each_leaves_whole_with_its_own_number(owner: Client, three: list[Order]) -> None:
    answer = owner.post("/orders/ship/", form(owner, three[:2]), follow=True)
    assert "Shipped 2 of 2." in answer.content.decode()
    found = {parcel.order_id: (parcel.carrier, parcel.tracking_number) for parcel in Shipment.objects.all()}
    assert found == {order.pk: ("CDEK", f"TR-{order.number}") for order in three[:2]}


def test_one_that_is_refused_stays_with_its_reason_and_stops_no_other(owner: Client, three: list[Order]) -> None:
    html = owner.post("/orders/ship/", form(owner, three), follow=True).content.decode()
    assert "Shipped 2 of 3." in html
    assert three[2].number in html and three[0].number not in html
    assert f'value="TR-{three[2].number}"' in html and 'value="CDEK"' in html
    assert "field-error" in html
    assert Shipment.objects.count() == 2


def test_pressing_twice_is_one_act_and_one_parcel_each(owner: Client, three: list[Order]) -> None:
    sent = form(owner, three[:2])
    owner.post("/orders/ship/", sent)
    assert "Shipped 2 of 2." in owner.post("/orders/ship/", sent, follow=True).content.decode()
    assert Shipment.objects.count() == 2


def test_what_is_mended_is_shipped_with_the_next_press(owner: Client, three: list[Order]) -> None:
    answer = owner.post("/orders/ship/", form(owner, three))
    again = owner.get(answer["Location"]).content.decode()
    Stock.objects.filter(variant__sku="SKU-2").update(on_hand=1)
    reservations.regrant([three[2].items.get().variant_id])
    key = re.search(r'name="key" value="([^"]+)"', again).group(1)
    html = owner.post("/orders/ship/", {"order": [three[2].pk], "key": key}, follow=True).content.decode()
    assert "Shipped 1 of 1." in html


def test_held_orders_are_named_and_left_out_and_those_of_others_are_not_there(
    owner: Client, stranger: Client, three: list[Order]
) -> None:
    Order.objects.filter(pk=three[0].pk).update(held_at=world.hours(-1))
    html = owner.get("/orders/ship/", {"order": [order.pk for order in three]}).content.decode()
    assert f"tracking-{three[0].pk}" not in html and f"tracking-{three[1].pk}" in html
    assert "Left out" in html and three[0].number in html
    assert stranger.get("/orders/ship/", {"order": [three[1].pk]})["Location"] == "/orders/"


def test_another_stores_act_is_not_there(owner: Client, stranger: Client, three: list[Order]) -> None:
    where = owner.post("/orders/ship/", form(owner, three))["Location"]
    assert owner.get(where).status_code == 200
    assert stranger.get(where).status_code == 404


def test_the_reader_may_not_and_a_get_ships_nothing(reader: Client, owner: Client, three: list[Order]) -> None:
    assert reader.post("/orders/ship/", {"order": [three[0].pk]}).status_code == 403
    owner.get("/orders/ship/", {"order": [three[0].pk, "nonsense"]})
    assert Shipment.objects.count() == 0
