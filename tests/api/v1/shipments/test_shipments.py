"""Parcels read by program, and marked delivered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from marketplaces.models import OutboundChange
from orders.models import Order
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/shipments/"


@pytest.fixture
def order(cast: Cast) -> Order:
    made = world.order(world.connection(cast.store), quantity=3)
    world.reserve(made.items.get(), world.variant(cast.store), granted=3)
    return made


def send(order: Order, units: int, tracking: str) -> Shipment:
    line = order.items.get()
    return ship(order=order, takes={line.pk: units}, carrier="DHL", tracking_number=tracking, request_key=tracking)


def test_parcels_are_listed_newest_first_and_filtered(owner: Program, order: Order, cast: Cast) -> None:
    first, second = send(order, 1, "A1"), send(order, 2, "B2")
    Shipment.objects.filter(pk=first.pk).update(shipped_at=timezone.now() - timedelta(days=3), status="delivered")
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    for query, found in (
        ({}, [second, first]), ({"status": "delivered"}, [first]), ({"tracking_number": "B2"}, [second]),
        ({"since": yesterday}, [second]), ({"until": yesterday}, [first]), ({"order": str(order.pk)}, [second, first]),
        ({"marketplace": "ozon"}, [second, first]), ({"marketplace": "shopee"}, []),
        ({"connection": str(order.connection_id)}, [second, first]),
    ):  # fmt: skip
        answer = owner.get(PATH, query)
        assert [row["id"] for row in answer.body["results"]] == [str(each.pk) for each in found], query
    row = owner.get(PATH).body["results"][0]
    assert (row["order_number"], row["items"][0]["quantity"], row["change"]["state"]) == (order.number, 2, "waiting")


def test_with_the_last_parcel_the_order_is_delivered(packer: Program, order: Order) -> None:
    first, second = send(order, 1, "A1"), send(order, 2, "B2")
    answer = packer.post(f"{PATH}{first.pk}/delivered/")
    assert answer.status == 200 and answer.body["status"] == "delivered" and answer.body["delivered_at"]
    assert Order.objects.get().status == "shipped"
    packer.post(f"{PATH}{second.pk}/delivered/")
    assert Order.objects.get().status == "delivered"
    assert packer.get(f"{PATH}{second.pk}/").body["status"] == "delivered"


def test_a_marketplace_that_asks_is_told_what_the_buyer_did(packer: Program, cast: Cast) -> None:
    order = world.order(world.connection(cast.store, code="wildberries"), remote_scheme="dbs", quantity=1)
    world.reserve(order.items.get(), world.variant(cast.store), granted=1)
    parcel = send(order, 1, "A1")
    at = f"{PATH}{parcel.pk}/"
    assert packer.get(at).body["asks_arrival"] is True
    assert "not heard yet" in packer.post(f"{at}refused/", {"code": "741852"}).body["detail"]
    OutboundChange.objects.filter(kind="shipment").update(state="synced")
    assert "Enter the code" in packer.post(f"{at}delivered/", {}).body["detail"]
    answer = packer.post(f"{at}refused/", {"code": "741852"})
    assert (answer.status, answer.body["status"], answer.body["arrival"]["state"]) == (200, "handed_over", "waiting")
    assert "741852" not in str(answer.body)


def test_a_refusal_is_not_told_where_nobody_asks(packer: Program, order: Order) -> None:
    parcel = send(order, 3, "A1")
    answer = packer.post(f"{PATH}{parcel.pk}/refused/", {})
    assert answer.status == 422 and "not told of refused parcels" in answer.body["detail"]
    assert packer.get(f"{PATH}{parcel.pk}/").body["asks_arrival"] is False


def test_a_tracking_number_that_comes_later_is_told(packer: Program, order: Order) -> None:
    parcel = send(order, 3, "A1")
    answer = packer.post(f"{PATH}{parcel.pk}/tracking/", {"tracking_number": "B2"})
    assert answer.status == 200, answer.body
    assert (answer.body["tracking_number"], answer.body["carrier"]) == ("B2", "DHL")
    assert answer.body["change"]["state"] == "waiting"
    assert packer.post(f"{PATH}{parcel.pk}/tracking/", {}).status == 400
