"""Sales from Uzum's own warehouse: rows of money become orders that touch no stock of ours."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.statuses import Scheme
from marketplaces.connectors.uzum.sales import by_order, uzum_order
from marketplaces.framework.errors import UnexpectedPayload

from .samples import sale

ISSUED = 1791100800000


def test_rows_of_one_order_are_one_order_that_uzum_sends() -> None:
    found = uzum_order([sale(), sale(id=2, skuTitle="MUG-RED", sellPrice=150000, amount=2)])
    assert (found.remote_id, found.scheme, found.remote_scheme) == ("51000001", Scheme.MARKETPLACE, "FBO")
    assert [(line.sku, line.quantity, line.unit_price) for line in found.lines] == [
        ("TPT-BLK", 1, Decimal(555000)), ("MUG-RED", 2, Decimal(150000)),
    ]  # fmt: skip
    assert found.placed_at == datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert found.raw["orderItems"][0]["sellPrice"] == 555000


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([sale()], "processing"),
        ([sale(status="TO_WITHDRAW", dateIssued=ISSUED)], "delivered"),
        ([sale(status="TO_WITHDRAW"), sale(id=2)], "processing"),
        ([sale(status="CANCELED", amount=0)], "cancelled"),
        ([sale(status="TO_WITHDRAW"), sale(id=2, status="CANCELED", amount=0)], "delivered"),
        ([sale(status="PARTIALLY_CANCELLED", amount=2, amountReturns=1)], "partially_refunded"),
        ([sale(status="TO_WITHDRAW", amount=2, amountReturns=1)], "partially_refunded"),
        ([sale(status="TO_WITHDRAW", amount=1, amountReturns=1)], "refunded"),
        ([sale(status="FROZEN")], "unknown"),
    ],
)
def test_what_the_money_does_says_how_the_order_stands(rows: list[dict[str, Any]], status: str) -> None:
    found = uzum_order(rows)
    assert found.status == status
    assert found.remote_status == ", ".join(sorted({row["status"] for row in rows}))


def test_a_cancelled_row_has_no_units_left_and_counts_as_one_that_is_cancelled() -> None:
    (line,) = uzum_order([sale(status="CANCELED", amount=0)]).lines
    assert (line.quantity, line.cancelled_quantity) == (1, 1)


def test_when_it_was_handed_over_is_when_it_changed() -> None:
    found = uzum_order([sale(status="TO_WITHDRAW", dateIssued=ISSUED)])
    assert found.delivered_at == found.updated_at == datetime(2026, 10, 4, 8, tzinfo=UTC)


def test_orders_that_the_seller_sends_are_left_out_and_a_row_told_twice_counts_once() -> None:
    rows = [sale(), sale(), sale(id=5, orderId=50000001)]
    assert {number: len(found) for number, found in by_order(rows, {"50000001"}).items()} == {"51000001": 1}


def test_a_row_without_a_day_is_refused_by_name() -> None:
    with pytest.raises(UnexpectedPayload, match="date"):
        uzum_order([sale(date=None)])
