"""Cancelling an order."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.views.orders import cancelling
from inventory.models import Stock
from marketplaces.canonical.shipments import CancelReason
from marketplaces.framework.errors import Unavailable
from marketplaces.models import OutboundChange
from orders.models import Order
from sync.reasons import Reasons

REASONS = [CancelReason(code="352", title="Out of stock"), CancelReason(code="402", title="Other", needs_message=True)]


@pytest.fixture
def reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """The marketplace's list; the call itself is proven with the connectors."""
    monkeypatch.setattr(cancelling, "reasons_for", lambda order: Reasons(found=REASONS))


def test_it_says_what_will_change_and_lists_their_reasons(owner: Client, order: Order, reasons: None) -> None:
    html = owner.get(f"/orders/{order.pk}/cancel/").content.decode()
    for words in ("3 units go back on the shelf", "Out of stock", "This cannot be undone"):
        assert words in html


@pytest.mark.parametrize("sent", [{}, {"reason": "352"}])
def test_an_order_that_has_left_meanwhile_is_not_offered_to_be_cancelled(
    owner: Client, order: Order, reasons: None, sent: dict[str, str]
) -> None:
    Order.objects.filter(pk=order.pk).update(status="shipped")
    address = f"/orders/{order.pk}/cancel/"
    answer = owner.post(address, sent, follow=True) if sent else owner.get(address, follow=True)
    assert f"{order.number} cannot be cancelled any more." in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "shipped"


def test_the_units_go_back_and_the_marketplace_is_told(owner: Client, order: Order, reasons: None) -> None:
    owner.post(f"/orders/{order.pk}/cancel/", {"reason": "352"})
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert Stock.objects.get().reserved == 0
    assert OutboundChange.objects.get(kind="cancel").progress == {"reason": "352", "message": ""}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [({}, "Choose one of"), ({"reason": "999"}, "Select a valid choice"), ({"reason": "402"}, "must be explained")],
)
def test_what_is_missing_is_said(owner: Client, order: Order, reasons: None, form: dict, sentence: str) -> None:
    answer = owner.post(f"/orders/{order.pk}/cancel/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "confirmed"


def test_a_marketplace_that_does_not_answer_is_named(
    owner: Client, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = Unavailable("No answer within 30 s.", marketplace="Ozon")
    monkeypatch.setattr(cancelling, "reasons_for", lambda order: Reasons(error=error))
    html = owner.get(f"/orders/{order.pk}/cancel/").content.decode()
    assert "No answer within 30 s." in html
    assert "Ask again" in html


def test_who_may_not(
    packer: Client, reader: Client, stranger: Client, owner: Client, order: Order, reasons: None
) -> None:
    address = f"/orders/{order.pk}/cancel/"
    assert packer.post(address, {"reason": "352"}).status_code == 403
    assert reader.post(address, {"reason": "352"}).status_code == 403
    assert stranger.post(address, {"reason": "352"}).status_code == 404
    owner.get(address)
    order.refresh_from_db()
    assert order.status == "confirmed"
