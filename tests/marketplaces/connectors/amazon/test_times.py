"""Which span is asked for, and every notation of time in Amazon's answers."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.amazon import mapping

from .samples import order

SEARCH = "GET /orders/2026-01-01/orders"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-11-02T08:00:00Z", datetime(2026, 11, 2, 8, tzinfo=UTC)),
        ("2026-11-02T08:31:07.412Z", datetime(2026, 11, 2, 8, 31, 7, 412000, tzinfo=UTC)),
        ("2026-03-29T02:30:00+01:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2025-12-31T16:00:00-08:00", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2024-02-29T23:59:59+09:00", datetime(2024, 2, 29, 14, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_utc(written, wanted):
    assert mapping.order(order(lastUpdatedTime=written)).updated_at == wanted


@pytest.mark.parametrize(
    ("since", "until", "after", "before"),
    [
        # in the past: as asked
        (NOW - timedelta(days=2), NOW - timedelta(hours=1), "2026-11-18T12:00:00.000Z", "2026-11-20T11:00:00.000Z"),
        # up to now, or to less than two minutes before it: the end is theirs
        (NOW - timedelta(days=2), NOW, "2026-11-18T12:00:00.000Z", None),
        (NOW - timedelta(days=2), NOW - timedelta(seconds=110), "2026-11-18T12:00:00.000Z", None),
        (NOW - timedelta(days=2), NOW - timedelta(seconds=130), "2026-11-18T12:00:00.000Z", "2026-11-20T11:57:50.000Z"),
        # two years back and no further
        (NOW - timedelta(days=4000), NOW, "2024-11-21T12:00:00.000Z", None),
    ],
)
def test_the_span_that_is_asked_for(amazon, remote, since, until, after, before):
    remote.answers(SEARCH, {"orders": []})
    list(amazon.pull_orders(since=since, until=until))
    query = remote.asked(SEARCH)[0].query
    assert (query["lastUpdatedAfter"], query.get("lastUpdatedBefore")) == (after, before)
    assert "createdAfter" not in query


def test_a_span_ends_where_their_answer_says(amazon, remote):
    remote.answers(SEARCH, {"orders": [], "lastUpdatedBefore": "2026-11-20T11:58:00Z"})
    (page,) = amazon.pull_orders(since=NOW - timedelta(days=1), until=NOW)
    assert page.safe_until == NOW - timedelta(minutes=2)
    remote.answers(SEARCH, {"orders": [], "lastUpdatedBefore": "2026-11-20T11:58:00Z"})
    (page,) = amazon.pull_orders(since=NOW - timedelta(days=1), until=NOW - timedelta(hours=3))
    assert page.safe_until == NOW - timedelta(hours=3)


def test_where_they_do_not_say_it_is_two_minutes_before_the_question(amazon, remote):
    remote.answers(SEARCH, {"orders": []})
    (page,) = amazon.pull_orders(since=NOW - timedelta(days=1), until=NOW)
    assert page.safe_until == NOW - timedelta(minutes=2)
