"""Parcels: looked up before they are told, never told twice."""

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import AlreadyDone, Rejected, Unavailable
from tests.marketplaces.connectors.ebay import samples
from tests.marketplaces.connectors.remote import Headed

ORDER = "/sell/fulfillment/v1/order/11-22222-33333"
READ, TELL = f"GET {ORDER}/shipping_fulfillment", f"POST {ORDER}/shipping_fulfillment"
CANCEL = "POST /post-order/v2/cancellation"
LINE = "10000000000001"


def request(quantity=2, **more):
    given = {"tracking_number": "0034-0000 01", "carrier": "DHL", "order_raw": samples.order(), **more}
    lines = (ShipmentLine(remote_line_id=LINE, sku="MUG-1", quantity=quantity),)
    return ShipmentRequest(ref="p", order_remote_id="11-22222-33333", lines=lines, **given)


def parcel(tracking="0034000001", quantity=2):
    told = {"fulfillmentId": tracking or "999", "lineItems": [{"lineItemId": LINE, "quantity": quantity}]}
    return told | ({"shipmentTrackingNumber": tracking, "shippingCarrierCode": "DHL"} if tracking else {})


def made(name):
    return Headed(201, b"", {"Location": f"https://api.ebay.com{ORDER}/shipping_fulfillment/{name}"})


def test_only_the_address_tells_the_number_of_a_parcel(ebay, remote):
    remote.answers(READ, {"fulfillments": [], "total": 0}, {"fulfillments": [parcel()], "total": 1})
    remote.answers(TELL, made("0034000001"))
    found = ebay.confirm_shipment(request())
    assert (found.visible, found.parcel_remote_id, found.tracking_number) == (True, "0034000001", "0034000001")
    body = remote.asked(TELL)[0].body
    assert (body["trackingNumber"], body["shippingCarrierCode"]) == ("0034000001", "DHL")
    assert body["lineItems"] == [{"lineItemId": LINE, "quantity": 2}]


def test_a_parcel_that_is_there_is_not_told_again(ebay, remote):
    remote.answers(READ, {"fulfillments": [parcel()], "total": 1})
    found = ebay.confirm_shipment(request())
    assert (found.visible, found.parcel_remote_id) == (True, "0034000001")
    assert remote.asked(TELL) == []


def test_without_a_tracking_number_neither_it_nor_a_carrier_is_told(ebay, remote):
    remote.answers(READ, {"fulfillments": []}, {"fulfillments": [parcel("")]})
    remote.answers(TELL, made("999"))
    assert ebay.confirm_shipment(request(tracking_number="")).parcel_remote_id == "999"
    assert remote.asked(TELL)[0].body.keys() == {"lineItems", "shippedDate"}


def test_a_second_parcel_of_the_same_order_is_another_one(ebay, remote):
    remote.answers(READ, {"fulfillments": [parcel("AAA", 1)]}, {"fulfillments": [parcel("AAA", 1), parcel("BBB", 1)]})
    remote.answers(TELL, made("BBB"))
    assert ebay.confirm_shipment(request(1, tracking_number="BBB")).parcel_remote_id == "BBB"


def test_goods_that_left_in_another_parcel_are_not_sent_again(ebay, remote):
    remote.answers(READ, {"fulfillments": [parcel("AAA")]})
    with pytest.raises(AlreadyDone):
        ebay.confirm_shipment(request())


def test_a_tracking_number_without_a_carrier_is_refused_here(ebay, remote):
    with pytest.raises(Rejected) as caught:
        ebay.confirm_shipment(request(carrier=""))
    assert caught.value.fix
    assert remote.seen == []


def test_a_lost_answer_is_not_followed_by_a_second_parcel(ebay, remote):
    remote.answers(READ, {"fulfillments": []})
    remote.answers(TELL, (500, {"errors": [{"errorId": 30500, "message": "System error"}]}))
    with pytest.raises(Unavailable) as caught:
        ebay.confirm_shipment(request())
    assert caught.value.maybe_done
    assert len(remote.asked(TELL)) == 1


def cancelled(**more):
    return CancelRequest(ref="c", order_remote_id="11-22222-33333", **{"reason": "ADDRESS_ISSUES", **more})


def test_a_paid_order_is_cancelled_with_the_moment_of_its_payment(ebay, remote):
    remote.answers(f"GET {ORDER}", samples.order())
    remote.answers(CANCEL, (201, {"cancelId": "5"}))
    ebay.cancel(cancelled())
    (asked,) = remote.asked(CANCEL)
    assert asked.body == {
        "legacyOrderId": "11-22222-33333", "cancelReason": "ADDRESS_ISSUES", "buyerPaid": True,
        "buyerPaidDate": {"value": "2026-11-02T08:00:01.000Z"},
    }  # fmt: skip
    headers = {name.lower(): text for name, text in asked.headers.items()}
    assert headers["authorization"] == "IAF access_planted_0001"
    assert headers["x-ebay-c-marketplace-id"] == "EBAY_DE"


@pytest.mark.parametrize(
    ("order", "more", "error"),
    [
        ({"cancelStatus": {"cancelState": "CANCELED"}}, {}, AlreadyDone),
        ({"cancelStatus": {"cancelState": "IN_PROGRESS"}}, {}, Rejected),
        ({}, {"reason": "BORED"}, Rejected),
        ({}, {"lines": (ShipmentLine(remote_line_id=LINE, sku="", quantity=1),)}, Rejected),
    ],
)
def test_what_cannot_be_cancelled_is_said_before_it_is_tried(ebay, remote, order, more, error):
    remote.answers(f"GET {ORDER}", samples.order(**order))
    with pytest.raises(error):
        ebay.cancel(cancelled(**more))
    assert remote.asked(CANCEL) == []


def test_a_seller_of_the_union_without_a_key_is_told_how_to_get_one(ebay, remote):
    remote.answers(f"GET {ORDER}", samples.order())
    inner = {"errorId": 215122, "message": {"value": "Signature validation failed"}}
    remote.answers(CANCEL, (403, {"errorMessage": {"error": [inner]}}))
    with pytest.raises(Rejected) as caught:
        ebay.cancel(cancelled())
    assert "Press “Sign in at eBay”" in caught.value.fix


@pytest.mark.parametrize(("accept", "word"), [(True, "approve"), (False, "reject")])
def test_a_buyer_who_asks_is_answered_under_the_number_of_the_wish(ebay, remote, accept, word):
    asked = {"cancelState": "IN_PROGRESS", "cancelRequests": [{"cancelRequestId": "5000000001"}]}
    remote.answers(f"GET {ORDER}", samples.order(cancelStatus=asked))
    remote.answers(f"{CANCEL}/5000000001/{word}", (200, {}))
    ebay.answer_cancellation("11-22222-33333", accept=accept)
    (seen,) = remote.asked(f"{CANCEL}/5000000001/{word}")
    assert seen.body == {}
    assert seen.headers["Authorization"].startswith("IAF ")


def test_who_asks_no_more_is_answered_already(ebay, remote):
    remote.answers(f"GET {ORDER}", samples.order())
    with pytest.raises(AlreadyDone):
        ebay.answer_cancellation("11-22222-33333", accept=True)
    assert len(remote.seen) == 1
