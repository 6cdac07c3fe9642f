"""Reading orders: windows, pages, a list that moves while it is read, and one bad order among good ones."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from marketplaces.framework.errors import NotFound, Unavailable, UnexpectedPayload
from tests.marketplaces.connectors.shopee import samples
from tests.marketplaces.connectors.shopee.conftest import NOW, bad, good

SINCE = NOW - timedelta(hours=1)


def listing(*numbers, more=False, cursor=""):
    rows = [{"order_sn": number, "order_status": "READY_TO_SHIP"} for number in numbers]
    return good({"more": more, "next_cursor": cursor, "order_list": rows})


def details(request):
    """Every order asked for, each changed a second after the one before in the alphabet's order reversed."""
    numbers = request.value("order_sn_list").split(",")
    return good(
        {
            "order_list": [
                samples.order(order_sn=number, update_time=1767225600 - sum(number.encode())) for number in numbers
            ]
        }
    )


def numbers(pages):
    return [order.remote_id for page in pages for order in page.items]


@pytest.mark.parametrize(("days", "count"), [(0, 1), (1, 1), (15, 1), (16, 2), (30, 2), (31, 3)])
def test_a_span_is_cut_into_windows_of_fifteen_days_without_a_gap(shopee, remote, days, count):
    remote.answers("order/get_order_list", listing())
    start = datetime(2026, 3, 20, 7, 30, tzinfo=UTC)  # across the European change of clocks
    list(shopee.pull_orders(since=start, until=start + timedelta(days=days)))
    found = [(int(call.value("time_from")), int(call.value("time_to"))) for call in remote.seen]
    assert len(found) == count
    assert found[0][0] == start.timestamp()
    assert found[-1][1] == (start + timedelta(days=days)).timestamp()
    assert all(0 <= stop - begin <= 15 * 86400 for begin, stop in found)
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_sixteen_days_are_asked_for_in_two_windows_and_each_is_safe_only_at_its_end(shopee, remote):
    remote.answers("order/get_order_list", listing("A"), listing("B"))
    remote.answers("order/get_order_detail", details)
    since = NOW - timedelta(days=16)
    pages = list(shopee.pull_orders(since=since, until=NOW))
    assert numbers(pages) == ["A", "B"]
    assert [page.safe_until for page in pages] == [since + timedelta(days=15), NOW]
    assert pages[-1].cursor is None
    first, second = remote.asked("order/get_order_list")
    assert first.value("time_to") == second.value("time_from")
    assert first.value("time_range_field") == "update_time"
    assert first.value("request_order_status_pending") == "true"
    assert first.value("cursor") == ""


def test_pages_are_followed_by_their_cursor_and_read_a_second_time_because_the_list_moves(shopee, remote):
    remote.answers(
        "order/get_order_list",
        listing("A", "B", more=True, cursor="2"), listing("D"),  # C slid over the border when A changed
        listing("B", "C", more=True, cursor="2"), listing("D"),
        listing("B", "C", more=True, cursor="2"), listing("D"),
    )  # fmt: skip
    remote.answers("order/get_order_detail", details)
    pages = list(shopee.pull_orders(since=SINCE, until=NOW))
    assert sorted(numbers(pages)) == ["A", "B", "C", "D"]
    assert [page.safe_until for page in pages[:-1]] == [None] * (len(pages) - 1)
    assert pages[-1].safe_until == NOW
    assert [call.value("cursor") for call in remote.asked("order/get_order_list")] == ["", "2", "", "2", "", "2"]


def test_one_page_is_not_read_again(shopee, remote):
    remote.answers("order/get_order_list", listing("A"))
    remote.answers("order/get_order_detail", details)
    list(shopee.pull_orders(since=SINCE, until=NOW))
    assert len(remote.asked("order/get_order_list")) == 1


def test_a_walk_goes_on_from_the_cursor_of_any_page(shopee, remote):
    def by_cursor(request):
        return listing("A", more=True, cursor="1") if not request.value("cursor") else listing("B")

    remote.answers("order/get_order_list", by_cursor)
    remote.answers("order/get_order_detail", details)
    first = next(iter(shopee.pull_orders(since=SINCE, until=NOW)))
    rest = list(shopee.pull_orders(since=SINCE, until=NOW, cursor=first.cursor))
    assert numbers([first]) == ["A"]
    assert numbers(rest)[0] == "B"
    assert rest[-1].safe_until == NOW


def test_details_are_asked_for_in_fifties(shopee, remote):
    names = [f"S{number:03}" for number in range(100)]
    remote.answers("order/get_order_list", listing(*names))
    remote.answers("order/get_order_detail", details)
    (page,) = shopee.pull_orders(since=SINCE, until=NOW)
    assert sorted(order.remote_id for order in page.items) == names
    assert [len(call.value("order_sn_list").split(",")) for call in remote.asked("order/get_order_detail")] == [50, 50]
    assert "item_list" in remote.asked("order/get_order_detail")[0].value("response_optional_fields").split(",")


def test_the_oldest_change_comes_first(shopee, remote):
    remote.answers("order/get_order_list", listing("A", "B", "C"))
    remote.answers("order/get_order_detail", details)
    (page,) = shopee.pull_orders(since=SINCE, until=NOW)
    assert [order.remote_id for order in page.items] == ["C", "B", "A"]


def test_one_unreadable_order_does_not_cost_the_others(shopee, remote):
    remote.answers("order/get_order_list", listing("A", "B"))
    broken = samples.order(order_sn="B", create_time="yesterday")
    remote.answers("order/get_order_detail", good({"order_list": [samples.order(order_sn="A"), broken]}))
    (page,) = shopee.pull_orders(since=SINCE, until=NOW)
    assert numbers([page]) == ["A"]
    (refused,) = page.refused
    assert (refused.remote_id, type(refused.error), refused.raw["order_sn"]) == ("B", UnexpectedPayload, "B")


def test_one_number_that_fails_the_whole_call_is_found_and_refused_alone(shopee, remote):
    def answer(request):
        return bad("error_not_found") if "B" in request.value("order_sn_list") else details(request)

    remote.answers("order/get_order_detail", answer)
    page = shopee.order_items(["A", "B", "C"])
    assert sorted(order.remote_id for order in page.items) == ["A", "C"]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("B", NotFound)]


def test_an_order_that_is_missing_in_the_answer_is_refused_as_not_found(shopee, remote):
    remote.answers("order/get_order_detail", good({"order_list": [samples.order(order_sn="A")]}))
    page = shopee.order_items(["A", "B"])
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("B", NotFound)]


def test_an_empty_window_asks_for_no_details(shopee, remote):
    remote.answers("order/get_order_list", listing())
    (page,) = shopee.pull_orders(since=SINCE, until=NOW)
    assert (list(page.items), page.safe_until) == ([], NOW)
    assert remote.names() == ["order/get_order_list"]


def test_a_cursor_that_stands_still_is_no_endless_loop(shopee, remote):
    remote.answers("order/get_order_list", listing("A", more=True, cursor="1"))
    remote.answers("order/get_order_detail", details)
    with pytest.raises(UnexpectedPayload):
        list(shopee.pull_orders(since=SINCE, until=NOW))


def test_a_busy_server_is_asked_again_and_then_given_up(shopee, remote):
    remote.answers("order/get_order_list", bad("error_server"))
    with pytest.raises(Unavailable):
        list(shopee.pull_orders(since=SINCE, until=NOW))
    assert len(remote.seen) == 3


def test_an_answer_that_is_no_page_is_not_taken_for_an_empty_one(shopee, remote):
    remote.answers("order/get_order_list", good({}))
    with pytest.raises(UnexpectedPayload, match="order_list"):
        list(shopee.pull_orders(since=SINCE, until=NOW))


def test_an_empty_list_may_be_left_out_of_its_page(shopee, remote):
    remote.answers("order/get_order_list", good({"more": False, "next_cursor": ""}))
    assert numbers(shopee.pull_orders(since=SINCE, until=NOW)) == []
