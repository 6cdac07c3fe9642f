"""Lists are read to their end, resumed in the middle, and one odd posting never stops the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.errors import NotFound, RateLimited, UnexpectedPayload
from tests.marketplaces.connectors.remote import Remote

from .conftest import Seen
from .samples import posting, product

CHANGED, OPEN, FBO = "/v4/posting/fbs/list", "/v4/posting/fbs/unfulfilled/list", "/v3/posting/fbo/list"
UNTIL = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SINCE = UNTIL - timedelta(minutes=30)


def page(*postings: dict[str, Any], cursor: str = "") -> dict[str, Any]:
    return {"postings": list(postings), "has_next": bool(cursor), "cursor": cursor}


def named(number: str, **changes: Any) -> dict[str, Any]:
    return posting(posting_number=number, **changes)


@pytest.fixture
def lists(remote: Remote) -> Remote:
    remote.answers(CHANGED, page(named("1"), cursor="c2"), page(named("2"), cursor=""))
    remote.answers(OPEN, page(named("2"), named("3")))
    remote.answers(FBO, page({"posting_number": "4", "status": "delivered", "created_at": "2026-11-01T00:00:00Z",
                              "products": [product(1, 1)]}))  # fmt: skip
    return remote


def test_three_lists_are_read_to_their_end_and_nothing_is_given_twice(ozon: ozon_connector, lists: Remote) -> None:
    pages = list(ozon.pull_orders(since=SINCE, until=UNTIL))
    assert [[order.remote_id for order in each.items] for each in pages] == [["1"], ["2"], ["3"], ["4"]]
    assert [each.safe_until for each in pages] == [None, None, None, UNTIL]
    assert pages[-1].cursor is None


def test_changes_are_asked_within_the_window_and_placed_within_a_year(ozon: ozon_connector, lists: Remote) -> None:
    list(ozon.pull_orders(since=SINCE, until=UNTIL))
    first, second = lists.bodies(CHANGED)
    assert first["filter"]["last_changed_status_date"] == {
        "from": "2026-11-20T11:30:00.000Z", "to": "2026-11-20T12:00:00.000Z",
    }  # fmt: skip
    placed = [datetime.fromisoformat(first["filter"][name]) for name in ("since", "to")]
    assert timedelta(days=360) < placed[1] - placed[0] < timedelta(days=365)
    assert (first["cursor"], second["cursor"], first["limit"]) == ("", "c2", 100)
    assert first["filter"] == second["filter"]


def test_a_walk_goes_on_after_the_page_it_stopped_at(ozon: ozon_connector, lists: Remote) -> None:
    first = next(ozon.pull_orders(since=SINCE, until=UNTIL))
    lists.answers(CHANGED, page(named("2")))
    rest = list(ozon.pull_orders(since=SINCE, until=UNTIL, cursor=first.cursor))
    assert [order.remote_id for each in rest for order in each.items] == ["2", "3", "4"]
    assert lists.bodies(CHANGED)[-1]["cursor"] == "c2"


def test_an_answer_wrapped_in_result_is_read(ozon: ozon_connector, lists: Remote) -> None:
    lists.answers(CHANGED, {"result": page(named("1"))})
    assert next(ozon.pull_orders(since=SINCE, until=UNTIL)).items[0].remote_id == "1"


@pytest.mark.parametrize("answer", [{}, b"null", {"result": {}}, {"ok": True}])
@pytest.mark.parametrize("path", [CHANGED, OPEN, FBO])
def test_an_answer_that_is_no_page_is_not_taken_for_an_empty_one(
    ozon: ozon_connector, lists: Remote, path: str, answer: Any
) -> None:
    lists.answers(path, answer)
    with pytest.raises(UnexpectedPayload, match="postings"):
        list(ozon.pull_orders(since=SINCE, until=UNTIL))


def test_an_empty_list_may_be_left_out_of_its_page(ozon: ozon_connector, lists: Remote) -> None:
    for path in (CHANGED, OPEN, FBO):
        lists.answers(path, {"has_next": False, "cursor": ""})
    assert [each.items for each in ozon.pull_orders(since=SINCE, until=UNTIL)] == [[], [], []]


def test_one_unreadable_posting_is_refused_and_the_others_come(ozon: ozon_connector, lists: Remote) -> None:
    lists.answers(CHANGED, page(named("1"), named("2", products=[product(1, 1, price={"amount": "?"})]), named("3")))
    first = next(ozon.pull_orders(since=SINCE, until=UNTIL))
    assert [order.remote_id for order in first.items] == ["1", "3"]
    (odd,) = first.refused
    assert (odd.remote_id, type(odd.error)) == ("2", UnexpectedPayload)
    assert odd.raw["posting_number"] == "2"


def test_a_row_that_is_no_posting_is_refused_and_the_others_come(ozon: ozon_connector, lists: Remote) -> None:
    lists.answers(CHANGED, {"postings": [None, named("1"), "2"], "has_next": False, "cursor": ""})
    first = next(ozon.pull_orders(since=SINCE, until=UNTIL))
    assert [order.remote_id for order in first.items] == ["1"]
    assert [type(item.error) for item in first.refused] == [UnexpectedPayload] * 2


def test_a_cursor_that_does_not_move_is_noticed(ozon: ozon_connector, lists: Remote) -> None:
    lists.answers(CHANGED, page(named("1"), cursor="same"))
    with pytest.raises(UnexpectedPayload):
        list(ozon.pull_orders(since=SINCE, until=UNTIL))


def test_postings_by_number_come_from_both_schemes_and_the_missing_is_named(
    ozon: ozon_connector, remote: Remote
) -> None:
    def get(seen: Seen) -> Any:
        number = seen.body["posting_number"]
        return {"result": named(number)} if number == "1" else (404, {"code": 5, "message": "POSTING_NOT_FOUND"})

    remote.answers("/v3/posting/fbs/get", get)
    remote.answers(FBO, page({"posting_number": "2", "status": "delivered", "created_at": "2026-11-01T00:00:00Z",
                              "products": []}))  # fmt: skip
    found = ozon.order_items(["1", "2", "3"])
    assert [(order.remote_id, order.remote_scheme) for order in found.items] == [("1", "rfbs"), ("2", "fbo")]
    assert [(item.remote_id, type(item.error)) for item in found.refused] == [("3", NotFound)]
    assert remote.bodies(FBO)[0]["filter"]["posting_numbers"] == ["2", "3"]


def test_the_key_pair_is_on_every_call(ozon: ozon_connector, lists: Remote) -> None:
    list(ozon.pull_orders(since=SINCE, until=UNTIL))
    assert {seen.headers["Client-Id"] for seen in lists.seen} == {"1001"}
    assert len({seen.headers["Api-Key"] for seen in lists.seen}) == 1


def test_a_limit_answer_is_waited_for_and_the_call_made_again(ozon: ozon_connector, lists: Remote) -> None:
    slow = (429, {"code": 8, "message": "You have reached request rate limit per second"})
    lists.answers(CHANGED, slow, page(named("1")))
    assert next(ozon.pull_orders(since=SINCE, until=UNTIL)).items[0].remote_id == "1"
    lists.answers(CHANGED, slow)
    with pytest.raises(RateLimited):
        list(ozon.pull_orders(since=SINCE, until=UNTIL))
