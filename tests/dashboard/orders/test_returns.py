"""Returns and the buyer's wish to cancel on the order's page: what it says, and who may do what about it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.services import needs_you
from dashboard.waiting import fix_of
from inventory.models import Stock, Variant
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connectors import marketplace_row
from orders.models import Order, OrderReturn, OrderReturnLine
from orders.selectors.views import in_view, view_counts
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def sold(cast: Cast) -> Order:
    """Delivered, at a marketplace that takes our answers."""
    shop = world.connection(cast.store, "Shopee Bangkok", code="shopee")
    order = world.order(shop, quantity=3, status="delivered", told="TO_RETURN", currency="THB")
    world.reserve(order.items.get(), world.variant(cast.store), granted=0)
    return order


def came_back(order: Order, **more: Any) -> OrderReturn:
    now = timezone.now()
    values: dict[str, Any] = {
        "store": order.store, "connection": order.connection, "order": order, "remote_id": "2206090001",
        "marketplace_order": order.marketplace_orders.get(), "order_remote_id": order.channel_order_id,
        "status": "requested", "remote_status": "REQUESTED", "reason": "ITEM_DAMAGED", "currency": "THB",
        "buyer_note": "ของแตกระหว่างขนส่ง", "refund_amount": Decimal("1250"), "requested_at": now,
        "remote_updated_at": now, "answer_by": now,
    }  # fmt: skip
    row = OrderReturn.objects.create(**(values | more))
    item = order.items.get()
    OrderReturnLine.objects.create(order_return=row, order_item=item, sku=item.product_sku, title="Lamp", quantity=2)
    return row


def accepted(order: Order, **more: Any) -> OrderReturn:
    words = {"status": "accepted", "remote_status": "ACCEPTED", "refund_given": True, "came_back": True}
    return came_back(order, **(words | more))


def goods(order: Order, row: OrderReturn) -> str:
    return f"/orders/{order.pk}/returns/{row.pk}/goods/{row.lines.get().pk}/"


def test_the_page_tells_the_return_and_offers_the_refund(owner: Client, sold: Order) -> None:
    row = came_back(sold)
    html = owner.get(f"/orders/{sold.pk}/").content.decode()
    for words in ("2206090001", "Asked for", "Item damaged", "ของแตกระหว่างขนส่ง", "REQUESTED", "answer by"):
        assert words in html
    assert f'action="/orders/{sold.pk}/returns/{row.pk}/refund/"' in html
    assert "Put back on the shelf" not in html


def test_the_refund_is_left_to_be_told_once(owner: Client, sold: Order) -> None:
    row = came_back(sold)
    answer = owner.post(f"/orders/{sold.pk}/returns/{row.pk}/refund/", follow=True).content.decode()
    assert "asked for the refund" in answer
    assert "Give the refund" not in answer
    assert OutboundChange.objects.get(kind="refund").subject_id == row.pk


def test_what_came_back_goes_on_the_shelf_once(packer: Client, sold: Order) -> None:
    row = accepted(sold)
    before = Stock.objects.get().on_hand
    assert "Put back on the shelf" in packer.get(f"/orders/{sold.pk}/").content.decode()
    said = packer.post(goods(sold, row), {"do": "put_back", "quantity": "2"}, follow=True).content.decode()
    assert "2 back on the shelf" in said
    again = packer.post(goods(sold, row), {"do": "put_back", "quantity": "2"}, follow=True).content.decode()
    assert "decided before" in again
    assert Stock.objects.get().on_hand == before + 2


@pytest.mark.parametrize("quantity", ["", "0", "-1", "3", "²", "9" * 40, "2.5"])
def test_a_number_that_did_not_come_back_is_refused(packer: Client, sold: Order, quantity: str) -> None:
    row = accepted(sold)
    said = packer.post(goods(sold, row), {"do": "put_back", "quantity": quantity}, follow=True).content.decode()
    assert "2 units came back" in said
    assert row.lines.get().decision == ""


def test_it_is_written_off_without_a_change_of_stock(packer: Client, sold: Order) -> None:
    row = accepted(sold)
    before = Stock.objects.get().on_hand
    assert "written off" in packer.post(goods(sold, row), {"do": "write_off"}, follow=True).content.decode()
    assert Stock.objects.get().on_hand == before


def test_each_unit_is_said_for_itself_and_the_sheet_is_printed(packer: Client, sold: Order) -> None:
    row = accepted(sold)
    before = Stock.objects.get().on_hand
    typed = {"do": "decide", "sellable": "1", "damaged": "1", "condition": "Scratched"}
    said = packer.post(goods(sold, row), typed, follow=True).content.decode()
    assert "1 back on the shelf" in said and "1 damaged" in said and "Scratched" in said and "1 lost" not in said
    assert Stock.objects.get().on_hand == before + 1
    sheet = packer.get(f"/orders/{sold.pk}/returns/{row.pk}/sheet.pdf")
    assert sheet["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sellable": "1"}, "2 units came back. Say of each what it is"),
        ({"sellable": "1", "damaged": "3"}, "Enter 0 to 2."),
        ({"lost": "-1"}, "Enter 0 to 2."),
        ({"damaged": "half"}, "Enter 0 to 2."),
        ({}, "2 units came back. Say of each what it is"),
    ],
)
def test_units_that_do_not_add_up_come_back_as_they_were_typed(
    packer: Client, sold: Order, typed: dict[str, str], sentence: str
) -> None:
    row = accepted(sold)
    before = Stock.objects.get().on_hand
    answer = packer.post(goods(sold, row), {"do": "decide", "condition": "Scratched “here”", **typed})
    html = answer.content.decode()
    assert answer.status_code == 422 and "<details open>" in html
    assert html.count(sentence) == 2  # above, with a link to the field, and at the field
    assert all(f'name="{name}" value="{value}"' in html for name, value in typed.items())
    assert 'value="Scratched “here”"' in html
    assert row.lines.get().decision == "" and Stock.objects.get().on_hand == before


def test_what_was_never_counted_is_said_and_what_was_typed_stays(packer: Client, sold: Order) -> None:
    row = accepted(sold)
    Variant.objects.update(opening_counted_at=None)
    answer = packer.post(goods(sold, row), {"do": "decide", "sellable": "2", "condition": "As new"})
    assert answer.status_code == 422
    assert "was never counted" in answer.content.decode() and 'value="As new"' in answer.content.decode()


def test_who_comes_second_is_told_what_the_first_decided(packer: Client, sold: Order) -> None:
    row = accepted(sold)
    packer.post(goods(sold, row), {"do": "write_off"})
    late = packer.post(goods(sold, row), {"do": "decide", "sellable": "2"}, follow=True)
    assert late.redirect_chain and "decided before" in late.content.decode()


def test_the_stranger_gets_no_sheet(stranger: Client, sold: Order) -> None:
    assert stranger.get(f"/orders/{sold.pk}/returns/{accepted(sold).pk}/sheet.pdf").status_code == 404


def test_a_packer_reads_no_amount(packer: Client, owner: Client, sold: Order) -> None:
    came_back(sold)
    assert "1,250" in owner.get(f"/orders/{sold.pk}/").content.decode()
    assert "1,250" not in packer.get(f"/orders/{sold.pk}/").content.decode()


@pytest.mark.parametrize(
    ("do", "accept", "words"), [("accept", True, "You accepted"), ("refuse", False, "You refused")]
)
def test_a_wish_to_cancel_is_answered(owner: Client, sold: Order, do: str, accept: bool, words: str) -> None:
    Order.objects.filter(pk=sold.pk).update(status="confirmed", cancel_requested=True, cancel_reason="CHANGE_OF_MIND")
    html = owner.get(f"/orders/{sold.pk}/").content.decode()
    for text in ("The buyer wants to cancel", "CHANGE_OF_MIND", "Accept and cancel"):
        assert text in html
    assert words in owner.post(f"/orders/{sold.pk}/answer/", {"do": do}, follow=True).content.decode()
    assert OutboundChange.objects.get(kind="answer").progress["accept"] is accept


def test_a_marketplace_that_takes_no_answer_is_not_offered_one(owner: Client, order: Order) -> None:
    Connection.objects.filter(pk=order.connection_id).update(marketplace=marketplace_row("uzum"))
    Order.objects.filter(pk=order.pk).update(cancel_requested=True)
    html = owner.get(f"/orders/{order.pk}/").content.decode()
    assert "takes no answer from here" in html
    assert "Accept and cancel" not in html


def test_nonsense_changes_nothing(owner: Client, sold: Order) -> None:
    row = accepted(sold)
    for path in (f"/orders/{sold.pk}/answer/", goods(sold, row)):
        assert "Nothing was chosen" in owner.post(path, {"do": "shrug"}, follow=True).content.decode()
    assert row.lines.get().decision == ""
    assert owner.post(goods(sold, row)[:-3] + "00/", {"do": "write_off"}).status_code == 404


def test_who_may_only_read_and_strangers_change_nothing(reader: Client, stranger: Client, sold: Order) -> None:
    row = accepted(sold)
    for path in (goods(sold, row), f"/orders/{sold.pk}/returns/{row.pk}/refund/", f"/orders/{sold.pk}/answer/"):
        for client, status in ((reader, 403), (stranger, 404)):
            assert client.post(path, {"do": "write_off"}).status_code == status, path
            assert client.get(path).status_code in (403, 404, 405)
    assert row.lines.get().decision == ""


def test_the_view_of_returns_holds_those_that_ask_something_of_us(sold: Order) -> None:
    def shown() -> list[Order]:
        return list(in_view(sold.store, "returns", timezone.now()))

    row = came_back(sold)
    assert shown() == [sold]
    assert view_counts(sold.store, timezone.now())["returns"] == 1
    OrderReturn.objects.filter(pk=row.pk).update(status="accepted", refund_given=True)
    assert shown() == []
    OrderReturn.objects.filter(pk=row.pk).update(came_back=True)
    assert shown() == [sold]
    OrderReturnLine.objects.update(decision="written_off")
    assert shown() == []


def test_a_refused_refund_leads_to_its_order_and_can_be_sent_again(owner: Client, sold: Order) -> None:
    row = came_back(sold)
    owner.post(f"/orders/{sold.pk}/returns/{row.pk}/refund/")
    OutboundChange.objects.update(state="refused", error="Refund is not allowed")
    change = OutboundChange.objects.get(kind="refund")
    need = needs_you.raise_cause(
        store=sold.store, kind="refused", cause_key=f"outbound:{change.pk}", title="Refused: refund",
        subject_type="outbound_change", subject_id=change.pk,
    )  # fmt: skip
    fix = fix_of(sold.store, need)
    assert fix is not None
    assert fix.url == f"/orders/{sold.pk}/"
    assert sold.number in owner.get("/syncs/waiting/").content.decode()
    assert f"/orders/{sold.pk}/retry/{change.pk}/" in owner.get(f"/orders/{sold.pk}/").content.decode()
    owner.post(f"/orders/{sold.pk}/retry/{change.pk}/")
    change.refresh_from_db()
    assert change.state == "waiting"


def states(html: str, number: str) -> list[str]:
    """The states of returns in the row of an order."""
    (row,) = [row for row in html.split("<tr") if f">{number}</a>" in row]
    told = row.split(">Return ")[1] if ">Return " in row else ""
    return [word.strip() for word in re.findall(r'class="badge \w+">.*?</svg>([^<]+)<', told)]


@pytest.mark.parametrize(
    ("state", "word"), [
        ("requested", "Asked for"), ("accepted", "Accepted"), ("disputed", "Disputed"), ("refunded", "Refunded"),
        ("cancelled", "Taken back"), ("closed", "Closed"), ("unknown", "Unknown status"),
    ],
)  # fmt: skip
def test_the_list_shows_where_each_return_stands_and_finds_it_by_that(
    owner: Client, sold: Order, state: str, word: str
) -> None:
    came_back(sold, status=state)
    other = world.order(sold.connection, status="delivered")
    came_back(other, status="closed" if state != "closed" else "requested", remote_id="another")
    whole = owner.get("/orders/?view=all").content.decode()
    assert states(whole, sold.number) == [word] and other.number in whole
    found = owner.get(f"/orders/?view=all&returned={state}").content.decode()
    assert states(found, sold.number) == [word] and f">{other.number}</a>" not in found
    assert f"Return: {word}" in found
    assert word in owner.get(f"/orders/{sold.pk}/").content.decode()


def test_the_view_of_returns_shows_every_state_of_an_order_once(owner: Client, sold: Order) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    came_back(sold, remote_id="first", status="closed", requested_at=long_ago)
    came_back(sold, remote_id="second", status="requested")
    came_back(sold, remote_id="third", status="requested")
    html = owner.get("/orders/?view=returns").content.decode()
    assert states(html, sold.number) == ["Asked for", "Closed"]


def test_a_state_that_is_none_narrows_nothing(owner: Client, sold: Order) -> None:
    came_back(sold)
    assert sold.number in owner.get("/orders/?view=all&returned=nonsense").content.decode()
