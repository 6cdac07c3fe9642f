"""Giving money back on the order's page: what it says, who may, and what is refused with a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from dashboard.views.orders import giving_back
from marketplaces.canonical.refunds import RefundReason
from marketplaces.framework.errors import Unavailable
from marketplaces.models import OutboundChange
from orders.models import Order, OrderRefund
from sync.reasons import Reasons
from tests.dashboard import world
from tests.dashboard.conftest import Cast

REASONS = [
    RefundReason(code="BUYER_RETURN", title="The buyer sent it back"),
    RefundReason(code="OTHER", title="Another reason", needs_message=True),
]


@pytest.fixture
def sold(cast: Cast) -> Order:
    """Sent, at a marketplace that takes refunds by the seller."""
    shop = world.connection(cast.store, "eBay Germany", code="ebay")
    return world.order(
        shop, quantity=3, status="shipped", told="PAID/FULFILLED", currency="EUR", shipping_cost=Decimal("4.90")
    )


@pytest.fixture(autouse=True)
def reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """The marketplace's list; the call itself is proven with the connectors."""
    monkeypatch.setattr(giving_back, "refund_reasons_for", lambda order: Reasons(found=REASONS))


def form(order: Order, **more: str) -> dict[str, str]:
    item = order.items.get()
    given = {"request_key": "k1", "reason": "BUYER_RETURN", f"units-{item.pk}": "1"}
    return {**given, **{name.replace("amount", f"amount-{item.pk}"): text for name, text in more.items()}}


def path(order: Order) -> str:
    return f"/orders/{order.pk}/give-back/"


def test_the_page_offers_it_and_says_how_much_is_left(owner: Client, sold: Order) -> None:
    assert f'href="{path(sold)}"' in owner.get(f"/orders/{sold.pk}/").content.decode()
    html = owner.get(path(sold)).content.decode()
    for words in ("At most", "The buyer sent it back", "Of the shipping", "This cannot be undone"):
        assert words in html


def test_units_go_back_once_and_the_marketplace_is_told(owner: Client, sold: Order) -> None:
    for _press in range(2):
        answer = owner.post(path(sold), form(sold, message="Scratched"), follow=True).content.decode()
    refund = OrderRefund.objects.get()
    assert (refund.amount, refund.reason, refund.message) == (Decimal("6200"), "BUYER_RETURN", "Scratched")
    assert (refund.lines.get().quantity, refund.asked_by) == (1, "Nadia Weber")
    change = OutboundChange.objects.get(kind="money_back")
    assert (change.subject_id, change.state) == (refund.pk, "waiting")
    for words in ("6,200", "On its way to the marketplace", "The buyer sent it back", "Scratched", "Nadia Weber"):
        assert words in answer


def test_an_amount_counts_before_units_and_shipping_is_added(owner: Client, sold: Order) -> None:
    owner.post(path(sold), form(sold, amount="12.50", shipping="4.90"))
    refund = OrderRefund.objects.get()
    assert (refund.amount, refund.shipping_amount) == (Decimal("17.40"), Decimal("4.90"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": ""}, "Choose one of the marketplace"), ({"reason": "OTHER"}, "must be explained"),
        ({"amount": "99999"}, "at most"), ({"shipping": "5"}, "for shipping"), ({"amount": "x"}, "amount"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_given(
    owner: Client, sold: Order, more: dict[str, str], words: str
) -> None:
    answer = owner.post(path(sold), form(sold, **more))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not OrderRefund.objects.exists()


def test_nothing_chosen_is_said(owner: Client, sold: Order) -> None:
    answer = owner.post(path(sold), {"request_key": "k", "reason": "BUYER_RETURN"})
    assert answer.status_code == 422 and "Choose what is given back" in answer.content.decode()


def test_a_marketplace_that_does_not_answer_is_told_apart(
    owner: Client, sold: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = Unavailable("time-out", said="Service unavailable")
    monkeypatch.setattr(giving_back, "refund_reasons_for", lambda order: Reasons(error=error))
    html = owner.get(path(sold)).content.decode()
    assert "does not say for which reasons" in html and "Service unavailable" in html


def test_where_there_is_no_call_for_it_nothing_is_offered(owner: Client, order: Order) -> None:
    assert "Give money back" not in owner.get(f"/orders/{order.pk}/").content.decode()
    answer = owner.get(path(order), follow=True).content.decode()
    assert "can be given back from here" in answer


def test_what_went_back_is_in_the_sums_and_in_the_timeline(owner: Client, sold: Order) -> None:
    owner.post(path(sold), form(sold))
    OrderRefund.objects.update(status="given", remote_id="7000000001")
    Order.objects.update(refunded_amount=Decimal("6200"))
    html = owner.get(f"/orders/{sold.pk}/").content.decode()
    for words in ("Given back by Nadia Weber", "Nadia Weber asked to give money back", "The buyer has the money"):
        assert words in html
    assert "beyond its returns" not in html


def test_packers_readers_and_strangers_give_nothing_back(
    packer: Client, reader: Client, stranger: Client, sold: Order
) -> None:
    for client, status in ((packer, 403), (reader, 403), (stranger, 404)):
        assert client.get(path(sold)).status_code == status
        assert client.post(path(sold), form(sold)).status_code == status
    assert not OrderRefund.objects.exists()
    assert "Give money back" not in packer.get(f"/orders/{sold.pk}/").content.decode()
