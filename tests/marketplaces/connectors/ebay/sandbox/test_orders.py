"""Orders: filters, rows, taxes, parcels, cancellations and refunds, wrong ones included."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from .hub import ORDERS, Hub, error_of


def moment(hub: Hub, **ago: float) -> str:
    now = datetime.fromisoformat(hub.control("clock")["now"]) - timedelta(**ago)
    return now.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def test_offsets_count_rows_and_next_is_missing_at_the_end(hub):
    first = hub.orders(limit="50", filter=f"lastmodifieddate:[{moment(hub, days=60)}..]").json()
    assert (first["limit"], first["offset"], len(first["orders"])) == (50, 0, 50)
    seen, offset = set(), 0
    while True:
        page = hub.orders(limit="50", offset=str(offset), filter=f"lastmodifieddate:[{moment(hub, days=60)}..]").json()
        seen |= {each["orderId"] for each in page["orders"]}
        if "next" not in page:
            break
        offset += 50
    assert len(seen) == first["total"] == 180


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"limit": "201"}, 31100), ({"limit": "0"}, 31100), ({"filter": "orderfulfillmentstatus:{NOT_STARTED}"}, 30800),
        ({"filter": "orderfulfillmentstatus:NOT_STARTED"}, 30700), ({"filter": "lastmodifieddate%3A%5B"}, 30700),
        ({"filter": "lastmodifieddate:[2026-11-01..]"}, 30820), ({"fieldGroups": "ALL"}, 30600),
        ({"filter": "lastmodifieddate:[2020-01-01T00:00:00.000Z..]"}, 30810),
        ({"filter": "lastmodifieddate:[2099-01-01T00:00:00.000Z..]"}, 30850),
        ({"orderIds": ",".join(["1"] * 51)}, 30110),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_by_number(hub, query, number):
    assert error_of(hub.orders(**query)) == (400, number)


def test_the_start_is_before_the_end(hub):
    wrong = f"creationdate:[{moment(hub, days=1)}..{moment(hub, days=2)}]"
    assert error_of(hub.orders(filter=wrong)) == (400, 30840)


def test_of_two_spans_only_the_creation_counts(hub):
    both = f"creationdate:[{moment(hub, days=60)}..],lastmodifieddate:[{moment(hub, seconds=1)}..]"
    alone = f"creationdate:[{moment(hub, days=60)}..]"
    assert hub.orders(filter=both).json()["total"] == hub.orders(filter=alone).json()["total"] == 180


def test_the_list_never_tells_who_asked_to_cancel(hub):
    number = hub.sell()
    hub.control("cancel", {"order": number, "request": True})
    (row,) = hub.orders(orderIds=number).json()["orders"]
    assert row["cancelStatus"] == {"cancelState": "IN_PROGRESS", "cancelRequests": []}
    assert hub.order(number)["cancelStatus"]["cancelRequests"][0]["cancelInitiator"] == "BUYER"


def test_the_same_order_shows_two_totals(hub):
    number = hub.sell(country="US")
    with_tax, without = hub.order(number), hub.call("GET", f"{ORDERS}/order/{number}").json()
    tax = Decimal(with_tax["pricingSummary"]["tax"]["value"])
    totals = [Decimal(each["pricingSummary"]["total"]["value"]) for each in (with_tax, without)]
    assert tax > 0 and totals[0] - totals[1] == tax
    assert "ebayCollectAndRemitTaxes" not in without["lineItems"][0]
    lines = sum(Decimal(each["total"]["value"]) for each in with_tax["lineItems"])
    assert lines == totals[0]


def parcel(order, **more):
    lines = [{"lineItemId": each["lineItemId"], "quantity": each["quantity"]} for each in order["lineItems"]]
    return {"lineItems": lines, "shippingCarrierCode": "USPS", "trackingNumber": "9400111", **more}


def test_a_parcel_is_named_by_its_tracking_number_in_the_address_only(hub):
    number = hub.sell()
    order, path = hub.order(number), f"{ORDERS}/order/{number}/shipping_fulfillment"
    made = hub.call("POST", path, body=parcel(order))
    assert (made.status_code, made.content) == (201, b"")
    assert made.headers["Location"].endswith("/shipping_fulfillment/9400111")
    found = hub.call("GET", path).json()
    assert [each["shipmentTrackingNumber"] for each in found["fulfillments"]] == ["9400111"]
    assert hub.call("GET", f"{path}/9400111").json() == found["fulfillments"][0]
    assert error_of(hub.call("GET", f"{path}/999")) == (400, 32110)
    assert hub.order(number)["orderFulfillmentStatus"] == "FULFILLED"


@pytest.mark.parametrize(
    ("change", "status", "number"),
    [
        ({"trackingNumber": "94 00"}, 400, 32300), ({"trackingNumber": ""}, 400, 32300),
        ({"shippedDate": "yesterday"}, 400, 32500), ({"lineItems": []}, 400, 32600),
        ({"lineItems": {"lineItemId": "1"}}, 500, 30500),
        ({"lineItems": [{"lineItemId": "1", "quantity": 1}]}, 400, 32200),
    ],
)  # fmt: skip
def test_a_wrong_parcel_is_refused_by_number(hub, change, status, number):
    order = hub.order(hub.sell())
    path = f"{ORDERS}/order/{order['orderId']}/shipping_fulfillment"
    assert error_of(hub.call("POST", path, body=parcel(order, **change))) == (status, number)


def cancel(hub, number, **change):
    body = {
        "legacyOrderId": number, "cancelReason": "ADDRESS_ISSUES", "buyerPaid": True,
        "buyerPaidDate": {"value": "2026-11-02T08:00:01.000Z"}, **change,
    }  # fmt: skip
    headers = {"Authorization": f"IAF {hub.token}", "X_EBAY_C_MARKETPLACE_ID": "EBAY_US"}
    return hub.call("POST", "/post-order/v2/cancellation", body=body, **headers)


def test_an_order_is_cancelled_once_and_its_goods_come_back(hub):
    before = {each["sku"]: each["stock"][""]["available"] for each in hub.control("state?orders=0")["products"]}
    number = hub.sell()
    assert cancel(hub, number).status_code == 201
    assert hub.order(number)["cancelStatus"]["cancelState"] == "CANCELED"
    again = cancel(hub, number)
    assert (again.status_code, again.json()["errorMessage"]["error"][0]["errorId"]) == (400, 1503)
    after = {each["sku"]: each["stock"][""]["available"] for each in hub.control("state?orders=0")["products"]}
    assert before == after


def test_a_bearer_word_does_not_open_post_order(hub):
    number = hub.sell()
    reply = hub.session.post(
        f"{hub.url}/post-order/v2/cancellation", json={"legacyOrderId": number}, timeout=10,
        headers={"Authorization": f"Bearer {hub.token}"},
    )  # fmt: skip
    assert reply.status_code == 400


def test_a_refund_is_pending_and_then_given(hub):
    number = hub.sell()
    order = hub.order(number)
    amount = {"value": order["lineItems"][0]["lineItemCost"]["value"], "currency": "USD"}
    body = {
        "reasonForRefund": "OTHER_ADJUSTMENT",
        "refundItems": [{"lineItemId": order["lineItems"][0]["lineItemId"], "refundAmount": amount}],
    }
    assert hub.call("POST", f"{ORDERS}/order/{number}/issue_refund", body=body).json()["refundStatus"] == "PENDING"
    hub.control("clock", {"advance": 5})
    assert hub.order(number)["orderPaymentStatus"] == "PARTIALLY_REFUNDED"
    hub.control("clock", {"real": True})


def answered(hub, wish, word):
    headers = {"Authorization": f"IAF {hub.token}", "X-EBAY-C-MARKETPLACE-ID": "EBAY_US"}
    return hub.call("POST", f"/post-order/v2/cancellation/{wish}/{word}", body={}, **headers)


@pytest.mark.parametrize(("word", "state"), [("approve", "CANCELED"), ("reject", "NONE_REQUESTED")])
def test_a_buyers_wish_to_cancel_is_answered_once(hub, word, state):
    number = hub.sell()
    hub.control("cancel", {"order": number, "request": True})
    wish = hub.order(number)["cancelStatus"]["cancelRequests"][0]["cancelRequestId"]
    assert answered(hub, wish, word).status_code == 200
    assert hub.order(number)["cancelStatus"]["cancelState"] == state
    assert answered(hub, wish, word).status_code in (400, 404)
    assert answered(hub, "1", word).status_code == 404
