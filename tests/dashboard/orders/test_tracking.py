"""A tracking number added on the order's page after the parcel left."""

import re
from html import unescape

import pytest
from django.test import Client

from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from marketplaces.models import OutboundChange
from orders.models import Order


@pytest.fixture
def parcel(order: Order) -> Shipment:
    return ship(order=order, takes={order.items.get().pk: 3}, carrier="", tracking_number="", request_key="one")


def address(parcel: Shipment) -> str:
    return f"/orders/{parcel.order_id}/parcels/{parcel.pk}/tracking/"


DRAWN = '{"carrier": "", "tracking_number": ""}'
TYPED = {"carrier": "DHL", "tracking_number": "JJD0034", "was": DRAWN}


def test_it_is_kept_and_told(owner: Client, parcel: Shipment) -> None:
    assert "Add the tracking number" in owner.get(f"/orders/{parcel.order_id}/").content.decode()
    html = owner.post(address(parcel), TYPED, follow=True).content.decode()
    assert "The tracking number of parcel 1 is kept." in html and "Change the tracking number" in html
    parcel.refresh_from_db()
    assert (parcel.carrier, parcel.tracking_number) == ("DHL", "JJD0034")
    assert OutboundChange.objects.get(kind="shipment").wanted_version == 2


def test_what_cannot_be_kept_is_said(owner: Client, parcel: Shipment) -> None:
    answer = owner.post(address(parcel), TYPED | {"tracking_number": " "})
    html = answer.content.decode()
    assert answer.status_code == 422 and "Enter the tracking number" in html and 'value="DHL"' in html
    owner.post(address(parcel), TYPED)
    html = owner.post(address(parcel), TYPED | {"tracking_number": "B2"}).content.decode()
    assert "it is now “JJD0034”" in html and 'value="B2"' in html
    parcel.refresh_from_db()
    assert parcel.tracking_number == "JJD0034"


def test_saving_again_after_the_other_was_shown_replaces_it(owner: Client, parcel: Shipment) -> None:
    owner.post(address(parcel), TYPED)
    html = owner.post(address(parcel), TYPED | {"tracking_number": "B2"}).content.decode()
    (was,) = re.findall(r'name="was" value="([^"]*)"', html)
    owner.post(address(parcel), TYPED | {"tracking_number": "B2", "was": unescape(was)})
    parcel.refresh_from_db()
    assert parcel.tracking_number == "B2"


def test_a_form_that_tells_nothing_of_before_overwrites_nobody(owner: Client, parcel: Shipment) -> None:
    answer = owner.post(address(parcel), {"carrier": "DHL", "tracking_number": "JJD0034"})
    assert answer.status_code == 422 and "This form is too old" in answer.content.decode()


def test_looking_changes_nothing(owner: Client, parcel: Shipment) -> None:
    assert owner.get(address(parcel)).status_code == 405


def test_the_reader_may_not_and_is_not_asked(reader: Client, parcel: Shipment) -> None:
    assert "Add the tracking number" not in reader.get(f"/orders/{parcel.order_id}/").content.decode()
    assert reader.post(address(parcel), TYPED).status_code == 403


def test_the_stranger_gets_nothing(stranger: Client, parcel: Shipment) -> None:
    assert stranger.post(address(parcel), TYPED).status_code == 404
