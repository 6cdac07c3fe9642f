"""Postings become orders: statuses, money, people, lines, splits."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.ozon.mapping import STATUSES, depth_first, fbo_order, fbs_order
from marketplaces.framework.errors import UnexpectedPayload

from .samples import posting, product

#: Contract section 11, word for word.
TABLE = {
    "pending": "awaiting_registration awaiting_verification awaiting_approve acceptance_in_progress",
    "confirmed": "awaiting_packaging",
    "ready_for_shipment": "awaiting_deliver",
    "shipped": "sent_by_seller driver_pickup delivering",
    "delivered": "delivered",
    "cancelled": "cancelled cancelled_from_split_pending",
    "processing": "not_accepted arbitration client_arbitration",
}


@pytest.mark.parametrize(
    ("theirs", "ours"), [(word, status) for status, words in TABLE.items() for word in words.split()]
)
def test_each_status_of_the_contract_has_its_unified_word(theirs: str, ours: str) -> None:
    order = fbs_order(posting(status=theirs))
    assert (order.status, order.remote_status) == (OrderStatus(ours), theirs)


def test_the_status_table_holds_nothing_that_the_contract_does_not() -> None:
    assert set(STATUSES) == {word for words in TABLE.values() for word in words.split()}


def test_a_status_printed_with_a_blank_is_the_same_status() -> None:
    assert fbs_order(posting(status="awaiting registration")).status is OrderStatus.PENDING


def test_an_unknown_status_is_unknown_and_keeps_its_text() -> None:
    order = fbs_order(posting(status="teleported"))
    assert (order.status, order.remote_status) == (OrderStatus.UNKNOWN, "teleported")


@pytest.mark.parametrize("word", sorted(STATUSES))
def test_a_disputed_posting_says_what_has_to_be_settled_and_no_other_does(word: str) -> None:
    assert bool(fbs_order(posting(status=word)).dispute) is (word in TABLE["processing"].split())


@pytest.mark.parametrize("never", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+03:00", "", None])
def test_a_time_that_was_never_set_is_none(never: Any) -> None:
    order = fbs_order(posting(shipment_date=never, delivering_date=never, status="delivering"))
    assert (order.ship_by, order.shipped_at) == (None, None)


def test_a_time_that_no_calendar_holds_is_refused_and_breaks_nothing() -> None:
    with pytest.raises(UnexpectedPayload):
        fbs_order(posting(shipment_date="9999-12-31T23:59:59-03:00"))


def test_a_posting_is_read_whole() -> None:
    order = fbs_order(posting())
    assert (order.remote_id, order.number) == ("39268230-0002-3", "39268230-0002-3")
    assert (order.scheme, order.remote_scheme) == (Scheme.SELLER, "rfbs")
    assert order.placed_at == datetime(2026, 11, 18, 5, 50, 26, tzinfo=UTC)
    assert order.ship_by == datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    assert (order.buyer.remote_id, order.buyer.name, order.buyer.email) == ("66032", "Алия Сафина", "a@example.org")
    address = order.shipping_address
    assert (address.name, address.line1, address.city, address.postcode) == (
        "Тимур Сафин", "ул. Баумана, 12, кв. 4", "Казань", "420111",
    )  # fmt: skip
    assert order.buyer_note == "Домофон 4"
    assert (order.warehouse_remote_id, order.carrier) == ("1020000000001", "Own courier")
    assert (order.fees, order.net) == (Decimal("470.25"), Decimal("4000.05"))
    assert order.raw == posting()


def test_a_line_keeps_ids_as_text_and_money_exact() -> None:
    (line,) = fbs_order(posting()).lines
    assert (line.remote_id, line.sku, line.quantity, line.title) == ("4501234567", "LAMP-ARC", 3, "Лампа «Арка»")
    assert line.unit_price == Decimal("1490.10")


@pytest.mark.parametrize(
    "price",
    [
        {"price": {"amount": "1490.10", "currency": "KZT"}},
        {"price": {"amount": 1490.10, "currency": "KZT"}},
        {"price": "1490.1000", "currency_code": "KZT"},
        {"price": "1490.10", "currency": "KZT"},
    ],
)
def test_each_form_of_a_price_gives_the_same_money(price: dict[str, Any]) -> None:
    order = fbs_order(posting(products=[product(1, 1, **price)]))
    assert (order.lines[0].unit_price, order.currency) == (Decimal("1490.10"), "KZT")


def test_the_printed_example_with_other_product_names_is_read() -> None:
    row = {"product_id": "123", "product_offer_id": "A", "product_name": "Thing", "quantity": "2", "price": "5.50"}
    (line,) = fbs_order(posting(products=[row], order_id="1384104176")).lines
    assert (line.remote_id, line.sku, line.title, line.quantity) == ("123", "A", "Thing", 2)


def test_a_sku_that_comes_twice_gives_two_lines_with_ids_of_their_own() -> None:
    order = fbs_order(posting(products=[product(7, 1), product(8, 1), product(7, 2)]))
    assert [line.remote_id for line in order.lines] == ["7", "8", "7#2"]


def test_an_fbs_posting_hides_its_buyer() -> None:
    order = fbs_order(posting(tpl_integration_type="ozon", customer=None, addressee=None, analytics_data=None))
    assert (order.remote_scheme, order.buyer.name, order.shipping_address.line1) == ("fbs", "", "")


@pytest.mark.parametrize(
    ("carrier", "scheme"),
    [("ozon", "fbs"), ("hybryd", "fbs"), ("aggregator", "rfbs"), ("3pl_tracking", "rfbs"), ("non_integrated", "rfbs")],
)
def test_the_carrier_tells_fbs_from_rfbs(carrier: str, scheme: str) -> None:
    assert fbs_order(posting(tpl_integration_type=carrier)).remote_scheme == scheme


def test_an_fbo_posting_belongs_to_the_marketplace() -> None:
    row = {
        "posting_number": "1-2-3", "status": "delivering", "created_at": "2026-11-01T00:00:00.123456Z",
        "in_process_at": "", "products": [product(1, 1)], "cancellation": None,
    }  # fmt: skip
    order = fbo_order(row)
    assert (order.scheme, order.remote_scheme, order.status) == (Scheme.MARKETPLACE, "fbo", OrderStatus.SHIPPED)
    assert order.placed_at == datetime(2026, 11, 1, 0, 0, 0, 123456, tzinfo=UTC)


def test_an_order_of_an_unreckoned_posting_has_no_fees() -> None:
    zero = {"products": [{"product_id": 1, "payout": 0, "commission_amount": 0}]}
    order = fbs_order(posting(financial_data=zero))
    assert (order.fees, order.net) == (None, None)


def test_a_packed_posting_is_a_parcel_and_an_open_one_is_none() -> None:
    (parcel,) = fbs_order(posting(status="delivering", tracking_number="TRK-1")).parcels
    assert (parcel.remote_id, parcel.tracking_number, parcel.lines) == ("39268230-0002-3", "TRK-1", {"4501234567": 3})
    assert fbs_order(posting()).parcels == ()


def test_a_split_posting_says_that_its_children_replace_it() -> None:
    parent = fbs_order(posting(status="cancelled_from_split_pending"))
    child = fbs_order(posting(posting_number="39268230-0002-4", parent_posting_number="39268230-0002-3"))
    assert (parent.replaced_by_split, child.replaced_by_split) == (True, False)
    assert child.parent_remote_id == parent.remote_id
    assert not fbs_order(posting(status="cancelled")).replaced_by_split


def test_children_come_before_their_parents_and_all_else_in_its_order() -> None:
    def named(number: str, parent: str = "") -> Any:
        return fbs_order(posting(posting_number=number, parent_posting_number=parent))

    page = [named("a"), named("b"), named("b1", "b"), named("b2", "b1"), named("c1", "gone")]
    assert [order.remote_id for order in depth_first(page)] == ["b2", "b1", "a", "b", "c1"]


def test_the_reason_of_a_cancelled_posting_is_kept() -> None:
    told = {"cancel_reason_id": 352, "cancel_reason": "Product is out of stock"}
    assert fbs_order(posting(status="cancelled", cancellation=told)).cancel_reason == "Product is out of stock"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"posting_number": None}, "posting_number"),
        ({"status": ""}, "status"),
        ({"in_process_at": "soon"}, "in_process_at"),
        ({"products": "none"}, "products"),
        ({"products": [product(1, -1)]}, "products[0].quantity"),
        ({"products": [product(1, 1, price={"amount": "free"})]}, "products[0].price.amount"),
        ({"products": [product(1, 1, price=None)]}, "products[0].price"),
        ({"products": [product(1, 1) | {"sku": None}]}, "products[0].sku"),
        ({"products": [product(1, 1), product(2, 1, price={"amount": "1", "currency": "KZT"})]},
         "products[].price.currency"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_names_the_field(change: dict[str, Any], path: str) -> None:
    with pytest.raises(UnexpectedPayload) as caught:
        fbs_order(posting(**change))
    assert caught.value.path == path
