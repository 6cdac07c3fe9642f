"""Orders by the API before 2026."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.amazon import legacy_mapping
from marketplaces.framework.errors import UnexpectedPayload

from .samples import old_order

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SPAN = {"since": NOW - timedelta(days=9), "until": NOW - timedelta(hours=1)}
LIST = "GET /orders/v0/orders"
TOKEN = "POST /tokens/2021-03-01/restrictedDataToken"
NUMBER = "111-2223334-5556667"
ITEMS = f"GET /orders/v0/orders/{NUMBER}/orderItems"


def bare():
    row = old_order()
    return row, row.pop("OrderItems")


def planned(remote):
    row, items = bare()
    remote.answers(TOKEN, {"restrictedDataToken": "Atz.sprdt|1", "expiresIn": 3600})
    remote.answers(LIST, {"payload": {"Orders": [row], "LastUpdatedBefore": "2026-11-20T11:00:00Z"}})
    remote.answers(ITEMS, {"payload": {"AmazonOrderId": NUMBER, "OrderItems": items}})


def test_people_are_read_with_a_token_of_their_own_and_lines_with_the_sellers(line, remote):
    planned(remote)
    (page,) = line(orders_api="v0").connector.pull_orders(**SPAN)
    (found,) = page.items
    assert (found.remote_id, found.shipping_address.name, len(found.lines)) == (NUMBER, "A. Muster", 1)
    (asked,), (lines,) = remote.asked(LIST), remote.asked(ITEMS)
    assert asked.query["MarketplaceIds"] == "A1PA6795UKMFR9"
    assert {n.lower(): t for n, t in asked.headers.items()}["x-amz-access-token"] == "Atz.sprdt|1"
    assert {n.lower(): t for n, t in lines.headers.items()}["x-amz-access-token"].startswith("Atza|")
    resources = remote.asked(TOKEN)[0].body["restrictedResources"]
    assert [each["path"] for each in resources] == ["/orders/v0/orders", "/orders/v0/orders/{orderId}"]


def test_without_the_role_orders_come_without_people(line, remote):
    planned(remote)
    denied = {"errors": [{"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": ""}]}
    remote.answers(TOKEN, (403, denied))
    (page,) = line(orders_api="v0").connector.pull_orders(**SPAN)
    assert [each.remote_id for each in page.items] == [NUMBER]


def test_one_is_read_by_its_number(line, remote):
    planned(remote)
    row, _items = bare()
    remote.answers(f"{LIST}/{NUMBER}", {"payload": row})
    found = line(orders_api="v0").connector.order_items([NUMBER, "0"])
    assert [each.remote_id for each in found.items] == [NUMBER]
    assert [each.remote_id for each in found.refused] == ["0"]


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("PendingAvailability", OrderStatus.PENDING), ("Pending", OrderStatus.PENDING),
        ("Unshipped", OrderStatus.CONFIRMED), ("PartiallyShipped", OrderStatus.PROCESSING),
        ("Shipped", OrderStatus.SHIPPED), ("InvoiceUnconfirmed", OrderStatus.SHIPPED),
        ("Canceled", OrderStatus.CANCELLED), ("Unfulfillable", OrderStatus.CANCELLED),
        ("CANCELLED", OrderStatus.UNKNOWN),
    ],
)  # fmt: skip
def test_each_status_has_its_word(word, wanted):
    assert legacy_mapping.order(old_order(OrderStatus=word)).status == wanted


def test_easy_ship_tells_what_has_arrived():
    row = old_order(OrderStatus="Shipped", EasyShipShipmentStatus="Delivered")
    assert legacy_mapping.order(row).status == OrderStatus.DELIVERED


def test_the_sums_are_exact_and_the_price_of_a_unit_is_divided():
    found = legacy_mapping.order(old_order())
    assert (found.total, found.shipping_cost, found.tax, found.discount) == (
        Decimal("23.98"), Decimal("5.00"), Decimal("3.83"), Decimal("1.00"),
    )  # fmt: skip
    assert found.lines[0].unit_price == Decimal("9.99")


def test_a_pending_order_tells_no_price():
    row = old_order(OrderStatus="Pending")
    del row["OrderTotal"]
    for name in ("ItemPrice", "ItemTax", "ShippingPrice", "ShippingTax", "PromotionDiscount"):
        del row["OrderItems"][0][name]
    found = legacy_mapping.order(row)
    assert (found.total, found.currency, found.lines[0].unit_price) == (None, "EUR", Decimal(0))


@pytest.mark.parametrize(("told", "wanted"), [("true", True), (True, True), ("false", False), (None, False)])
def test_a_wish_to_cancel_is_text_or_truth(told, wanted):
    row = old_order()
    row["OrderItems"][0]["BuyerRequestedCancel"] = {"IsBuyerRequestedCancel": told, "BuyerCancelReason": "x"}
    assert legacy_mapping.order(row).cancel_requested is wanted


@pytest.mark.parametrize(("channel", "scheme"), [("MFN", Scheme.SELLER), ("AFN", Scheme.MARKETPLACE)])
def test_who_sends_it_is_told_apart(channel, scheme):
    assert legacy_mapping.order(old_order(FulfillmentChannel=channel)).scheme == scheme


def test_an_order_without_lines_names_the_field():
    with pytest.raises(UnexpectedPayload, match="OrderItems"):
        legacy_mapping.order(old_order(OrderItems=[]))
