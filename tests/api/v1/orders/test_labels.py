"""A program fetches the label of an order."""

from __future__ import annotations

import base64

import pytest

from fulfillment.models import Label
from marketplaces.models import ApiCall, Connection
from marketplaces.sandbox.server import Running
from orders.models import Order
from tests.api.conftest import Program
from tests.api.v1.orders.conftest import PATH
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


def test_it_comes_as_a_pdf_and_the_marketplace_is_asked_once(
    owner: Program, there: Connection, practice: Running
) -> None:
    order = sold(there, practice, "awaiting_deliver")
    first, second = (owner.post(f"{PATH}{order.pk}/label/", {}) for _n in range(2))
    assert (first.status, second.status) == (200, 200)
    assert base64.b64decode(first.body["content"]).startswith(b"%PDF-")
    assert (first.body["media_type"], second.body["prints"]) == ("application/pdf", 2)
    assert first.body["content"] == second.body["content"]
    calls = ApiCall.objects.filter(connection=there, operation="label")
    assert calls.count() == 1
    assert owner.post(f"{PATH}{order.pk}/label/", {"anew": True}).status == 200
    assert calls.count() == 2


def test_one_that_cannot_be_made_is_a_422_and_one_that_is_being_made_a_503_in_words(
    owner: Program, there: Connection, practice: Running
) -> None:
    answer = owner.post(f"{PATH}{sold(there, practice, 'awaiting_packaging').pk}/label/", {})
    assert answer.status == 422 and "awaiting_deliver" in str(answer.body)
    shops.control(practice, "ozon", "settings", {"label_delay": 10.0**9})
    answer = owner.post(f"{PATH}{sold(there, practice, 'awaiting_deliver').pk}/label/", {})
    assert answer.status == 503 and "still making the label" in str(answer.body)


def test_a_marketplace_without_labels_is_a_422(owner: Program, cast: Cast) -> None:
    order = world.order(world.connection(cast.store, "Atelier", "letzshop"))
    answer = owner.post(f"{PATH}{order.pk}/label/", {})
    assert answer.status == 422 and "Atelier makes no labels" in answer.body["detail"]


def test_readers_and_strangers_get_none(
    reader: Program, stranger: Program, there: Connection, practice: Running
) -> None:
    order = sold(there, practice, "awaiting_deliver")
    assert reader.post(f"{PATH}{order.pk}/label/", {}).status == 403
    assert stranger.post(f"{PATH}{order.pk}/label/", {}).status == 404
    assert not Label.objects.exists()
