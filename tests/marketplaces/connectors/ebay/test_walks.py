"""Windows, rows and pages: what the walks ask for, where they go on, and what they notice."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from marketplaces.connectors.ebay.walks import condition
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.ebay import samples

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LIST = "GET /sell/fulfillment/v1/order"
ITEMS = "GET /sell/inventory/v1/inventory_item"
OFFERS = "GET /sell/inventory/v1/offer"
BERLIN_SUMMER, BERLIN_WINTER = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        # what reaches the present is left open: a moment ahead of their clock would be refused
        (NOW - timedelta(days=1), NOW, "2026-11-19T12:00:00.000Z.."),
        (NOW - timedelta(days=1), NOW + timedelta(seconds=1), "2026-11-19T12:00:00.000Z.."),
        (NOW - timedelta(days=1), NOW - timedelta(minutes=59), "2026-11-19T12:00:00.000Z.."),
        (NOW - timedelta(days=2), NOW - timedelta(days=1), "2026-11-18T12:00:00.000Z..2026-11-19T12:00:00.000Z"),
        # no further back than two years
        (NOW - timedelta(days=3650), NOW, "2024-11-21T12:00:00.000Z.."),
        # parts of a second, other zones, the night of the clock change in Berlin: always UTC with three digits
        (datetime(2026, 11, 20, 11, 59, 59, 999999, tzinfo=UTC), NOW, "2026-11-20T11:59:59.999Z.."),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN_SUMMER), NOW, "2026-10-25T00:30:00.000Z.."),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN_WINTER), NOW, "2026-10-25T01:30:00.000Z.."),
        (datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN_SUMMER), NOW, "2026-03-29T01:00:00.000Z.."),
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), NOW, "2025-12-31T23:59:59.000Z.."),
        (datetime(2028, 2, 29, tzinfo=UTC) - timedelta(days=730), NOW, "2026-03-01T00:00:00.000Z.."),
    ],
)
def test_the_window_is_written_as_ebay_reads_it(since, until, expected):
    assert condition(since, until, NOW) == f"lastmodifieddate:[{expected}]"


def page(numbers, *, offset=0, total=None, more=False):
    orders = [samples.order(orderId=number) for number in numbers]
    answer = {"total": len(numbers) if total is None else total, "limit": 200, "offset": offset, "orders": orders}
    return answer | ({"next": "more"} if more else {})


def read(ebay, *, cursor=None, since=NOW - timedelta(days=3), until=NOW):
    return list(ebay.pull_orders(since=since, until=until, cursor=cursor))


def test_rows_are_skipped_by_rows_and_the_end_is_where_no_next_is(ebay, remote):
    remote.answers(LIST, page(["1", "2"], total=201, more=True), page(["3"], offset=200, total=201))
    found = read(ebay)
    assert [[each.remote_id for each in part.items] for part in found] == [["1", "2"], ["3"]]
    assert [part.cursor for part in found] == [{"offset": 200, "total": 201}, None]
    assert [part.safe_until for part in found] == [None, NOW]
    assert [each.query["offset"] for each in remote.asked(LIST)] == ["0", "200"]
    assert {each.query["limit"] for each in remote.asked(LIST)} == {"200"}
    assert {each.query["fieldGroups"] for each in remote.asked(LIST)} == {"TAX_BREAKDOWN"}


def test_a_walk_goes_on_at_its_row(ebay, remote):
    remote.answers(LIST, page(["3"], offset=200, total=201))
    (part,) = read(ebay, cursor={"offset": 200, "total": 201})
    assert ([each.remote_id for each in part.items], part.cursor) == (["3"], None)


def test_what_leaves_the_list_while_it_is_read_costs_no_order(ebay, remote):
    remote.answers(
        LIST, page(["1", "2"], total=205, more=True), page(["6"], offset=200, total=202),
        page(["3", "6"], offset=197, total=202),
    )  # fmt: skip
    assert {each.remote_id for part in read(ebay) for each in part.items} == {"1", "2", "3", "6"}
    assert [each.query["offset"] for each in remote.asked(LIST)] == ["0", "200", "197"]


@pytest.mark.parametrize(
    "second", [page(["1", "2"], total=400, more=True), page(["1"], offset=200, total=400, more=True)]
)
def test_a_list_that_does_not_move_is_noticed(ebay, remote, second):
    remote.answers(LIST, page(["1", "2"], total=400, more=True), second)
    with pytest.raises(UnexpectedPayload):
        read(ebay)


def test_an_answer_that_is_no_page_is_no_empty_list(ebay, remote):
    remote.answers(LIST, {"hello": "world"})
    with pytest.raises(UnexpectedPayload) as caught:
        read(ebay)
    assert caught.value.path == "orders"


def test_one_odd_order_never_stops_the_others(ebay, remote):
    odd = samples.order(orderId="9", lineItems=[])
    remote.answers(LIST, {**page(["1"]), "orders": [odd, samples.order(orderId="1")]})
    (part,) = read(ebay)
    assert [each.remote_id for each in part.items] == ["1"]
    assert [(each.remote_id, type(each.error)) for each in part.refused] == [("9", UnexpectedPayload)]


def test_an_unknown_number_is_refused_alone(ebay, remote):
    remote.answers(f"{LIST}/1", samples.order(orderId="1"))
    remote.answers(f"{LIST}/2", (404, {"errors": [{"errorId": 32100, "message": "Invalid Order Id: 2"}]}))
    found = ebay.order_items(["1", "2", "1"])
    assert [each.remote_id for each in found.items] == ["1"]
    assert [(each.remote_id, type(each.error)) for each in found.refused] == [("2", NotFound)]
    assert len(remote.asked(f"{LIST}/1")) == 1


def test_items_are_skipped_by_pages_and_each_asks_for_its_offers(ebay, remote):
    more = {"total": 2, "size": 1, "inventoryItems": [samples.item()], "next": "more"}
    last = {"total": 2, "size": 1, "inventoryItems": [samples.item(sku="MUG-2")]}
    remote.answers(ITEMS, more, last)
    remote.answers(OFFERS, {"offers": [samples.offer()]}, (404, {"errors": [{"errorId": 25713, "message": "none"}]}))
    found = list(ebay.pull_products())
    assert [[each.remote_id for each in part.items] for part in found] == [["MUG-1"], ["MUG-2"]]
    assert [part.cursor for part in found] == [{"page": 1}, None]
    assert [each.query["offset"] for each in remote.asked(ITEMS)] == ["0", "1"]
    assert [each.query["sku"] for each in remote.asked(OFFERS)] == ["MUG-1", "MUG-2"]
    assert found[1].items[0].variants[0].remote_id == ""


def test_a_list_of_items_that_does_not_move_is_noticed(ebay, remote):
    remote.answers(ITEMS, {"total": 2, "inventoryItems": [samples.item()], "next": "more"})
    remote.answers(OFFERS, {"offers": []})
    with pytest.raises(UnexpectedPayload):
        list(ebay.pull_products())
