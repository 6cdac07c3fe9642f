"""Orders as Amazon tells them, in our words."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.orders import Address
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.amazon import mapping
from marketplaces.framework.errors import UnexpectedPayload

from .samples import item, order, package


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("PENDING_AVAILABILITY", OrderStatus.PENDING), ("PENDING", OrderStatus.PENDING),
        ("UNSHIPPED", OrderStatus.CONFIRMED), ("PARTIALLY_SHIPPED", OrderStatus.PROCESSING),
        ("SHIPPED", OrderStatus.SHIPPED), ("CANCELLED", OrderStatus.CANCELLED),
        ("UNFULFILLABLE", OrderStatus.CANCELLED), ("RETURNED_TO_MARS", OrderStatus.UNKNOWN),
        ("Canceled", OrderStatus.UNKNOWN),
    ],
)  # fmt: skip
def test_each_status_has_its_word(word, wanted):
    found = mapping.order(order(word))
    assert (found.status, found.remote_status) == (wanted, word)


@pytest.mark.parametrize(
    ("packages", "wanted"),
    [
        ([], OrderStatus.SHIPPED),
        (["DELIVERED"], OrderStatus.DELIVERED),
        (["DELIVERED", "IN_TRANSIT"], OrderStatus.SHIPPED),
        (["DELIVERED", "CANCELLED"], OrderStatus.DELIVERED),
        (["CANCELLED"], OrderStatus.SHIPPED),
        (["UNDELIVERABLE"], OrderStatus.SHIPPED),
    ],
)
def test_it_has_arrived_when_every_package_has(packages, wanted):
    row = order("SHIPPED", packages=[package(word, packageReferenceId=str(n)) for n, word in enumerate(packages, 1)])
    assert mapping.order(row).status == wanted


def test_a_package_that_has_arrived_says_nothing_of_an_order_that_is_not_all_sent():
    assert mapping.order(order("PARTIALLY_SHIPPED", packages=[package("DELIVERED")])).status == OrderStatus.PROCESSING


def test_the_sums_are_exact():
    found = mapping.order(order())
    sums = (found.subtotal, found.shipping_cost, found.discount, found.tax, found.total, found.currency)
    assert sums == (Decimal("19.98"), Decimal("5.00"), Decimal("1.00"), Decimal("3.83"), Decimal("23.98"), "EUR")
    (line,) = found.lines
    assert (line.unit_price, line.quantity, line.discount, line.tax) == (
        Decimal("9.99"), 2, Decimal("1.00"), Decimal("3.83"),
    )  # fmt: skip


def test_what_is_paid_beside_the_goods_is_told_as_the_cost_of_sending():
    row = order()
    for kind, amount in (("GIFT_WRAP", "2.50"), ("COD_FEE", "1.00"), ("DELIVERY_TIP", "3.00")):
        told = {"type": kind, "subtotal": {"amount": amount, "currencyCode": "EUR"}}
        row["proceeds"]["breakdowns"].append(told)
    row["proceeds"]["grandTotal"]["amount"] = "30.48"
    found = mapping.order(row)
    assert found.shipping_cost == Decimal("11.50")
    assert found.subtotal + found.shipping_cost - found.discount == found.total


def test_a_large_amount_keeps_its_cents():
    row = order()
    row["proceeds"]["grandTotal"]["amount"] = "123456789012345.67"
    assert mapping.order(row).total == Decimal("123456789012345.67")


def test_the_price_of_a_unit_is_of_the_line_where_only_that_is_told():
    row = order(orderItems=[item(product={"asin": "B1", "sellerSku": "MUG-1", "title": "Mug"})])
    assert mapping.order(row).lines[0].unit_price == Decimal("9.99")


def test_a_pending_order_has_no_price_and_the_currency_of_its_marketplace():
    line = item(product={"asin": "B1", "sellerSku": "MUG-1", "title": "Mug"})
    del line["proceeds"]
    row = order("PENDING", orderItems=[line])
    for name in ("proceeds", "buyer", "recipient", "packages"):
        del row[name]
    found = mapping.order(row)
    assert (found.total, found.currency, found.lines[0].unit_price) == (None, "EUR", Decimal(0))
    assert found.shipping_address == Address()


def test_a_pending_order_of_an_unknown_marketplace_names_the_field():
    row = order("PENDING", salesChannel={"channelName": "NON_AMAZON"}, orderItems=[item(product={"sellerSku": "A"})])
    del row["proceeds"]
    with pytest.raises(UnexpectedPayload, match=r"salesChannel\.marketplaceId"):
        mapping.order(row)


def test_an_order_without_its_status_names_the_field():
    row = order()
    del row["fulfillment"]
    with pytest.raises(UnexpectedPayload, match=r"fulfillment\.fulfillmentStatus"):
        mapping.order(row)


@pytest.mark.parametrize(
    ("by", "scheme"), [("MERCHANT", Scheme.SELLER), ("AMAZON", Scheme.MARKETPLACE), ("", Scheme.SELLER)]
)
def test_who_sends_it_is_told_apart(by, scheme):
    row = order()
    row["fulfillment"]["fulfilledBy"] = by
    found = mapping.order(row)
    assert (found.scheme, found.remote_scheme) == (scheme, by)


def test_people_and_places():
    found = mapping.order(order())
    assert (found.buyer.name, found.buyer.email) == ("A. Muster", "x1@marketplace.amazon.de")
    assert found.shipping_address == Address(
        name="A. Muster, Muster GmbH", phone="0", line1="Weg 1", line2="Hof", city="Ulm", region="BW",
        postcode="89073", country="DE", note="Porch; Ring twice",
    )  # fmt: skip


def test_parcels_are_told_with_their_lines():
    found = mapping.order(order("SHIPPED", packages=[package()]))
    (parcel,) = found.parcels
    assert (parcel.remote_id, parcel.tracking_number, parcel.lines) == (
        "1", "00340000000000000001", {"60000000000001": 2},
    )  # fmt: skip
    assert found.shipped_at == datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_a_buyer_who_asks_to_cancel_is_heard():
    asked = {"cancellationRequest": {"requester": "BUYER", "cancelReason": "Found it cheaper"}}
    found = mapping.order(order(orderItems=[item(cancellation=asked)]))
    assert (found.cancel_requested, found.cancel_reason) == (True, "Found it cheaper")
    assert found.lines[0].cancelled_quantity == 0


def test_what_was_asked_of_a_sent_order_is_no_question_any_more():
    asked = {"cancellationRequest": {"requester": "BUYER", "cancelReason": "Too late"}}
    assert not mapping.order(order("SHIPPED", orderItems=[item(cancellation=asked)])).cancel_requested


def test_one_line_cancelled_is_told_by_its_units():
    done = {"cancellationExecution": {"cancelledBy": "MERCHANT", "cancelReason": "No inventory"}}
    partly = item(cancellation=done, fulfillment={"quantityFulfilled": 1, "quantityUnfulfilled": 0})
    rest = item(orderItemId="60000000000002")
    found = mapping.order(order(orderItems=[partly, rest]))
    assert [line.cancelled_quantity for line in found.lines] == [1, 0]


def test_a_line_of_nothing_is_left_out():
    found = mapping.order(order(orderItems=[item(), item(orderItemId="2", quantityOrdered=0)]))
    assert [line.remote_id for line in found.lines] == ["60000000000001"]


def test_an_order_that_is_over_keeps_its_lines():
    found = mapping.order(order("CANCELLED", orderItems=[item(quantityOrdered=0)]))
    assert [line.quantity for line in found.lines] == [1]


@pytest.mark.parametrize("count", [-1, 1.5, None, "x"])
def test_a_quantity_that_is_none_names_the_field(count):
    with pytest.raises(UnexpectedPayload, match="quantityOrdered"):
        mapping.order(order(orderItems=[item(quantityOrdered=count)]))


def test_the_original_is_kept():
    row = order()
    assert mapping.order(row).raw == row


@pytest.mark.parametrize(
    ("marketplace", "central"),
    [
        ("A1PA6795UKMFR9", "https://sellercentral-europe.amazon.com"),
        ("A1VC38T7YXB528", "https://sellercentral.amazon.co.jp"),
    ],
)
def test_it_leads_to_the_order_in_the_seller_central_of_its_marketplace(marketplace, central):
    told = mapping.order(order(salesChannel={"marketplaceId": marketplace}))
    assert told.url == f"{central}/orders-v3/order/{told.remote_id}"
    assert mapping.order(order(salesChannel={"marketplaceId": "X"})).url == ""
