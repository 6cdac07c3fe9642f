"""Reading orders: windows, tokens in the query, one odd row, the buyer of an order that the shop brings itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.remote import Remote

from .conftest import LIST, orders, refusal
from .samples import BUYER, ORDER

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


def walk(yandex: yandex_connector, days: int, cursor: Any = None) -> list[Any]:
    return list(yandex.pull_orders(since=UNTIL - timedelta(days=days), until=UNTIL, cursor=cursor))


def test_a_long_time_is_read_in_windows_of_thirty_days(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders())
    pages = walk(yandex, 70)
    dates = [each.body["dates"] for each in remote.asked(LIST)]
    assert [(each["updateDateFrom"][:10], each["updateDateTo"][:10]) for each in dates] == [
        ("2026-09-11", "2026-10-11"), ("2026-10-11", "2026-11-10"), ("2026-11-10", "2026-11-20"),
    ]  # fmt: skip
    assert [page.safe_until for page in pages] == [
        UNTIL - timedelta(days=40), UNTIL - timedelta(days=10), UNTIL,
    ]  # fmt: skip
    assert pages[-1].cursor is None


def test_only_real_orders_of_this_shop_are_asked_for(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders())
    walk(yandex, 1)
    (asked,) = remote.asked(LIST)
    assert (asked.body["campaignIds"], asked.body["fake"]) == ([21000001], False)
    assert asked.body["sourcePlatforms"] == ["MARKET", "OTHER"]


def test_the_token_stands_in_the_query_and_a_cut_walk_goes_on_there(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders(ORDER, token="t2"), orders({**ORDER, "orderId": 2}))
    first = next(iter(yandex.pull_orders(since=UNTIL - timedelta(days=1), until=UNTIL)))
    assert first.safe_until is None
    (last,) = walk(yandex, 1, cursor=first.cursor)
    assert [each.query.get("pageToken") for each in remote.asked(LIST)] == [None, "t2"]
    assert [order.remote_id for order in last.items] == ["2"]


def test_a_token_that_comes_again_is_not_followed(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders(ORDER, token="t2"))
    with pytest.raises(UnexpectedPayload):
        walk(yandex, 1)
    assert len(remote.asked(LIST)) == 2


def test_an_answer_without_the_list_is_no_empty_page(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, {"status": "OK"})
    with pytest.raises(UnexpectedPayload):
        walk(yandex, 1)


def test_one_odd_order_does_not_stop_the_others(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders({**ORDER, "creationDate": None, "orderId": 1}, "text", ORDER))
    (page,) = walk(yandex, 1)
    assert [order.remote_id for order in page.items] == [str(ORDER["orderId"])]
    assert [item.remote_id for item in page.refused] == ["1", ""]


def test_the_buyer_is_asked_for_where_the_shop_brings_the_order(remote: Remote, yandex: yandex_connector) -> None:
    dbs = {**ORDER, "programType": "DBS", "orderId": 7}
    remote.answers(LIST, orders(dbs, {**dbs, "orderId": 8, "status": "DELIVERED"}, {**dbs, "orderId": 9}))
    remote.answers("/v2/campaigns/21000001/orders/7/buyer", {"status": "OK", "result": BUYER})
    remote.answers("/v2/campaigns/21000001/orders/9/buyer", refusal(400, "Buyer is not available"))
    (page,) = walk(yandex, 1)
    assert [order.buyer.name for order in page.items] == ["Ёлкин Пётр", "", ""]
    assert remote.asked("/v2/campaigns/21000001/orders/8/buyer") == []


def test_what_is_no_number_is_refused_without_a_call(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, orders(ORDER))
    page = yandex.order_items(["0-0-0", str(ORDER["orderId"]), "9" * 25])
    assert [each.remote_id for each in page.items] == [str(ORDER["orderId"])]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("0-0-0", NotFound), ("9" * 25, NotFound)]
    assert remote.asked(LIST)[0].body["orderIds"] == [ORDER["orderId"]]
