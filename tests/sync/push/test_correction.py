"""A parcel told once, then under another tracking number."""

import uuid
from typing import Any

import pytest

from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from fulfillment.services.tracking import track
from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import Rejected
from marketplaces.models import OutboundChange
from orders.models import Order
from sync.push.correction import check_taken, is_correction
from sync.push.queue import Claimed
from sync.switches import switch
from tests.sync.push.conftest import Market

REQUEST = ShipmentRequest(ref="one", order_remote_id="R-1", lines=(), tracking_number="B-2", carrier="DHL")


def change(last_sent: dict[str, Any], progress: dict[str, Any] | None = None) -> Claimed:
    return Claimed(
        id=uuid.uuid4(), subject_id=uuid.uuid4(), version=2, sent_version=1, attempts=0, state="waiting",
        progress=progress or {}, last_sent=last_sent, urgent=False,
    )  # fmt: skip


def test_a_parcel_is_corrected_where_it_was_told_under_another_number() -> None:
    assert is_correction(change({"tracking_number": "A1"}), REQUEST)
    assert is_correction(change({"tracking_number": ""}), REQUEST)
    assert not is_correction(change({}), REQUEST)
    assert not is_correction(change({"tracking_number": "B2"}), REQUEST)
    assert is_correction(change({"tracking_number": "B2"}, {"corrects": True}), REQUEST)


def test_only_what_is_shown_under_the_new_number_counts_as_told() -> None:
    check_taken(REQUEST, ShipmentResult(visible=True, tracking_number="b2"), marketplace="eBay")
    check_taken(REQUEST, ShipmentResult(visible=False), marketplace="eBay")
    with pytest.raises(Rejected, match="eBay has this parcel already, with A1"):
        check_taken(REQUEST, ShipmentResult(visible=True, tracking_number="A1"), marketplace="eBay")
    with pytest.raises(Rejected, match="with no number"):
        check_taken(REQUEST, ShipmentResult(visible=True), marketplace="eBay")


def test_a_marketplace_that_does_not_take_the_new_number_needs_you(market: Market) -> None:
    market.run("products")
    market.control("sell", {"quantity": 1})
    market.run("orders")
    switch(market.shop, "fulfilment_out", on=True, by="test")
    order = Order.objects.get()
    takes = {item.pk: item.open_quantity for item in order.items.all()}
    parcel = ship(order=order, takes=takes, carrier="DHL", tracking_number="A1", request_key="one")
    market.run("fulfillment")
    told = OutboundChange.objects.get(kind="shipment", subject_id=parcel.pk)
    assert (told.state, told.last_sent["tracking_number"]) == ("synced", "A1"), told.error
    track(shipment=parcel, carrier="DHL", tracking_number="B2")
    market.run("fulfillment")
    told.refresh_from_db()
    assert told.state == "refused" and "did not take the new tracking number" in told.error
    assert "Change the tracking number" in told.error_fix
    assert Shipment.objects.get().tracking_number == "B2"
