"""Printing an order's label from its page."""

from __future__ import annotations

import pytest
from django.test import Client

from fulfillment.models import Label
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from orders.models import Order
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]


@pytest.fixture
def there(cast: Cast, practice: Running) -> Connection:
    return shops.ozon(cast.store, practice)


def sold(shop: Connection, practice: Running, status: str) -> Order:
    orders = shops.control(practice, "ozon", "state")["orders"]
    number = next(order["id"] for order in orders if order["status"] == status)
    return world.order(shop, channel_order_id=number, status="ready_for_shipment")


def test_it_is_a_pdf_and_who_printed_it_is_kept(owner: Client, there: Connection, practice: Running) -> None:
    order = sold(there, practice, "awaiting_deliver")
    assert "Print label" in owner.get(f"/orders/{order.pk}/").content.decode()
    answer = owner.post(f"/orders/{order.pk}/label/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-") and order.number in answer["Content-Disposition"]
    row = Label.objects.get().history.first()
    assert (row.history_change_reason, row.history_user.name) == ("label printed for Nadia Weber", "Nadia Weber")


def test_what_ozon_has_not_made_yet_is_said_with_what_to_do(
    owner: Client, there: Connection, practice: Running
) -> None:
    order = sold(there, practice, "awaiting_packaging")
    answer = owner.post(f"/orders/{order.pk}/label/")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ozon gave no label" in html and "Ask again" in html and "Nothing was printed" in html
    assert "Mark the order shipped, then ask again." in html


def test_where_there_are_none_no_button_is_drawn_and_the_reason_is_said(owner: Client, cast: Cast) -> None:
    order = world.order(world.connection(cast.store, "Atelier", "letzshop"))
    assert "Print label" not in owner.get(f"/orders/{order.pk}/").content.decode()
    assert "Atelier makes no labels" in owner.post(f"/orders/{order.pk}/label/").content.decode()


def test_packers_print_readers_and_strangers_do_not_and_a_get_prints_nothing(
    owner: Client, packer: Client, reader: Client, stranger: Client, there: Connection, practice: Running
) -> None:
    order = sold(there, practice, "awaiting_deliver")
    address = f"/orders/{order.pk}/label/"
    assert reader.post(address).status_code == 403 and stranger.post(address).status_code == 404
    assert "Print label" not in reader.get(f"/orders/{order.pk}/").content.decode()
    assert owner.get(address).status_code == 405
    assert not Label.objects.exists()
    assert packer.post(address).status_code == 200
