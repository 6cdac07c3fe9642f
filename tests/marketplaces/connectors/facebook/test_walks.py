"""Lists by cursor: to the end and no further, and what happens when they do not behave."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest

from marketplaces.connectors.facebook import connector as facebook_connector
from marketplaces.framework.errors import NotFound, NotSupported, UnexpectedPayload
from tests.marketplaces.connectors.remote import Remote

from .conftest import Seen
from .samples import CATALOG, edge, error, item, order, page

PRODUCTS = f"GET /{CATALOG}/products"
ORDERS = "GET /610000000000009/commerce_orders"
SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, 0, 0, 0, 500_000, tzinfo=UTC)


def test_pages_are_followed_until_none_is_named_however_short(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, page([item(1)], "A", following=True), page([], "B", following=True), page([item(2)], "C"))
    pages = list(facebook.pull_products())
    assert [product.remote_id for each in pages for product in each.items] == ["7001", "7002"]
    assert [each.query.get("after") for each in remote.seen] == [None, "A", "B"]
    assert [each.cursor for each in pages] == [{"after": "A"}, {"after": "B"}, None]


def test_a_walk_goes_on_after_its_cursor(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, page([item(2)]))
    list(facebook.pull_products(cursor={"after": "A"}))
    assert remote.seen[0].query["after"] == "A"


def test_a_cursor_that_comes_again_is_noticed(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, page([item(1)], "A", following=True))
    with pytest.raises(UnexpectedPayload) as caught:
        list(facebook.pull_products())
    assert caught.value.path == "paging.cursors.after"
    assert len(remote.seen) == 2


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": {}}])
def test_an_answer_that_is_no_page_is_not_an_empty_catalogue(
    remote: Remote, facebook: facebook_connector, answer: Any
) -> None:
    remote.answers(PRODUCTS, answer)
    with pytest.raises(UnexpectedPayload) as caught:
        list(facebook.pull_products())
    assert caught.value.path == "data"


def test_a_next_page_without_a_cursor_is_noticed(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, {"data": [item()], "paging": {"next": "https://graph.facebook.com/x"}})
    with pytest.raises(UnexpectedPayload):
        list(facebook.pull_products())


def test_one_odd_item_does_not_stop_the_others(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, page([item(1), item(2, price="on request"), "torn", item(3)]))
    (found,) = facebook.pull_products()
    assert [each.remote_id for each in found.items] == ["7001", "7003"]
    assert [each.remote_id for each in found.refused] == ["7002", ""]


def test_the_whole_number_of_items_is_told_where_it_is(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, {**page([item()]), "summary": {"total_count": 71}})
    (found,) = facebook.pull_products()
    assert found.total == 71


def test_the_wanted_version_is_called(remote: Remote, line: Any) -> None:
    remote.answers(PRODUCTS, page([]))
    list(line().connector.pull_products())
    list(line(version="v24.0").connector.pull_products())
    assert [each.path.split("/")[1] for each in remote.seen] == ["v26.0", "v24.0"]


def test_skus_are_asked_for_a_hundred_at_a_time(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, lambda seen: page([]))
    assert facebook.find_products([f"S{n}" for n in range(150)] + ["S1", ""]) == []
    assert [seen.query["filter"].count('"S') for seen in remote.seen] == [100, 50]


def test_long_skus_are_asked_for_in_addresses_that_servers_take(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, lambda seen: page([]))
    skus = [f"{n:03}" + "ชา" * 48 for n in range(30)]
    facebook.find_products(skus)
    asked = [json.loads(seen.query["filter"])["retailer_id"]["is_any"] for seen in remote.seen]
    assert [sku for part in asked for sku in part] == skus
    assert max(sum(len(quote(sku)) for sku in part) for part in asked) < 5000


def test_few_items_are_read_by_their_number_and_one_that_is_gone_is_left_out(
    remote: Remote, facebook: facebook_connector
) -> None:
    remote.answers("GET /7001", item(1))
    (found,) = facebook.pull_stock(remote_product_ids=["7001", "7001", "7999"])
    assert [(each.sku, each.quantity) for each in found.items] == [("TEA-1", 12)]
    assert len(remote.seen) == 2


def test_many_items_are_read_from_the_whole_list(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(PRODUCTS, page([item(n) for n in range(1, 9)]))
    wanted = [f"700{n}" for n in range(2, 15)]
    (found,) = facebook.pull_prices(remote_product_ids=wanted)
    assert [each.remote_product_id for each in found.items] == [f"700{n}" for n in range(2, 9)]


# Former orders


def test_all_states_are_asked_for_and_whole_seconds_cover_the_window(
    remote: Remote, legacy: facebook_connector
) -> None:
    remote.answers(ORDERS, page([order()]))
    (found,) = legacy.pull_orders(since=SINCE, until=UNTIL)
    query = remote.seen[0].query
    assert query["state"] == "FB_PROCESSING,CREATED,IN_PROGRESS,COMPLETED"
    assert (query["updated_after"], query["updated_before"]) == ("1735689600", "1738368001")
    assert remote.seen[0].path.startswith("/v25.0/")
    assert found.safe_until == UNTIL


def test_an_older_version_that_was_chosen_is_asked_for_orders_too(remote: Remote, line: Any) -> None:
    remote.answers(ORDERS, page([]))
    list(line(orders="legacy", version="v24.0").connector.pull_orders(since=SINCE, until=UNTIL))
    assert remote.seen[0].path.startswith("/v24.0/")


def test_the_window_is_final_only_with_its_last_page(remote: Remote, legacy: facebook_connector) -> None:
    late = order(id="2", last_updated="2025-01-20T00:00:00+00:00")
    remote.answers(ORDERS, page([late, order(id="1")], "A", following=True), page([order(id="3")]))
    pages = list(legacy.pull_orders(since=SINCE, until=UNTIL))
    assert [each.safe_until for each in pages] == [None, UNTIL]
    assert [each.remote_id for each in pages[0].items] == ["1", "2"]


def test_an_order_that_cannot_be_read_is_kept_apart(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers(ORDERS, page([order(id="1"), order(id="2", items=edge())]))
    (found,) = legacy.pull_orders(since=SINCE, until=UNTIL)
    assert [each.remote_id for each in found.items] == ["1"]
    assert [each.remote_id for each in found.refused] == ["2"]


def test_named_orders_are_asked_for_one_by_one(remote: Remote, legacy: facebook_connector) -> None:
    remote.answers("GET /1", order(id="1"))
    found = legacy.order_items(["1", "2", "1"])
    assert [each.remote_id for each in found.items] == ["1"]
    assert [(each.remote_id, type(each.error)) for each in found.refused] == [("2", NotFound)]
    assert len(remote.seen) == 2


def test_without_the_setting_no_order_call_is_made(remote: Remote, facebook: facebook_connector) -> None:
    with pytest.raises(NotSupported, match="27 October 2026"):
        facebook.pull_orders(since=SINCE, until=UNTIL)
    with pytest.raises(NotSupported):
        facebook.order_items(["1"])
    assert remote.seen == []


def test_the_withdrawal_is_said_in_a_sentence_where_they_answer_with_it(
    remote: Remote, legacy: facebook_connector
) -> None:
    def gone(_seen: Seen) -> tuple[int, Any]:
        return 400, error(12)

    remote.answers(ORDERS, gone)
    with pytest.raises(NotSupported) as caught:
        list(legacy.pull_orders(since=SINCE, until=UNTIL))
    assert "withdrawn" in str(caught.value)
