"""Refunds of former orders: what is sent, and that the order is looked at before and after."""

import json
from decimal import Decimal

from marketplaces.canonical.refunds import GivenRefund, RefundLine, RefundRequest, RefundStatus
from marketplaces.connectors.facebook import refunds


def request(**more):
    line = RefundLine(remote_line_id="5001", amount=Decimal("4.5"), quantity=1)
    given = {
        "ref": "r", "order_remote_id": "64000000000001", "reason": "DAMAGED_GOODS", "currency": "USD", "lines": (line,),
    }  # fmt: skip
    return RefundRequest(**{**given, **more})


def test_lines_and_shipping_are_told_in_their_own_fields():
    form = refunds.form(request(shipping=Decimal("4.9"), message="Sorry"))
    assert json.loads(form["items"]) == [
        {"item_id": "5001", "item_refund_amount": {"amount": "4.50", "currency": "USD"}}
    ]
    assert json.loads(form["shipping"]) == {"shipping_refund": {"amount": "4.90", "currency": "USD"}}
    assert (form["reason_code"], form["reason_text"]) == ("DAMAGED_GOODS", "Sorry")


def test_each_call_has_a_key_of_its_own_for_a_refused_one_replays_its_refusal():
    assert refunds.form(request())["idempotency_key"] != refunds.form(request())["idempotency_key"]


def test_what_the_order_tells_was_given_and_is_known_by_its_amount():
    row = {"refunds": {"data": [{"id": "9501", "refund_amount": {"amount": "4.50", "currency": "USD"}}]}}
    (found,) = refunds.given(row)
    assert found == GivenRefund(
        remote_id="9501", status=RefundStatus.GIVEN, remote_status="refunded", amount=Decimal("4.50")
    )
    assert found.may_be(request()) and not found.may_be(request(shipping=Decimal(1)))
