"""Refunds by the seller: what is sent, and how eBay's words about them are read."""

from decimal import Decimal

import pytest

from marketplaces.canonical.refunds import RefundLine, RefundRequest, RefundStatus
from marketplaces.framework.errors import Rejected
from tests.marketplaces.connectors.ebay import samples

ORDER = "/sell/fulfillment/v1/order/11-22222-33333"
LINE = "10000000000001"


def request(**more):
    line = RefundLine(remote_line_id=LINE, amount=Decimal("4.5"), quantity=1)
    given = {
        "ref": "r", "order_remote_id": "11-22222-33333", "reason": "SELLER_FOUND_ISSUE", "currency": "EUR",
        "lines": (line,),
    }  # fmt: skip
    return RefundRequest(**{**given, **more})


def test_lines_are_refunded_as_lines(ebay, remote):
    remote.answers(f"POST {ORDER}/issue_refund", {"refundId": "7", "refundStatus": "PENDING"})
    given = ebay.give_refund(request(message="x" * 120))
    assert (given.remote_id, given.status, given.amount) == ("7", RefundStatus.TAKEN, Decimal("4.5"))
    (seen,) = remote.asked(f"POST {ORDER}/issue_refund")
    assert seen.body == {
        "reasonForRefund": "SELLER_FOUND_ISSUE", "comment": "x" * 100,
        "refundItems": [{"lineItemId": LINE, "refundAmount": {"value": "4.50", "currency": "EUR"}}],
    }  # fmt: skip


def test_shipping_goes_back_with_the_order_as_a_whole(ebay, remote):
    remote.answers(f"POST {ORDER}/issue_refund", {"refundId": "7", "refundStatus": "PENDING"})
    ebay.give_refund(request(shipping=Decimal("4.9")))
    (seen,) = remote.asked(f"POST {ORDER}/issue_refund")
    assert seen.body["orderLevelRefundAmount"] == {"value": "9.40", "currency": "EUR"}
    assert "refundItems" not in seen.body


def test_a_refund_that_failed_at_once_is_refused(ebay, remote):
    remote.answers(f"POST {ORDER}/issue_refund", {"refundStatus": "FAILED"})
    with pytest.raises(Rejected):
        ebay.give_refund(request())


def test_a_consent_without_refunds_stops_no_shop(ebay, remote):
    fault = {"errorId": 1100, "domain": "OAuth", "category": "REQUEST", "message": "Insufficient permissions"}
    remote.answers(f"POST {ORDER}/issue_refund", (403, {"errors": [fault]}))
    with pytest.raises(Rejected) as caught:
        ebay.give_refund(request())
    assert "Sign in at eBay again" in caught.value.fix


def test_refunds_of_the_order_and_of_lines_are_one_list(ebay, remote):
    share = {"value": "3.9", "currency": "EUR"}
    line = {**samples.order()["lineItems"][0]}
    line["refunds"] = [{"refundId": "8", "amount": {"value": "4.5", "currency": "EUR"}}]
    order = samples.order(lineItems=[line])
    order["paymentSummary"]["refunds"] = [
        {"refundId": "7", "amount": share, "refundStatus": "REFUNDED"},
        {"refundId": "8", "amount": share, "refundStatus": "FAILED"},
        {"refundReferenceId": "9", "amount": share, "refundStatus": "ODD"},
    ]
    remote.answers(f"GET {ORDER}", order)
    found = {each.remote_id: each for each in ebay.given_refunds("11-22222-33333")}
    assert {name: each.status for name, each in found.items()} == {
        "7": RefundStatus.GIVEN, "8": RefundStatus.FAILED, "9": RefundStatus.TAKEN,
    }  # fmt: skip
    assert found["8"].lines == {LINE: Decimal("4.5")}
    assert found["7"].may_be(request()) and found["8"].may_be(request())
    other = RefundLine(remote_line_id="2", amount=Decimal(1))
    assert not found["8"].may_be(request(lines=(other,)))
