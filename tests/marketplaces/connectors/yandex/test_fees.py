"""What the Market bills: asked once a page for orders that are over, and never a reason to read no orders."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import LIST, orders, refusal
from .samples import ORDER

REPORTS = "/v2/campaigns/21000001/stats/orders"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
OVER = {**ORDER, "orderId": 5, "status": "DELIVERED", "substatus": ""}
BACK = {**ORDER, "orderId": 6, "status": "RETURNED", "substatus": ""}
BILLED = {"id": 5, "commissions": [{"type": "FEE", "actual": 63.84}, {"type": "DELIVERY_TO_CUSTOMER", "actual": 40}]}


def fees(yandex: yandex_connector) -> dict[str, Decimal | None]:
    pages = yandex.pull_orders(since=UNTIL - timedelta(days=1), until=UNTIL)
    return {order.remote_id: order.fees for page in pages for order in page.items}


def test_only_orders_that_are_over_are_asked_about_all_of_a_page_at_once(
    remote: Remote, yandex: yandex_connector
) -> None:
    remote.answers(LIST, orders(ORDER, OVER, BACK))
    remote.answers(REPORTS, {"status": "OK", "result": {"orders": [BILLED]}})
    assert fees(yandex) == {str(ORDER["orderId"]): None, "5": Decimal("103.84"), "6": None}
    assert [seen.body for seen in remote.asked(REPORTS)] == [{"orders": [5, 6]}]


def test_where_none_is_over_nothing_is_asked(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders(ORDER))
    fees(yandex)
    assert remote.asked(REPORTS) == []


@pytest.mark.parametrize(
    "answer",
    [refusal(500, "Internal server error"), refusal(400, "orders: wrong"), {"status": "OK", "result": {"orders": 7}}],
    ids=["out of order", "refused", "odd"],
)
def test_without_a_report_the_orders_are_read_all_the_same(
    remote: Remote, yandex: yandex_connector, answer: Any
) -> None:
    remote.answers(LIST, orders(OVER))
    remote.answers(REPORTS, answer)
    assert fees(yandex) == {"5": None}


def test_what_is_billed_later_is_met_by_the_next_reading(shop: Shop) -> None:
    number = shop.sold().remote_id
    shop.control("move", {"order": number, "status": "DELIVERED"})
    assert shop.orders()[number].fees is None
    shop.pass_time(45 * 60)
    late = shop.orders()[number]
    assert late.fees and late.fees < late.total
    assert timedelta(minutes=45) < shop.kind.overlap
