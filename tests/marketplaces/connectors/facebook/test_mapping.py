"""Former orders in our words: every state, exact money, times, and what a cancelled order has lost."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.connectors.facebook import mapping
from marketplaces.framework.errors import UnexpectedPayload

from .samples import cancelled, edge, money, order, parcel, state


def refund(amount: str) -> dict[str, Any]:
    return {"id": "9501", "refund_amount": money(amount), "refund_reason": {"reason_code": "DAMAGED_GOODS"}}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (state("FB_PROCESSING"), OrderStatus.PENDING),
        (state("CREATED"), OrderStatus.CONFIRMED),
        (state("IN_PROGRESS"), OrderStatus.PROCESSING),
        ({**state("IN_PROGRESS"), "shipments": edge(parcel(quantity=1))}, OrderStatus.PROCESSING),
        ({**state("COMPLETED"), "shipments": edge(parcel())}, OrderStatus.SHIPPED),
        ({**state("COMPLETED"), "cancellations": edge(cancelled())}, OrderStatus.CANCELLED),
        (
            {**state("COMPLETED"), "shipments": edge(parcel(quantity=1)), "cancellations": edge(cancelled(1))},
            OrderStatus.SHIPPED,
        ),
        ({**state("COMPLETED"), "shipments": edge(parcel()), "refunds": edge(refund("26.55"))}, OrderStatus.REFUNDED),
        (
            {**state("COMPLETED"), "shipments": edge(parcel()), "refunds": edge(refund("20.00"), refund("6.55"))},
            OrderStatus.REFUNDED,
        ),
        (
            {**state("COMPLETED"), "shipments": edge(parcel()), "refunds": edge(refund("26.54"))},
            OrderStatus.PARTIALLY_REFUNDED,
        ),
        (state("COMPLETED"), OrderStatus.UNKNOWN),
        (state("ON_THE_MOON"), OrderStatus.UNKNOWN),
    ],
)
def test_every_state_has_one_of_ours(more: dict[str, Any], status: OrderStatus) -> None:
    found = mapping.order(order(**more))
    assert found.status == status
    assert found.remote_status == more["order_status"]["state"]


def test_an_order_is_read_whole() -> None:
    found = mapping.order(order())
    (line,) = found.lines
    assert (found.remote_id, found.number, found.currency) == ("64000000000001", "64000000000001", "USD")
    assert (found.subtotal, found.shipping_cost, found.tax, found.total) == tuple(
        map(Decimal, ("20.00", "4.90", "1.65", "26.55"))
    )
    assert (line.remote_id, line.sku, line.quantity, line.unit_price) == ("5001", "TEA-1", 2, Decimal("10.00"))
    assert found.buyer.name == found.shipping_address.name == "สมชาย ใจดี"
    assert (found.shipping_address.region, found.shipping_address.country) == ("TX", "US")


def test_money_stays_exact_and_long_numbers_whole() -> None:
    items = edge({
        "id": "9007199254740993", "retailer_id": "T", "quantity": 3, "price_per_unit": money("0.10"),
    })  # fmt: skip
    found = mapping.order(order(id="90071992547409931", items=items))
    assert (found.remote_id, found.lines[0].remote_id) == ("90071992547409931", "9007199254740993")
    assert found.lines[0].unit_price * 3 == Decimal("0.30")


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2025-01-14T19:17:31+00:00", datetime(2025, 1, 14, 19, 17, 31, tzinfo=UTC)),
        ("2025-01-14T19:17:31+0000", datetime(2025, 1, 14, 19, 17, 31, tzinfo=UTC)),
        ("2025-07-01T01:30:00-05:00", datetime(2025, 7, 1, 6, 30, tzinfo=UTC)),
        ("2025-03-09T02:30:00-06:00", datetime(2025, 3, 9, 8, 30, tzinfo=UTC)),  # a night that has no such hour there
        ("2025-11-02T01:30:00-05:00", datetime(2025, 11, 2, 6, 30, tzinfo=UTC)),  # the hour that comes twice, first
        ("2025-11-02T01:30:00-06:00", datetime(2025, 11, 2, 7, 30, tzinfo=UTC)),  # and again
        ("2024-02-29T23:59:59+14:00", datetime(2024, 2, 29, 9, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_are_utc(told: str, moment: datetime) -> None:
    found = mapping.order(order(created=told, last_updated=told))
    assert (found.placed_at, found.updated_at) == (moment, moment)


def test_all_of_the_day_that_it_is_to_be_sent_by_counts() -> None:
    assert mapping.order(order()).ship_by == datetime(2025, 1, 17, 23, 59, 59, tzinfo=UTC)
    assert mapping.order(order(ship_by_date=None)).ship_by is None


def test_a_cancelled_order_has_lost_whom_it_was_for_and_is_still_read() -> None:
    row = order(**state("COMPLETED"), cancellations=edge(cancelled()))
    del row["buyer_details"], row["shipping_address"]
    found = mapping.order(row)
    assert (found.buyer.name, found.shipping_address.city) == ("", "")
    assert found.lines[0].cancelled_quantity == 2
    assert found.cancel_reason == "OUT_OF_STOCK"


def test_parcels_tell_their_lines_by_number_or_by_sku() -> None:
    by_sku = {**parcel(), "items": edge({"retailer_id": "TEA-1", "quantity": 2})}
    for told in (parcel(), by_sku):
        found = mapping.order(order(**state("COMPLETED"), shipments=edge(told)))
        assert found.parcels[0].lines == {"5001": 2}
        assert (found.carrier, found.tracking_number) == ("USPS", "9400")


def test_what_is_open_is_what_was_neither_sent_nor_cancelled() -> None:
    row = order(shipments=edge(parcel(quantity=1)), cancellations=edge(cancelled(1)))
    assert mapping.open_units(row) == {"5001": 0}
    assert mapping.open_units(order()) == {"5001": 2}


def test_a_refund_that_is_told_in_parts_counts_by_its_total() -> None:
    given = {"id": "1", "refund_amount": {"subtotal": {"items": money("20.00")}, "total": money("26.55")}}
    assert mapping.refunded(order(refunds=edge(given))) == Decimal("26.55")


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"id": None}, "id"),
        ({"order_status": {}}, "order_status.state"),
        ({"order_status": "CREATED"}, "order_status"),
        ({"created": "yesterday"}, "created"),
        ({"items": {"data": []}}, "items"),
        ({"items": edge({"id": "1", "quantity": 0, "price_per_unit": money("1")})}, "items[].quantity"),
        ({"items": edge({"id": "1", "quantity": 1, "price_per_unit": {}})}, "items[].price_per_unit.amount"),
        (
            {"estimated_payment_details": {"total_amount": {"amount": "much", "currency": "USD"}}},
            "estimated_payment_details.total_amount.amount",
        ),
    ],
)
def test_a_field_that_cannot_be_read_is_named(more: dict[str, Any], path: str) -> None:
    with pytest.raises(UnexpectedPayload) as caught:
        mapping.order(order(**more))
    assert caught.value.path == path
