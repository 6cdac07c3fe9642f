"""Walks over lists that move while they are read."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.lazada.conftest import bad, good
from tests.marketplaces.connectors.lazada.samples import item, order, product

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=3)


class Shelf:
    """Orders by number and second of change; answers the list and the items as Lazada does."""

    def __init__(self, remote, moments):
        self.moments = dict(moments)
        self.before_page = lambda: None
        remote.answers("/orders/get", self.list)
        remote.answers("/orders/items/get", self.items)

    def list(self, request):
        self.before_page()
        after, offset = datetime.fromisoformat(request.given["update_after"]), int(request.given["offset"])
        before = datetime.fromisoformat(request.given["update_before"])
        rows = sorted((at, number) for number, at in self.moments.items() if after <= at <= before)
        page = [self.row(number, at) for at, number in rows[offset : offset + 100]]
        return good({"count": len(page), "countTotal": len(rows), "orders": page})

    @staticmethod
    def row(number, at):
        return order(order_id=number, order_number=number, updated_at=f"{at:%Y-%m-%d %H:%M:%S} +0000")

    @staticmethod
    def items(request):
        numbers = request.json("order_ids")
        assert len(numbers) <= 50
        return good([{"order_id": each, "order_number": each, "order_items": [item()]} for each in numbers])


def pages(lazada, cursor=None):
    return list(lazada.pull_orders(since=SINCE, until=UNTIL, cursor=cursor))


def numbers(found):
    return [int(each.remote_id) for page in found for each in page.items]


def test_every_order_is_read_once_over_many_pages(lazada, remote):
    Shelf(remote, {1000 + n: SINCE + timedelta(minutes=n) for n in range(350)})
    found = pages(lazada)
    assert numbers(found) == [1000 + n for n in range(350)]
    assert found[-1].cursor is None and found[-1].safe_until == UNTIL
    assert all(page.safe_until is None for page in found[:-1])
    assert found[0].total == 350


def test_an_order_that_changes_while_we_read_moves_no_other_past_a_page(lazada, remote):
    shelf = Shelf(remote, {1000 + n: SINCE + timedelta(minutes=n) for n in range(250)})
    asked = []

    def touch():
        asked.append(1)
        if len(asked) == 2:  # ten of the first page change before the second is read
            for number in range(1000, 1010):
                shelf.moments[number] = UNTIL - timedelta(minutes=1)

    shelf.before_page = touch
    found = pages(lazada)
    assert set(numbers(found)) == {1000 + n for n in range(250)}


def test_many_orders_of_one_second_are_paged_by_offset(lazada, remote):
    Shelf(remote, {1000 + n: SINCE + timedelta(hours=1) for n in range(320)})
    assert sorted(numbers(pages(lazada))) == [1000 + n for n in range(320)]
    assert max(int(call.given["offset"]) for call in remote.asked("/orders/get")) >= 300


def test_a_walk_goes_on_after_the_page_where_it_was_cut_off(lazada, remote):
    Shelf(remote, {1000 + n: SINCE + timedelta(minutes=n) for n in range(350)})
    first = next(lazada.pull_orders(since=SINCE, until=UNTIL))
    rest = pages(lazada, cursor=first.cursor)
    assert set(numbers([first])) | set(numbers(rest)) == {1000 + n for n in range(350)}
    assert len(numbers(rest)) <= 260


def test_a_list_that_stands_still_is_noticed(lazada, remote):
    shelf = Shelf(remote, {1000 + n: SINCE + timedelta(minutes=n) for n in range(100)})
    same = [shelf.row(number, at) for number, at in shelf.moments.items()]
    remote.answers("/orders/get", good({"count": 100, "countTotal": 100, "orders": same}))
    read = []
    with pytest.raises(UnexpectedPayload):
        for page in lazada.pull_orders(since=SINCE, until=UNTIL):
            read += page.items
    assert len(read) == 100
    assert len(remote.asked("/orders/get")) < 6


def test_one_unreadable_order_is_refused_alone(lazada, remote):
    Shelf(remote, {1: SINCE, 2: SINCE})
    remote.answers(
        "/orders/items/get",
        good([
            {"order_id": 1, "order_number": 1, "order_items": [item(item_price="dear")]},
            {"order_id": 2, "order_number": 2, "order_items": [item()]},
        ]),
    )  # fmt: skip
    (page,) = pages(lazada)
    assert [each.remote_id for each in page.items] == ["2"]
    assert [(each.remote_id, each.error.path) for each in page.refused] == [("1", "item_price")]


def test_an_answer_without_a_list_is_no_empty_list(lazada, remote):
    remote.answers("/orders/get", good({}))
    with pytest.raises(UnexpectedPayload):
        pages(lazada)


def test_orders_are_read_by_number_and_unknown_ones_refused(lazada, remote):
    def one(request):
        number = request.given["order_id"]
        return good(order(order_id=int(number))) if number == "7" else bad("16", "E016: Invalid Order ID")

    remote.answers("/order/get", one)
    remote.answers("/orders/items/get", good([{"order_id": 7, "order_number": 7, "order_items": [item()]}]))
    page = lazada.order_items(["7", "8", "0-0-0", "7"])
    assert [each.remote_id for each in page.items] == ["7"]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("8", NotFound), ("0-0-0", NotFound)]
    assert len(remote.asked("/order/get")) == 2


def catalogue(remote, count):
    """Products created a minute apart; a span is cut to what it asks for."""
    began = datetime(2020, 1, 1, tzinfo=UTC)
    made = [(began + timedelta(minutes=n), product(item_id=3000 + n)) for n in range(count)]

    def answer(request):
        asked = request.given
        begin = datetime.fromisoformat(asked["create_after"])
        end = datetime.fromisoformat(asked["create_before"])
        rows = [row for at, row in made if begin <= at <= end]
        offset = int(asked["offset"])
        assert offset <= 10_000
        return good({"total_products": len(rows), "products": rows[offset : offset + int(asked["limit"])]})

    remote.answers("/products/get", answer)


def test_products_are_read_to_the_end(lazada, remote):
    catalogue(remote, 130)
    found = list(lazada.pull_products())
    assert [int(each.remote_id) for page in found for each in page.items] == [3000 + n for n in range(130)]
    assert found[-1].cursor is None and found[-1].safe_until is not None
    assert {call.given["filter"] for call in remote.seen} == {"all"}


def test_a_shop_of_more_than_ten_thousand_products_is_read_in_parts(lazada, remote):
    catalogue(remote, 10_400)
    seen = [int(each.remote_id) for page in lazada.pull_products() for each in page.items]
    assert sorted(seen) == [3000 + n for n in range(10_400)]
    assert len(seen) == len(set(seen))


def test_only_changed_products_are_asked_for_by_change(lazada, remote):
    remote.answers("/products/get", good({"total_products": 0, "products": []}))
    list(lazada.pull_products(since=SINCE))
    (call,) = remote.seen
    assert call.given["update_after"] == "2026-01-01T00:00:00+00:00"
    assert "create_after" not in call.given


def test_an_empty_page_that_promises_more_is_noticed(lazada, remote):
    remote.answers("/products/get", good({"total_products": 70, "products": []}))
    with pytest.raises(UnexpectedPayload):
        list(lazada.pull_products())
