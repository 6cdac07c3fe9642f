"""Marking codes on the order's page and their own, and several boxes in the shipping form."""

import re

import pytest
from django.test import Client

from fulfillment.models import Shipment, ShipmentItem, UnitMark
from marketplaces.models import Connection
from orders.models import Order, OrderItem
from tests.dashboard import world
from tests.dashboard.conftest import Cast

FIRST, SECOND = "490154203237518", "356938035643809"


@pytest.fixture
def marked(order: Order) -> Order:
    """Of its three units each needs an IMEI and may have a day until which it is good."""
    OrderItem.objects.filter(order=order).update(marks_asked="imei,expiration?")
    return order


def typed(order: Order, *codes: str) -> dict[str, str]:
    item = order.items.get().pk
    return {f"mark-{item}-{unit}-imei": code for unit, code in enumerate(codes, start=1)}


def test_the_order_says_what_is_asked_and_leads_there_first(owner: Client, marked: Order) -> None:
    html = owner.get(f"/orders/{marked.pk}/").content.decode()
    assert "0 of 3 units" in html
    assert re.search(r'class="btn btn-primary" href="/orders/[^"]+/marks/"', html)
    assert not re.search(r'class="btn btn-primary" href="/orders/[^"]+/ship/"', html)


def test_an_order_that_needs_none_says_nothing_of_codes(owner: Client, order: Order) -> None:
    assert "Marking codes" not in owner.get(f"/orders/{order.pk}/").content.decode()
    answer = owner.get(f"/orders/{order.pk}/marks/", follow=True)
    assert "No unit of this order needs a marking code." in answer.content.decode()


def test_each_scan_is_kept_and_the_next_empty_field_has_the_cursor(owner: Client, marked: Order) -> None:
    first = owner.get(f"/orders/{marked.pk}/marks/").content.decode()
    item = marked.items.get().pk
    assert re.search(rf'name="mark-{item}-1-imei"[^>]*autofocus', first)
    after = owner.post(f"/orders/{marked.pk}/marks/", typed(marked, FIRST), follow=True).content.decode()
    assert "1 marking code is kept." in after
    assert f'value="{FIRST}"' in after
    assert not re.search(rf'name="mark-{item}-1-imei"[^>]*autofocus', after)
    assert UnitMark.objects.get().entered_by is not None


def test_with_the_last_code_one_is_back_at_the_order_and_may_ship(owner: Client, marked: Order) -> None:
    OrderItem.objects.filter(order=marked).update(quantity=2)
    answer = owner.post(f"/orders/{marked.pk}/marks/", typed(marked, FIRST, SECOND))
    assert answer["Location"] == f"/orders/{marked.pk}/"
    html = owner.get(f"/orders/{marked.pk}/").content.decode()
    assert "All that is asked is here" in html
    assert re.search(r'class="btn btn-primary" href="/orders/[^"]+/ship/"', html)


def test_a_wrong_code_stays_in_its_field_with_what_to_enter(owner: Client, marked: Order) -> None:
    answer = owner.post(f"/orders/{marked.pk}/marks/", typed(marked, FIRST, "12345"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "An IMEI has 15 digits" in html
    assert 'value="12345"' in html
    assert not UnitMark.objects.exists()


def test_shipping_without_them_is_refused_in_words(owner: Client, marked: Order) -> None:
    item = marked.items.get().pk
    form = {"ship-request_key": "k", f"ship-take-{item}": "3", "ship-carrier": "", "ship-tracking_number": ""}
    answer = owner.post(f"/orders/{marked.pk}/ship/", form)
    assert answer.status_code == 422
    assert "the marking codes of 3 units are missing" in answer.content.decode()
    assert not Shipment.objects.exists()


def test_who_may_only_read_changes_none_and_a_stranger_finds_nothing(
    reader: Client, stranger: Client, marked: Order
) -> None:
    for client, status in ((reader, 403), (stranger, 404)):
        assert client.get(f"/orders/{marked.pk}/marks/").status_code == status
        assert client.post(f"/orders/{marked.pk}/marks/", typed(marked, FIRST)).status_code == status
    assert not UnitMark.objects.exists()


@pytest.fixture
def boxed(cast: Cast) -> Order:
    """An order of three units that the Market's courier fetches."""
    shop: Connection = world.connection(cast.store, "Market", code="yandex")
    made = world.order(shop, quantity=3, remote_scheme="FBS")
    world.reserve(made.items.get(), world.variant(cast.store, "ORI-LMP-BOX"), granted=3)
    return made


def test_a_box_is_added_and_what_was_typed_stays(owner: Client, boxed: Order) -> None:
    item = boxed.items.get().pk
    form = {"ship-request_key": "k", "ship-boxes": "1", f"ship-take-{item}": "2", "ship-carrier": "Мой курьер"}
    html = owner.post(f"/orders/{boxed.pk}/ship/", form | {"more": "1"}).content.decode()
    assert "What is in box 2?" in html
    assert re.search(rf'name="ship-take-{item}" value="2"', html)
    assert re.search(rf'name="ship-take-{item}-2" value="0"', html)
    assert "Мой курьер" in html
    assert not Shipment.objects.exists()


def test_two_boxes_leave_as_one_parcel(owner: Client, boxed: Order) -> None:
    item = boxed.items.get().pk
    form = {"ship-request_key": "k", "ship-boxes": "2", f"ship-take-{item}": "2", f"ship-take-{item}-2": "1"}
    html = owner.post(f"/orders/{boxed.pk}/ship/", form, follow=True).content.decode()
    assert "3 units left in parcel 1." in html
    assert "box 2" in html
    assert list(ShipmentItem.objects.order_by("box").values_list("box", "quantity")) == [(1, 2), (2, 1)]


def test_more_than_is_left_over_all_boxes_is_refused(owner: Client, boxed: Order) -> None:
    item = boxed.items.get().pk
    form = {"ship-request_key": "k", "ship-boxes": "2", f"ship-take-{item}": "2", f"ship-take-{item}-2": "2"}
    answer = owner.post(f"/orders/{boxed.pk}/ship/", form)
    assert answer.status_code == 422
    assert "Enter 0 to 3" in answer.content.decode()


def test_a_marketplace_that_takes_one_box_is_not_asked_for_more(owner: Client, order: Order, boxed: Order) -> None:
    assert "Add a box" not in owner.get(f"/orders/{order.pk}/ship/").content.decode()
    html = owner.get(f"/orders/{boxed.pk}/ship/").content.decode()
    assert "Add a box" in html
    assert "it may be several boxes" in html
