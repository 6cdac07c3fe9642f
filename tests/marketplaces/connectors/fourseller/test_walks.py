"""Lists by offset: read to the end, gone on with, stepped back in when something left, and never followed for ever."""

from datetime import UTC, datetime

import pytest

from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.fourseller import samples

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 8, 12, 0, 0, 250_000, tzinfo=UTC)


class Shop:
    """Orders that are listed by offset, some of which leave the list after a page was given."""

    def __init__(self, count, leave_after_first=()):
        self.names = [f"FS-{number:04d}" for number in range(count)]
        self.leaving = list(leave_after_first)

    def __call__(self, seen):
        offset, limit = int(seen.query["offset"]), int(seen.query["limit"])
        rows = [samples.order(id=name) for name in self.names[offset : offset + limit]]
        answer = samples.page(rows, offset=offset, total=len(self.names))
        if self.leaving:
            gone = self.leaving.pop(0)
            self.names = [name for name in self.names if name not in gone]
        return answer


def walk(connector, **more):
    return list(connector.pull_orders(since=SINCE, until=UNTIL, **more))


def names(pages):
    return [order.remote_id for page in pages for order in page.items]


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 250])
def test_every_order_is_read_once(remote, fourseller, count):
    remote.answers("GET /v1/orders", Shop(count))
    pages = walk(fourseller)
    assert sorted(names(pages)) == [f"FS-{number:04d}" for number in range(count)]
    assert (pages[-1].cursor, pages[-1].safe_until) == (None, UNTIL)
    assert [page.safe_until for page in pages[:-1]] == [None] * (len(pages) - 1)
    assert len(remote.asked("GET /v1/orders")) == max(1, -(-count // 100))


def test_the_window_is_asked_for_by_the_time_of_the_last_change(remote, fourseller):
    remote.answers("GET /v1/orders", Shop(1))
    walk(fourseller)
    assert remote.seen[0].query == {
        "limit": "100", "offset": "0", "date_from": "2026-01-01T00:00:00.000Z", "date_to": "2026-01-08T12:00:00.250Z",
    }  # fmt: skip


@pytest.mark.parametrize("gone", [("FS-0000",), ("FS-0000", "FS-0050", "FS-0099"), ("FS-0000", "FS-0249")])
def test_orders_that_leave_the_window_meanwhile_hide_no_other(remote, fourseller, gone):
    remote.answers("GET /v1/orders", Shop(250, leave_after_first=[gone]))
    assert set(names(walk(fourseller))) >= {f"FS-{number:04d}" for number in range(250)} - set(gone)


def test_a_walk_goes_on_where_it_was_cut_off_even_if_the_list_moved(remote, fourseller):
    shop = Shop(250)
    remote.answers("GET /v1/orders", shop)
    first = next(iter(fourseller.pull_orders(since=SINCE, until=UNTIL)))
    shop.names = shop.names[3:]
    rest = walk(fourseller, cursor=first.cursor)
    assert {order.remote_id for order in first.items} | set(names(rest)) == {f"FS-{n:04d}" for n in range(250)}


def test_the_oldest_change_of_a_page_comes_first(remote, fourseller):
    rows = [samples.order(id=f"FS-{day}", updated_at=f"2026-01-0{day}T00:00:00Z") for day in (7, 5, 6)]
    remote.answers("GET /v1/orders", samples.page(rows))
    assert names(walk(fourseller)) == ["FS-5", "FS-6", "FS-7"]


def test_without_word_about_the_place_the_first_short_page_is_the_last(remote, fourseller):
    full, rest = ({"data": [samples.order(id=f"FS-{n}") for n in range(*span)]} for span in ((0, 100), (100, 103)))
    remote.answers("GET /v1/orders", full, rest)
    assert len(names(walk(fourseller))) == 103


@pytest.mark.parametrize(
    "endless",
    [
        lambda seen: samples.page([samples.order(id=f"FS-{n}") for n in range(100)], offset=0, total=300),
        lambda seen: {"data": [samples.order(id=f"FS-{n}") for n in range(100)]},
        lambda seen: samples.page([], offset=int(seen.query["offset"]), total=300),
    ],
)
def test_a_list_that_does_not_move_is_noticed(remote, fourseller, endless):
    remote.answers("GET /v1/orders", endless)
    with pytest.raises(UnexpectedPayload):
        walk(fourseller)
    assert len(remote.seen) <= 3


@pytest.mark.parametrize("odd", [{}, {"message": "hello"}, {"data": None}, {"data": {}}, {"data": "x"}])
def test_an_answer_that_is_no_list_is_no_empty_list(remote, fourseller, odd):
    remote.answers("GET /v1/orders", odd)
    with pytest.raises(UnexpectedPayload) as caught:
        walk(fourseller)
    assert caught.value.fix


def test_one_odd_order_never_stops_the_others(remote, fourseller):
    remote.answers("GET /v1/orders", samples.page([samples.order(total="x"), samples.order(id="FS-2"), "torn"]))
    (page,) = walk(fourseller)
    assert names([page]) == ["FS-2"]
    assert [(each.remote_id, each.error.path) for each in page.refused] == [("FS-1", "total"), ("", "id")]


def test_an_unknown_number_is_refused_alone_and_an_id_cannot_leave_its_path(remote, fourseller):
    remote.answers("GET /v1/orders/FS-1", samples.order())
    page = fourseller.order_items(["FS-1", "../ping", "FS-1"])
    assert [order.remote_id for order in page.items] == ["FS-1"]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("../ping", NotFound)]
    assert [each.path for each in remote.seen] == ["/v1/orders/FS-1", "/v1/orders/..%2Fping"]


def test_products_changed_since_are_asked_for_and_deleted_ones_are_told(remote, fourseller):
    remote.answers("GET /v1/products", samples.page([samples.product(), samples.product(2, status="deleted")]))
    (page,) = fourseller.pull_products(since=SINCE)
    assert remote.seen[0].query["updated_since"] == "2026-01-01T00:00:00.000Z"
    assert [product.variants[0].status for product in page.items] == ["active", "deleted"]
    assert page.total == 2
