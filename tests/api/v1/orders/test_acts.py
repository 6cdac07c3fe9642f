"""What programs do to orders: ship, cancel, hold, note, try again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from api.models import IdempotencyKey
from fulfillment.models import Shipment
from inventory.models import Stock
from marketplaces.canonical.refunds import RefundReason
from marketplaces.canonical.shipments import CancelReason
from marketplaces.framework.errors import Unavailable
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connectors import marketplace_row
from orders.models import Order, OrderItem, OrderRefund, OrderReturn
from sync import cancel_reasons, refund_reasons
from sync.reasons import Reasons
from tests.api.conftest import Program
from tests.api.v1.orders.conftest import PATH
from tests.dashboard import world
from tests.dashboard.conftest import Cast

REASONS = [CancelReason(code="352", title="Out of stock"), CancelReason(code="402", title="Other", needs_message=True)]


@pytest.fixture
def reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """The marketplace's list; the call itself is proven with the connectors."""
    found = Reasons(found=REASONS)
    monkeypatch.setattr(cancel_reasons, "reasons_for", lambda order: found)
    monkeypatch.setattr("api.v1.orders.views.reasons_for", lambda order: found)


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


# Shipping -----------------------------------------------------------------------------------------------------------


def test_an_empty_body_ships_all_that_is_left_and_the_marketplace_is_told(owner: Program, order: Order) -> None:
    answer = owner.post(f"{PATH}{order.pk}/ship/", {"carrier": "СДЭК", "tracking_number": "10087"})
    assert answer.status == 201, answer.body
    (parcel,) = answer.body["shipments"]
    assert (parcel["carrier"], parcel["items"][0]["quantity"], parcel["shipped_by"]) == ("СДЭК", 3, "Nadia Weber")
    assert parcel["change"]["state"] == "waiting" and answer.body["order"]["status"] == "shipped"
    assert OutboundChange.objects.get(kind="shipment").subject_id == Shipment.objects.get().pk
    assert Stock.objects.get().on_hand == 2


def test_a_part_ships_and_the_rest_stays_open(packer: Program, order: Order) -> None:
    line = order.items.get()
    answer = packer.post(f"{PATH}{order.pk}/ship/", {"lines": [{"line": str(line.pk), "quantity": 1}]})
    assert answer.status == 201 and answer.body["order"]["status"] == "processing"
    assert answer.body["order"]["lines"][0]["open_quantity"] == 2


def test_what_lies_in_which_box_is_kept_with_the_parcel(owner: Program, order: Order) -> None:
    line = str(order.items.get().pk)
    lines = [{"line": line, "quantity": 2}, {"line": line, "quantity": 1, "box": 2}]
    answer = owner.post(f"{PATH}{order.pk}/ship/", {"lines": lines})
    assert answer.status == 201, answer.body
    (parcel,) = answer.body["shipments"]
    assert sorted((each["box"], each["quantity"]) for each in parcel["items"]) == [(1, 2), (2, 1)]
    assert owner.post(f"{PATH}{order.pk}/ship/", {"lines": [lines[0], lines[0]]}).status == 400


def test_marking_codes_are_needed_kept_and_shown(packer: Program, order: Order) -> None:
    item = order.items.get()
    OrderItem.objects.filter(pk=item.pk).update(marks_asked="imei")
    body = {"lines": [{"line": str(item.pk), "quantity": 1}]}
    refused = packer.post(f"{PATH}{order.pk}/ship/", body)
    assert refused.status == 422 and "marking code of 1 unit is missing" in refused.body["detail"]
    code = {"line": str(item.pk), "unit": 1, "kind": "imei", "code": "49-015420-323751-8"}
    kept = packer.post(f"{PATH}{order.pk}/marks/", {"codes": [code]})
    assert kept.status == 200, kept.body
    (line,) = kept.body["lines"]
    assert line["codes_asked"] == [{"kind": "imei", "is_required": True}]
    assert line["codes"] == [{"unit": 1, "kind": "imei", "code": "490154203237518"}]
    assert packer.post(f"{PATH}{order.pk}/marks/", {"codes": [{**code, "code": "1"}]}).status == 422
    assert packer.post(f"{PATH}{order.pk}/ship/", body).status == 201


def test_several_parcels_leave_together_or_not_at_all(owner: Program, order: Order) -> None:
    line = str(order.items.get().pk)

    def parcels(*units: int) -> dict[str, Any]:
        return {"parcels": [{"lines": [{"line": line, "quantity": n}], "tracking_number": f"T{n}"} for n in units]}

    refused = owner.post(f"{PATH}{order.pk}/ship/", parcels(2, 2))
    assert refused.status == 422 and "1 of 3 are left to ship" in refused.body["detail"]
    assert not Shipment.objects.exists()
    answer = owner.post(f"{PATH}{order.pk}/ship/", parcels(2, 1))
    assert [each["tracking_number"] for each in answer.body["shipments"]] == ["T2", "T1"]
    assert answer.body["order"]["status"] == "shipped"


def test_a_repeated_request_ships_once(owner: Program, order: Order) -> None:
    line = str(order.items.get().pk)
    body = {"lines": [{"line": line, "quantity": 1}]}
    first = owner.post(f"{PATH}{order.pk}/ship/", body, Idempotency_Key="parcel-1")
    second = owner.post(f"{PATH}{order.pk}/ship/", body, Idempotency_Key="parcel-1")
    assert (first.status, second.status) == (201, 201) and first.body == second.body
    assert second.headers["Idempotent-Replayed"] == "true"
    IdempotencyKey.objects.all().delete()  # the first answer was lost
    third = owner.post(f"{PATH}{order.pk}/ship/", body, Idempotency_Key="parcel-1")
    assert third.body["shipments"][0]["id"] == first.body["shipments"][0]["id"]
    assert Shipment.objects.count() == 1
    IdempotencyKey.objects.all().delete()  # after its time a key may be used for something else
    owner.post(f"{PATH}{order.pk}/ship/", {**body, "note": "the second one"}, Idempotency_Key="parcel-1")
    assert Shipment.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"line": "x", "quantity": 1}]}, "lines.0.line"),
        ({"lines": [{"line": "<line>", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"line": "<line>", "quantity": "1"}]}, "lines.0.quantity"),
        ({"lines": [{"line": "<line>", "quantity": 1}] * 2}, "lines"),
        ({"parcels": []}, "parcels"),
        ({"parcels": [{"lines": [{"line": "<line>", "units": 1}]}]}, "parcels.0.lines.0.units"),
        ({"parcels": [{}], "carrier": "DHL"}, "parcels"),
        ({"carrier": "D" * 101}, "carrier"),
    ],
    ids=str,
)
def test_a_parcel_that_cannot_be_is_named(owner: Program, order: Order, body: Any, field: str) -> None:
    text = str(order.items.get().pk)
    answer = owner.post(f"{PATH}{order.pk}/ship/", json.loads(json.dumps(body).replace("<line>", text)))
    assert answer.status == 400 and answer.body["errors"][0]["field"] == field, answer.body
    assert not Shipment.objects.exists()


def test_a_line_of_another_order_is_not_shipped(owner: Program, order: Order, cast: Cast) -> None:
    other = world.order(order.connection)
    line = OrderItem.objects.get(order=other)
    answer = owner.post(f"{PATH}{order.pk}/ship/", {"lines": [{"line": str(line.pk), "quantity": 1}]})
    assert answer.status == 422 and "not part of this order" in answer.body["detail"]


def test_a_held_order_is_not_shipped_until_it_is_released(packer: Program, order: Order) -> None:
    held = packer.post(f"{PATH}{order.pk}/hold/", {"reason": "Address not clear"})
    assert held.status == 200 and held.body["held_reason"] == "Address not clear" and not held.body["can_ship"]
    assert packer.post(f"{PATH}{order.pk}/ship/").status == 422
    assert packer.post(f"{PATH}{order.pk}/release/").body["held_at"] is None
    assert packer.post(f"{PATH}{order.pk}/ship/").status == 201
    closed = packer.post(f"{PATH}{order.pk}/hold/", {"reason": "Too late"})
    assert closed.status == 422 and "nothing to hold" in closed.body["detail"]


def test_a_paid_pending_order_is_confirmed_and_an_unpaid_one_is_not(packer: Program, order: Order) -> None:
    Order.objects.update(status="pending", paid_at=None)
    refused = packer.post(f"{PATH}{order.pk}/confirm/")
    assert refused.status == 422 and "not paid yet" in refused.body["detail"]
    Order.objects.update(paid_at=timezone.now())
    assert packer.post(f"{PATH}{order.pk}/confirm/").body["status"] == "confirmed"


def test_a_closed_order_is_archived_and_brought_back(owner: Program, order: Order) -> None:
    assert owner.post(f"{PATH}{order.pk}/archive/").status == 422
    Order.objects.update(status="delivered")
    assert owner.post(f"{PATH}{order.pk}/archive/").body["archived_at"]
    assert owner.get(PATH).body["results"] == []
    assert owner.post(f"{PATH}{order.pk}/restore/").body["archived_at"] is None
    assert len(owner.get(PATH).body["results"]) == 1


# Cancelling ---------------------------------------------------------------------------------------------------------


def test_their_reasons_are_listed_and_one_of_them_cancels(owner: Program, order: Order, reasons: None) -> None:
    found = owner.get(f"{PATH}{order.pk}/cancel-reasons/").body
    assert [reason["code"] for reason in found["reasons"]] == ["352", "402"] and found["error"] is None
    answer = owner.post(f"{PATH}{order.pk}/cancel/", {"reason": "352"})
    assert answer.status == 200 and answer.body["status"] == "cancelled"
    assert Stock.objects.get().reserved == 0
    assert OutboundChange.objects.get(kind="cancel").progress == {"reason": "352", "message": ""}
    again = owner.post(f"{PATH}{order.pk}/cancel/", {"reason": "352"})
    assert again.status == 422 and "cannot be cancelled" in again.body["detail"]


@pytest.mark.parametrize(("body", "field"), [({"reason": "1"}, "reason"), ({"reason": "402"}, "message")])
def test_a_reason_that_is_none_is_refused(
    owner: Program, order: Order, reasons: None, body: dict[str, str], field: str
) -> None:
    answer = owner.post(f"{PATH}{order.pk}/cancel/", body)
    assert answer.status == 422 and answer.body["errors"][0]["field"] == field
    assert fresh(order).status == "confirmed" and not OutboundChange.objects.filter(kind="cancel").exists()


def test_a_marketplace_that_does_not_answer_cancels_nothing(
    owner: Program, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Unavailable("Ozon does not answer", marketplace="Ozon")
    for place in ("sync.cancel_reasons.reasons_for", "api.v1.orders.views.reasons_for"):
        monkeypatch.setattr(place, lambda order: Reasons(error=away))
    found = owner.get(f"{PATH}{order.pk}/cancel-reasons/")
    assert found.status == 200 and found.body["reasons"] == [] and "Ozon" in found.body["error"]["message"]
    answer = owner.post(f"{PATH}{order.pk}/cancel/", {"reason": "352"})
    assert answer.status == 503 and answer.headers["Retry-After"]
    assert fresh(order).status == "confirmed"


# Refunds and answers ------------------------------------------------------------------------------------------------


def sent_back(order: Order, remote_id: str = "r-1", **more: Any) -> OrderReturn:
    now = timezone.now()
    assert order.connection
    return OrderReturn.objects.create(
        store=order.store, connection=order.connection, order=order, remote_id=remote_id, order_remote_id="x",
        **{"status": "requested", "requested_at": now, "remote_updated_at": now} | more,
    )  # fmt: skip


@pytest.fixture
def delivered(cast: Cast) -> Order:
    """At a marketplace that refunds returns by a call."""
    return world.order(world.connection(cast.store, "Shopee", "shopee"), status="delivered")


def test_the_refund_of_the_return_that_waits_is_given_once(owner: Program, packer: Program, delivered: Order) -> None:
    row, path = sent_back(delivered), f"{PATH}{delivered.pk}/refund/"
    assert packer.post(path).status == 403
    answer = owner.post(path)
    assert answer.status == 200 and answer.body["returns"][0]["id"] == str(row.pk), answer.body
    change = OutboundChange.objects.get(kind="refund")
    assert (change.subject_id, change.progress) == (row.pk, {"by": "Nadia Weber"})
    OrderReturn.objects.update(refund_given=True)
    again = owner.post(path, {"order_return": str(row.pk)})
    assert again.status == 422 and "given before" in again.body["detail"]


def test_one_of_several_returns_is_named(owner: Program, delivered: Order, cast: Cast) -> None:
    first, second = sent_back(delivered), sent_back(delivered, "r-2")
    path = f"{PATH}{delivered.pk}/refund/"
    assert owner.post(path).status == 422
    assert owner.post(path, {"order_return": str(second.pk)}).status == 200
    assert OutboundChange.objects.get(kind="refund").subject_id == second.pk
    other = sent_back(world.order(delivered.connection), "r-3")
    assert owner.post(path, {"order_return": str(other.pk)}).status == 404 and first.pk != other.pk


@pytest.mark.parametrize(
    ("body", "words"),
    [({}, "No return of"), ({"amount": "5.00"}, "takes no amount")],
    ids=str,
)
def test_what_a_marketplace_does_not_refund_is_said(
    owner: Program, delivered: Order, body: dict[str, str], words: str
) -> None:
    answer = owner.post(f"{PATH}{delivered.pk}/refund/", body)
    assert answer.status == 422 and words in answer.body["detail"]
    assert not OutboundChange.objects.exists()


def test_a_marketplace_without_a_call_for_refunds_says_so(owner: Program, order: Order) -> None:
    row = sent_back(order)
    answer = owner.post(f"{PATH}{order.pk}/refund/", {"order_return": str(row.pk)})
    assert answer.status == 422 and "has no call for refunds" in answer.body["detail"]
    assert owner.post(f"{PATH}{order.pk}/refund/", {"amount": "0"}).status == 400


def test_a_buyer_who_wants_to_cancel_is_answered(owner: Program, delivered: Order, order: Order) -> None:
    path = f"{PATH}{delivered.pk}/answer-cancellation/"
    nobody = owner.post(path, {"accept": True})
    assert nobody.status == 422 and "does not ask to cancel" in nobody.body["detail"]
    Order.objects.update(cancel_requested=True)
    assert owner.post(path, {"accept": False}).status == 200
    assert OutboundChange.objects.get(kind="answer").progress == {"accept": False, "by": "Nadia Weber"}
    Connection.objects.filter(pk=order.connection_id).update(marketplace=marketplace_row("uzum"))
    elsewhere = owner.post(f"{PATH}{order.pk}/answer-cancellation/", {"accept": True})
    assert elsewhere.status == 422 and "on its own pages" in elsewhere.body["detail"]
    assert owner.post(path, {}).status == 400


# Notes and trying again ---------------------------------------------------------------------------------------------


def test_notes_are_replaced_only_of_the_version_that_was_read(owner: Program, packer: Program, order: Order) -> None:
    path = f"{PATH}{order.pk}/notes/"
    read = owner.get(path)
    assert read.body == {"notes": "", "tags": []} and read.headers["ETag"]
    wrote = packer.patch(path, {"notes": "Ring twice"}, If_Match=read.headers["ETag"])
    assert wrote.status == 200 and wrote.headers["ETag"] != read.headers["ETag"]
    lost = owner.patch(path, {"notes": "Do not ring"}, If_Match=read.headers["ETag"])
    assert lost.status == 412 and fresh(order).notes == "Ring twice"
    assert owner.patch(path, {"tags": ["gift"]}, If_Match=wrote.headers["ETag"]).body == {
        "notes": "Ring twice", "tags": ["gift"],
    }  # fmt: skip
    assert owner.patch(path, {"notes": ""}).body == {"notes": "", "tags": ["gift"]}
    assert owner.patch(path, {}).status == 400


def test_a_change_between_the_look_and_the_write_is_not_lost_either(
    owner: Program, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{PATH}{order.pk}/notes/"
    tag = owner.get(path).headers["ETag"]

    def meanwhile(*_args: Any) -> None:
        Order.objects.filter(pk=order.pk).update(notes="Ben was quicker")

    monkeypatch.setattr("api.v1.orders.views.must_match", meanwhile)
    answer = owner.patch(path, {"notes": "Mine"}, If_Match=tag)
    assert answer.status == 412 and answer.body["errors"][0]["field"] == "notes"
    assert fresh(order).notes == "Ben was quicker"


def test_what_was_refused_goes_out_again(owner: Program, order: Order, cast: Cast) -> None:
    now = timezone.now()
    there = order.marketplace_orders.get()
    OutboundChange.objects.create(
        store=cast.store, connection=there.connection, kind="cancel", subject_id=there.pk, wanted_at=now, due_at=now,
        state="refused",
    )  # fmt: skip
    assert owner.post(f"{PATH}{order.pk}/retry/").body == {"sent_again": 1}
    assert owner.post(f"{PATH}{order.pk}/retry/").body == {"sent_again": 0}
    assert OutboundChange.objects.get().state == "waiting"


# Money back without a return ----------------------------------------------------------------------------------------


@pytest.fixture
def refundable(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Order:
    """Sent, at a marketplace that takes refunds by the seller."""
    found = Reasons(found=[RefundReason(code="BUYER_RETURN", title="The buyer sent it back")])
    monkeypatch.setattr(refund_reasons, "refund_reasons_for", lambda order: found)
    monkeypatch.setattr("api.v1.orders.views.refund_reasons_for", lambda order: found)
    return world.order(world.connection(cast.store, "eBay", "ebay"), quantity=2, status="shipped")


def test_money_of_a_line_goes_back_once_for_each_key(owner: Program, packer: Program, refundable: Order) -> None:
    path, line = f"{PATH}{refundable.pk}/refund/", str(refundable.items.get().pk)
    body = {"reason": "BUYER_RETURN", "message": "Sorry", "lines": [{"line": line, "quantity": 1}]}
    assert packer.post(path, body).status == 403
    for _again in range(2):
        answer = owner.post(path, body, Idempotency_Key="refund-0001")
        assert answer.status == 200, answer.body
    (refund,) = answer.body["refunds"]
    assert (refund["amount"], refund["status"], refund["reason"]) == ("6200.00", "asked", "BUYER_RETURN")
    assert refund["lines"] == [{"line": line, "quantity": 1, "amount": "6200.00"}]
    assert OutboundChange.objects.get(kind="money_back").subject_id == OrderRefund.objects.get().pk
    assert [change["kind"] for change in answer.body["changes"]] == ["money_back"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": "BORED"}, "knows no reason"), ({}, "Choose what is given back"),
        ({"amount": "99999"}, "at most"), ({"lines": [{"line": "6f9619ff-8b86-4011-b42d-00c04fc964ff"}]}, "no such"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_given_back_is_said(owner: Program, refundable: Order, more: dict[str, Any], words: str) -> None:
    answer = owner.post(f"{PATH}{refundable.pk}/refund/", {"reason": "BUYER_RETURN", **more})
    assert answer.status == 422 and words in answer.body["detail"], answer.body
    assert not OrderRefund.objects.exists()


def test_the_reasons_are_theirs_and_none_where_there_is_no_call(
    owner: Program, refundable: Order, order: Order
) -> None:
    found = owner.get(f"{PATH}{refundable.pk}/refund-reasons/").body["reasons"]
    assert found == [{"code": "BUYER_RETURN", "title": "The buyer sent it back", "needs_message": False}]
    assert owner.get(f"{PATH}{order.pk}/refund-reasons/").body == {"reasons": [], "error": None}
    refused = owner.post(f"{PATH}{order.pk}/refund/", {"reason": "BUYER_RETURN", "amount": "1"})
    assert refused.status == 422 and "no call for refunds" in refused.body["detail"]
