"""Orders of eBay become ours: every state, exact money, times, addresses that fade."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product as each_of

import pytest

from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.ebay.mapping import CANCEL, FULFILMENT, PAYMENT, order, status
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.ebay import samples

EUR = "EUR"


def amount(value, currency=EUR):
    return {"value": value, "currency": currency}


def test_it_leads_to_the_order_there():
    told = order(samples.order())
    assert told.url == f"https://www.ebay.com/mesh/ord/details?orderid={told.remote_id}"


def test_the_contracts_order_is_read_whole():
    found = order(samples.order())
    assert (found.remote_id, found.number, found.currency) == ("11-22222-33333", "11-22222-33333", EUR)
    assert (found.status, found.remote_status) == (OrderStatus.CONFIRMED, "PAID/NOT_STARTED")
    assert found.placed_at == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert found.updated_at == datetime(2026, 11, 2, 8, 1, 10, tzinfo=UTC)
    assert found.paid_at == datetime(2026, 11, 2, 8, 0, 1, tzinfo=UTC)
    assert found.ship_by == datetime(2026, 11, 3, 22, 59, 59, tzinfo=UTC)
    assert (found.subtotal, found.shipping_cost, found.discount) == (Decimal("20.0"), Decimal("4.9"), Decimal("1.0"))
    assert (found.total, found.fees, found.net) == (Decimal("23.9"), Decimal("3.8"), Decimal("20.1"))
    assert found.subtotal + found.shipping_cost + found.tax - found.discount == found.total
    assert (found.shipping_method, found.carrier) == ("DE_DHLPaket", "DHL")
    assert (found.buyer.remote_id, found.buyer.name, found.buyer.phone) == ("b1", "A Muster", "")
    assert (found.shipping_address.line1, found.shipping_address.country) == ("Weg 1", "DE")
    assert found.scheme is Scheme.SELLER
    assert found.raw == samples.order()
    (line,) = found.lines
    assert (line.remote_id, line.sku, line.remote_product_id) == ("10000000000001", "MUG-1", "MUG-1")
    assert (line.quantity, line.unit_price, line.discount) == (2, Decimal("10.0"), Decimal("1.0"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("CANCELED", "PAID", "NOT_STARTED"), OrderStatus.CANCELLED),
        (("CANCELED", "FULLY_REFUNDED", "FULFILLED"), OrderStatus.CANCELLED),
        (("NONE_REQUESTED", "FULLY_REFUNDED", "FULFILLED"), OrderStatus.REFUNDED),
        (("NONE_REQUESTED", "PARTIALLY_REFUNDED", "NOT_STARTED"), OrderStatus.PARTIALLY_REFUNDED),
        (("NONE_REQUESTED", "PENDING", "NOT_STARTED"), OrderStatus.PENDING),
        (("NONE_REQUESTED", "FAILED", "NOT_STARTED"), OrderStatus.PENDING),
        (("NONE_REQUESTED", "PAID", "FULFILLED"), OrderStatus.SHIPPED),
        (("NONE_REQUESTED", "PAID", "IN_PROGRESS"), OrderStatus.PROCESSING),
        (("IN_PROGRESS", "PAID", "NOT_STARTED"), OrderStatus.CONFIRMED),
        (("NONE_REQUESTED", "PAID", "NOT_STARTED"), OrderStatus.CONFIRMED),
        (("CANCELLED", "PAID", "NOT_STARTED"), OrderStatus.UNKNOWN),
        (("NONE_REQUESTED", "PAID_LATER", "NOT_STARTED"), OrderStatus.UNKNOWN),
        (("NONE_REQUESTED", "PAID", "DELIVERED"), OrderStatus.UNKNOWN),
    ],
)
def test_three_words_make_one_state(words, expected):
    assert status(*words) is expected


def test_every_documented_combination_has_a_state():
    assert OrderStatus.UNKNOWN not in {status(*words) for words in each_of(CANCEL, PAYMENT, FULFILMENT)}


def test_an_unknown_word_is_kept():
    found = order(samples.order(orderPaymentStatus="ON_TAB"))
    assert (found.status, found.remote_status) == (OrderStatus.UNKNOWN, "ON_TAB/NOT_STARTED")


def test_a_buyer_who_asks_to_cancel_holds_the_parcel_back():
    asked = {"cancelState": "IN_PROGRESS", "cancelRequests": [{"cancelReason": "BUYER_CANCEL_ORDER"}]}
    found = order(samples.order(cancelStatus=asked))
    assert (found.status, found.cancel_requested) == (OrderStatus.CONFIRMED, True)
    assert found.cancel_reason == "BUYER_CANCEL_ORDER"


def test_taxes_that_ebay_keeps_are_told_once():
    taxes = [{"taxType": "STATE_SALES_TAX", "amount": amount("1.78"), "collectionMethod": "NET"}]
    line = samples.line(ebayCollectAndRemitTaxes=taxes, taxes=[{"taxType": "VAT", "amount": amount("0.22")}])
    found = order(samples.order(lineItems=[line]))
    assert (found.tax, found.lines[0].tax) == (Decimal("2.00"), Decimal("2.00"))
    assert found.fees == Decimal("3.8") + Decimal(
        "1.78"
    )  # what never reaches the seller: the fee, and the tax handed on


def test_a_discount_of_the_postage_counts_as_well():
    prices = {**samples.ORDER["pricingSummary"], "deliveryDiscount": amount("-2.0")}
    assert order(samples.order(pricingSummary=prices)).discount == Decimal("3.0")


def test_what_is_due_in_another_currency_is_not_taken_for_the_orders_own():
    summary = {**samples.ORDER["paymentSummary"], "totalDueSeller": amount("18.22", "GBP")}
    assert order(samples.order(paymentSummary=summary)).net is None


def test_more_may_be_due_from_the_seller_than_to_him():
    summary = {**samples.ORDER["paymentSummary"], "totalDueSeller": amount("-3.7")}
    assert order(samples.order(paymentSummary=summary)).net == Decimal("-3.7")


def test_a_line_without_a_sku_is_named_by_its_listing():
    line = samples.line()
    del line["sku"]
    found = order(samples.order(lineItems=[line])).lines[0]
    assert (found.sku, found.remote_product_id, found.remote_variant_id) == ("", "400000000001", "600000000001")


def test_a_cost_that_cannot_be_divided_is_rounded_to_the_smallest_unit():
    line = samples.line(quantity=3, lineItemCost=amount("10.0"), discountedLineItemCost=None)
    assert order(samples.order(lineItems=[line])).lines[0].unit_price == Decimal("3.3333")


def test_what_has_faded_is_empty():
    found = order(samples.order(buyer={"username": "b1"}, fulfillmentStartInstructions=[]))
    assert (found.buyer.name, found.billing_address) == ("", None)
    assert (found.shipping_address.name, found.shipping_address.line1) == ("", "")


def test_a_parcel_for_ebays_hub_carries_its_reference():
    start = samples.ORDER["fulfillmentStartInstructions"][0]
    step = {**start["shippingStep"], "shipToReferenceId": "Reference #42"}
    found = order(samples.order(fulfillmentStartInstructions=[{**start, "shippingStep": step}]))
    assert found.shipping_address.note == "Reference #42"


def test_what_ebay_sends_itself_is_not_ours_to_send():
    assert order(samples.order(program={"fulfillmentProgram": {"fulfilledBy": "EBAY"}})).scheme is Scheme.MARKETPLACE


def test_parcels_are_named_by_the_end_of_their_address():
    base = "https://api.ebay.com/sell/fulfillment/v1/order/1/shipping_fulfillment/"
    parcels = order(samples.order(fulfillmentHrefs=[f"{base}00340000000000000001", f"{base}999"])).parcels
    assert [(each.remote_id, each.tracking_number) for each in parcels] == [
        ("00340000000000000001", "00340000000000000001"), ("999", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"orderId": None}, "orderId"), ({"lineItems": []}, "lineItems"), ({"creationDate": "soon"}, "creationDate"),
        ({"orderPaymentStatus": None}, "orderPaymentStatus"), ({"pricingSummary": {}}, "pricingSummary.total.currency"),
        ({"lineItems": [samples.line(quantity=0)]}, "lineItems[].quantity"),
        ({"lineItems": [samples.line(lineItemCost={"value": "NaN"})]}, "lineItems[].lineItemCost.value"),
    ],
)  # fmt: skip
def test_a_broken_field_is_named(change, field):
    with pytest.raises(UnexpectedPayload) as caught:
        order(samples.order(**change))
    assert caught.value.path == field
