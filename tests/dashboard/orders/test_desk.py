"""Holding, notes and tags, and the buyer's number."""

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Order


def test_a_hold_has_a_reason_and_can_be_released(owner: Client, order: Order) -> None:
    owner.post(f"/orders/{order.pk}/hold/", {"reason": "address not clear"})
    order.refresh_from_db()
    assert (bool(order.held_at), order.held_reason) == (True, "address not clear")
    assert "address not clear" in owner.get(f"/orders/{order.pk}/").content.decode()
    owner.post(f"/orders/{order.pk}/release/")
    order.refresh_from_db()
    assert order.held_at is None


def test_a_hold_without_a_reason_is_refused(owner: Client, order: Order) -> None:
    answer = owner.post(f"/orders/{order.pk}/hold/", {"reason": " "})
    assert answer.status_code == 422
    assert "Enter why the order waits" in answer.content.decode()


def test_a_closed_order_is_not_held(owner: Client, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status="delivered")
    answer = owner.post(f"/orders/{order.pk}/hold/", {"reason": "address not clear"}, follow=True)
    assert "there is nothing to hold" in answer.content.decode()
    order.refresh_from_db()
    assert order.held_at is None


def test_tags_and_notes_are_kept_with_who_wrote_them(packer: Client, order: Order) -> None:
    packer.post(f"/orders/{order.pk}/notes/", {"tags": "gift wrap, fragile, gift wrap, ", "notes": "Second floor."})
    order.refresh_from_db()
    assert (order.tags, order.notes) == (["gift wrap", "fragile"], "Second floor.")
    assert order.history.first().history_change_reason == "noted by Marc Thill"


def test_the_number_is_masked_until_asked_for_and_the_asking_is_kept(packer: Client, order: Order) -> None:
    assert "555 12 18" not in packer.get(f"/orders/{order.pk}/").content.decode()
    shown = packer.post(f"/orders/{order.pk}/phone/", headers={"HX-Request": "true"}).content.decode()
    assert "+7 843 555 12 18" in shown
    last = order.history.first()
    assert last.history_change_reason == "phone number shown to Marc Thill"
    assert last.history_user.name == "Marc Thill"


@pytest.mark.parametrize("fields", [{"status": "pending"}, {"status": "shipped"}, {"scheme": "marketplace"},
                                    {"held_at": timezone.now()}, {"archived_at": timezone.now()}])  # fmt: skip
def test_a_packer_sees_no_number_of_an_order_that_cannot_be_packed(
    packer: Client, owner: Client, order: Order, fields: dict[str, object]
) -> None:
    Order.objects.filter(pk=order.pk).update(**fields)
    assert "+7 843" not in packer.get(f"/orders/{order.pk}/").content.decode()
    assert packer.post(f"/orders/{order.pk}/phone/").status_code == 403
    assert "+7 843 ••• •• 18" in owner.get(f"/orders/{order.pk}/").content.decode()
    assert order.history.filter(history_change_reason__startswith="phone").count() == 0


def test_without_script_the_number_comes_as_a_message(owner: Client, order: Order) -> None:
    assert "+7 843 555 12 18" in owner.post(f"/orders/{order.pk}/phone/", follow=True).content.decode()


def test_a_number_that_the_marketplace_hides_has_nothing_to_show(owner: Client, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(customer_phone="******93")
    html = owner.get(f"/orders/{order.pk}/").content.decode()
    assert "Ozon hides the phone number." in html
    assert "the phone number</span>" not in html


@pytest.mark.parametrize("act", ["hold", "release", "notes", "phone"])
def test_the_reader_may_not(reader: Client, order: Order, act: str) -> None:
    assert reader.post(f"/orders/{order.pk}/{act}/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("act", ["hold", "release", "notes", "phone"])
def test_the_stranger_gets_nothing(stranger: Client, order: Order, act: str) -> None:
    assert stranger.post(f"/orders/{order.pk}/{act}/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("act", ["release", "notes", "phone"])
def test_a_get_changes_nothing(owner: Client, order: Order, act: str) -> None:
    assert owner.get(f"/orders/{order.pk}/{act}/").status_code == 405
