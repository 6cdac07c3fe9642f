"""Reading orders: each status is asked for, seconds not milliseconds, nothing skipped, sales that no list has."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplaces.connectors.uzum import connector as uzum_connector
from marketplaces.connectors.uzum.walks import ENDED, STATUSES
from marketplaces.framework.errors import UnexpectedPayload
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import Seen, refusal, wrapped
from .samples import order, sale

UNTIL = datetime(2026, 10, 20, 12, tzinfo=UTC)
SINCE = UNTIL - timedelta(hours=1)
ORDERS, COUNT, SALES = "/v2/fbs/orders", "/v2/fbs/orders/count", "/v1/finance/orders"
NO_SALES = {"orderItems": [], "totalElements": 0}


def listing(by_status: dict[str, list[dict[str, Any]]]) -> Any:
    """Uzum's list: one status, new orders without one, fifty a page; the total counts the page."""

    def reply(seen: Seen) -> Any:
        (status,) = seen.values("status") or ["CREATED"]
        page, size = int(seen.values("page")[0]), int(seen.values("size")[0])
        rows = by_status.get(status, [])[page * size : (page + 1) * size]
        return wrapped({"orders": rows, "totalAmount": len(rows)})

    return reply


def walked(uzum: uzum_connector, **more: Any) -> list[str]:
    pages = list(uzum.pull_orders(since=SINCE, until=UNTIL, **more))
    assert [item for page in pages for item in page.refused] == []
    assert pages[-1].cursor is None and pages[-1].safe_until == UNTIL
    return [order.remote_id for page in pages for order in page.items]


def test_every_status_is_asked_for_in_the_order_of_an_orders_life(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({status: [order(id=n, status=status)] for n, status in enumerate(STATUSES, 1)}))
    remote.answers(SALES, NO_SALES)
    assert walked(uzum) == [str(n) for n in range(1, len(STATUSES) + 1)]
    assert [seen.values("status") for seen in remote.asked(ORDERS)] == [[status] for status in STATUSES]
    assert all(seen.values("shopIds") == ["96273"] for seen in remote.asked(ORDERS))


def test_only_what_has_ended_is_bounded_and_in_seconds(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({}))
    remote.answers(SALES, NO_SALES)
    walked(uzum)
    bounds = {
        seen.values("status")[0]: seen.values("dateFrom") + seen.values("dateTo") for seen in remote.asked(ORDERS)
    }
    month = [str(int((UNTIL - timedelta(days=30)).timestamp())), str(int(UNTIL.timestamp()))]
    assert bounds == {status: month if status in ENDED else [] for status in STATUSES}
    assert {tuple(seen.values("dateFrom")) for seen in remote.asked(SALES)} == {(month[0],)}


def test_pages_are_followed_to_the_end(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({"PACKING": [order(id=n) for n in range(1, 121)]}))
    remote.answers(COUNT, wrapped(120))
    remote.answers(SALES, NO_SALES)
    assert walked(uzum) == [str(n) for n in range(1, 121)]


def test_an_order_that_slipped_between_two_pages_is_found_by_the_count(uzum: uzum_connector, remote: Remote) -> None:
    packing = [order(id=n) for n in range(1, 102)]
    plain = listing({"PACKING": packing})

    def reply(seen: Seen) -> Any:
        answer = plain(seen)
        if seen.values("status") == ["PACKING"] and seen.values("page") == ["0"] and len(packing) == 101:
            del packing[0]  # it moved on: those behind it moved up
        return answer

    remote.answers(ORDERS, reply)
    remote.answers(COUNT, wrapped(101))
    remote.answers(SALES, NO_SALES)
    assert sorted(int(number) for number in walked(uzum)) == list(range(1, 102))


def test_a_list_that_gives_new_orders_whatever_is_asked_is_noticed(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, wrapped({"orders": [order(status="CREATED")], "totalAmount": 1}))
    with pytest.raises(UnexpectedPayload, match="status"):
        list(uzum.pull_orders(since=SINCE, until=UNTIL))


def test_an_order_that_moves_on_while_it_is_read_is_no_trouble(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({"CREATED": [order(status="PACKING")], "PACKING": [order(status="PACKING")]}))
    remote.answers(SALES, NO_SALES)
    assert walked(uzum) == ["50000001", "50000001"]


def test_sales_that_no_list_has_are_uzums_own_orders(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({"PACKING": [order()]}))
    remote.answers(SALES, {"orderItems": [sale(), sale(id=9, orderId=50000001)], "totalElements": 2})
    assert walked(uzum) == ["50000001", "51000001"]


def test_where_no_sales_are_given_without_statuses_all_of_them_are_named(uzum: uzum_connector, remote: Remote) -> None:
    def reply(seen: Seen) -> Any:
        named = seen.values("statuses")
        return {"orderItems": [sale()], "totalElements": 1} if len(named) == 4 else NO_SALES

    remote.answers(ORDERS, listing({}))
    remote.answers(SALES, reply)
    assert walked(uzum) == ["51000001"]


def test_a_walk_that_was_cut_off_among_the_sales_still_knows_whose_orders_are_whose(
    uzum: uzum_connector, remote: Remote
) -> None:
    remote.answers(ORDERS, listing({"PACKING": [order()]}))
    remote.answers(SALES, {"orderItems": [sale(), sale(id=9, orderId=50000001)], "totalElements": 2})
    assert walked(uzum, cursor={"status": "sales"}) == ["51000001"]


def test_a_walk_goes_on_one_page_before_the_place_where_it_was_cut_off(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({"PACKING": [order(id=n) for n in range(1, 161)]}))
    remote.answers(SALES, NO_SALES)
    assert walked(uzum, cursor={"status": "PACKING", "page": 2})[:2] == ["51", "52"]


def test_one_odd_order_never_stops_the_others(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(ORDERS, listing({"PACKING": [order(dateCreated=None), order(id=2)]}))
    remote.answers(SALES, NO_SALES)
    pages = list(uzum.pull_orders(since=SINCE, until=UNTIL))
    assert [order.remote_id for page in pages for order in page.items] == ["2"]
    assert [item.remote_id for page in pages for item in page.refused] == ["50000001"]


@pytest.mark.parametrize("answer", [{"payload": None, "errors": []}, {"payload": {}, "errors": []}, [], {"orders": 5}])
def test_an_answer_that_is_no_page_is_never_an_empty_shop(uzum: uzum_connector, remote: Remote, answer: Any) -> None:
    remote.answers(ORDERS, answer)
    with pytest.raises(UnexpectedPayload):
        list(uzum.pull_orders(since=SINCE, until=UNTIL))


def test_an_order_by_number_is_looked_for_among_the_sales_where_the_seller_does_not_send_it(
    uzum: uzum_connector, remote: Remote
) -> None:
    remote.answers("/v1/fbs/order/51000001", refusal("seller-order-01"))
    remote.answers("/v1/fbs/order/50000001", wrapped(order()))
    remote.answers(SALES, {"orderItems": [sale()], "totalElements": 1})
    page = uzum.order_items(["51000001", "50000001", "x-1"])
    assert sorted(order.remote_id for order in page.items) == ["50000001", "51000001"]
    assert [item.remote_id for item in page.refused] == ["x-1"]


def test_times_in_milliseconds_give_the_same_orders(shop: Shop) -> None:
    as_text = shop.orders()
    shop.control("settings", {"epoch_dates": 1})
    as_numbers = shop.orders()
    shop.control("settings", {"epoch_dates": 0})
    moments = ("placed_at", "updated_at", "ship_by", "shipped_at", "delivered_at", "status")
    assert [[getattr(order, name) for name in moments] for order in as_numbers.values()] == [
        [getattr(order, name) for name in moments] for order in as_text.values()
    ]


def test_the_other_shop_of_the_same_token_stays_out(shop: Shop) -> None:
    others = {each["id"] for each in shop.control("state?account=96274&products=0&webhooks=0")["orders"]}
    assert others and not others & shop.orders().keys()
