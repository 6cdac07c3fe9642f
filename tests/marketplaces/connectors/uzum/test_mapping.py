"""FBS and DBS orders become ours: statuses, money, times, people, lines."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.uzum.mapping import STATUSES, seller_order
from marketplaces.framework.errors import UnexpectedPayload

from .samples import item, order

#: Contract section 12, word for word; the one that is only being cancelled has tests of its own.
TABLE = {
    "pending": "CREATED",
    "processing": "PACKING",
    "ready_for_shipment": "PENDING_DELIVERY",
    "shipped": "DELIVERING ACCEPTED_AT_DP DELIVERED DELIVERED_TO_CUSTOMER_DELIVERY_POINT",
    "delivered": "COMPLETED",
    "cancelled": "CANCELED",
    "refunded": "RETURNED",
}
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
MILLISECONDS = int(NOON.timestamp() * 1000)


@pytest.mark.parametrize(
    ("theirs", "ours"), [(word, status) for status, words in TABLE.items() for word in words.split()]
)
def test_each_status_of_the_contract_has_its_unified_word(theirs: str, ours: str) -> None:
    found = seller_order(order(status=theirs))
    assert (found.status, found.remote_status) == (OrderStatus(ours), theirs)


def test_the_status_table_holds_nothing_that_the_contract_does_not() -> None:
    assert set(STATUSES) == {word for words in TABLE.values() for word in words.split()} | {"PENDING_CANCELLATION"}


def test_an_unknown_status_is_unknown_and_keeps_its_text() -> None:
    found = seller_order(order(status="TELEPORTED"))
    assert (found.status, found.remote_status) == (OrderStatus.UNKNOWN, "TELEPORTED")


@pytest.mark.parametrize(
    ("reached", "status"),
    [
        ({"acceptedDate": None}, "pending"),
        ({}, "processing"),
        ({"invoiceNumber": 120001196374}, "ready_for_shipment"),
        ({"invoiceNumber": 120001196374, "deliveringDate": MILLISECONDS}, "shipped"),
    ],
)
def test_an_order_that_is_being_cancelled_is_held_where_it_stands(reached: dict[str, Any], status: str) -> None:
    found = seller_order(order(status="PENDING_CANCELLATION", **reached))
    assert (found.status, found.cancel_requested) == (status, True)


@pytest.mark.parametrize(
    ("items", "status"),
    [
        ([item(amount=2, amountReturns=0)], "delivered"),
        ([item(amount=2, amountReturns=1)], "partially_refunded"),
        ([item(amount=2, amountReturns=2)], "refunded"),
        ([item(status="TO_WITHDRAW"), item(id=2, status="PARTIALLY_CANCELLED")], "partially_refunded"),
    ],
)
def test_what_came_back_of_a_completed_order_is_told(items: list[dict[str, Any]], status: str) -> None:
    assert seller_order(order(status="COMPLETED", orderItems=items)).status == status


@pytest.mark.parametrize(
    "written",
    ["2026-10-01T12:00:00Z", "2026-10-01T17:00:00+05:00", "2026-10-01T12:00:00", MILLISECONDS, str(MILLISECONDS)],
)
def test_a_moment_is_read_as_text_and_as_milliseconds(written: Any) -> None:
    assert seller_order(order(dateCreated=written)).placed_at == NOON


@pytest.mark.parametrize("never", [None, "", 0])
def test_what_has_not_happened_has_no_time(never: Any) -> None:
    found = seller_order(order(deliveringDate=never, completedDate=never))
    assert (found.shipped_at, found.delivered_at) == (None, None)


@pytest.mark.parametrize("odd", ["yesterday", True, [], 10**30])
def test_a_time_that_nobody_can_read_names_its_field(odd: Any) -> None:
    with pytest.raises(UnexpectedPayload, match="dateCreated"):
        seller_order(order(dateCreated=odd))


def test_the_next_deadline_is_to_accept_it_and_then_to_bring_it() -> None:
    assert seller_order(order(status="CREATED")).ship_by == datetime(2026, 10, 2, 8, tzinfo=UTC)
    assert seller_order(order(status="PACKING")).ship_by == datetime(2026, 10, 4, 15, tzinfo=UTC)


def test_the_last_thing_that_happened_is_when_it_changed() -> None:
    found = seller_order(order(deliveringDate="2026-10-03T10:00:00Z"))
    assert found.updated_at == found.shipped_at == datetime(2026, 10, 3, 10, tzinfo=UTC)


def test_money_is_kept_exactly() -> None:
    found = seller_order(order(price=9007199254740993, orderItems=[item(sellerPrice=9007199254740993, amount=1)]))
    assert (found.total, found.lines[0].unit_price, found.currency) == (
        Decimal("9007199254740993"), Decimal("9007199254740993"), "UZS",
    )  # fmt: skip


def test_fees_are_commission_and_delivery_and_the_rest_is_paid_out() -> None:
    found = seller_order(order(orderItems=[item(), item(id=2)]))
    assert (found.fees, found.net) == (Decimal(110000), Decimal(490000))


def test_an_order_that_is_not_reckoned_yet_has_no_fees() -> None:
    bare = item(commission=0, logisticDeliveryFee=0, sellerProfit=0)
    assert (seller_order(order(orderItems=[bare])).fees, seller_order(order(orderItems=[bare])).net) == (None, None)


@pytest.mark.parametrize("name", ["sellerPrice", "sellPrice", "price"])
def test_the_price_is_found_under_each_of_its_names(name: str) -> None:
    row = {key: value for key, value in item().items() if key != "sellerPrice"} | {name: 150000}
    assert seller_order(order(orderItems=[row])).lines[0].unit_price == Decimal(150000)


def test_a_line_is_known_by_the_sellers_code_and_by_numbers_where_they_are_told() -> None:
    line = seller_order(order(orderItems=[item(skuId=800001, barcode=5412345001027)])).lines[0]
    assert (line.remote_id, line.sku, line.quantity) == ("70000001", "MUG-RED", 2)
    assert (line.remote_product_id, line.remote_variant_id, line.gtin) == ("900001", "800001", "5412345001027")


def test_a_line_without_the_sellers_code_is_known_by_its_title() -> None:
    assert seller_order(order(orderItems=[item(sellerSkuCode=None)])).lines[0].sku == "MUG-RED"


def test_a_line_cancelled_alone_is_cancelled_and_the_others_go_on() -> None:
    found = seller_order(order(orderItems=[item(), item(id=2, status="CANCELED")]))
    assert [line.cancelled_quantity for line in found.lines] == [0, 2]


def test_of_dbs_the_buyer_is_told_and_of_fbs_hidden() -> None:
    told = {"customerFullname": "Gʻayrat Toʻxtayev", "customerPhone": "+998900000000", "deliveryAddress": "Toshkent, 5",
            "deliveryComment": "Qoʻngʻiroq qiling"}  # fmt: skip
    dbs, fbs = seller_order(order(scheme="DBS", deliveryInfo=told)), seller_order(order())
    assert (dbs.buyer.name, dbs.shipping_address.line1, dbs.shipping_address.country, dbs.buyer_note) == (
        "Gʻayrat Toʻxtayev", "Toshkent, 5", "UZ", "Qoʻngʻiroq qiling",
    )  # fmt: skip
    assert (fbs.buyer.name, fbs.shipping_address.line1) == ("", "")
    assert (dbs.scheme, dbs.remote_scheme, fbs.remote_scheme) == (Scheme.SELLER, "DBS", "FBS")


def test_an_order_in_a_note_is_one_parcel() -> None:
    found = seller_order(order(status="PENDING_DELIVERY"))
    assert [(parcel.remote_id, dict(parcel.lines)) for parcel in found.parcels] == [("50000001", {"70000001": 2})]
    assert seller_order(order(status="PACKING")).parcels == ()


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"id": None}, "id"), ({"status": None}, "status"), ({"dateCreated": None}, "dateCreated"),
        ({"orderItems": {}}, "orderItems"), ({"orderItems": [item(amount="two")]}, "amount"),
        ({"orderItems": [item(amount=-1)]}, "amount"), ({"price": "NaN"}, "price"),
    ],
)  # fmt: skip
def test_a_missing_or_odd_field_is_named(broken: dict[str, Any], field: str) -> None:
    with pytest.raises(UnexpectedPayload, match=field):
        seller_order(order(**broken))
