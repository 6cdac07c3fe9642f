"""Every notation of time in Lazada's answers and ours, nights and offsets included."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from marketplaces.connectors.lazada import reading
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.lazada.conftest import good

BANGKOK = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-01-01 07:00:17 +0700", datetime(2026, 1, 1, 0, 0, 17, tzinfo=UTC)),
        ("2026-01-01 00:30:00 +0800", datetime(2025, 12, 31, 16, 30, tzinfo=UTC)),
        ("2026-01-01T07:00:17+07:00", datetime(2026, 1, 1, 0, 0, 17, tzinfo=UTC)),
        ("2026-01-01T07:00:17+0700", datetime(2026, 1, 1, 0, 0, 17, tzinfo=UTC)),
        ("2026-01-01T00:00:17Z", datetime(2026, 1, 1, 0, 0, 17, tzinfo=UTC)),
        ("2026-02-28 23:59:59 -0100", datetime(2026, 3, 1, 0, 59, 59, tzinfo=UTC)),
        ("2024-02-29 01:00:00 +0700", datetime(2024, 2, 28, 18, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_either_notation(written, wanted):
    assert reading.moment({"t": written}, "t") == wanted


@pytest.mark.parametrize("written", ["2026-01-01 07:00:17", "2026-01-01T07:00:17", "", "soon", None, "1767225600"])
def test_a_moment_without_an_offset_is_not_guessed(written):
    with pytest.raises(UnexpectedPayload):
        reading.moment({"t": written}, "t")
    assert reading.find_moment({"t": written}, "t") is None


@pytest.mark.parametrize("written", ["1767225600000", 1767225600000])
def test_milliseconds_are_read_as_text_and_as_number(written):
    assert reading.find_milliseconds({"t": written}, "t") == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("nothing", [{}, {"t": ""}, {"t": 0}, {"t": None}])
def test_no_milliseconds_are_no_moment(nothing):
    assert reading.find_milliseconds(nothing, "t") is None


def test_orders_are_asked_for_with_an_offset_whatever_zone_we_are_in(lazada, remote):
    remote.answers("/orders/get", good({"count": 0, "countTotal": 0, "orders": []}))
    since = datetime(2026, 1, 1, 0, 0, tzinfo=BANGKOK)
    list(lazada.pull_orders(since=since, until=since + timedelta(days=40)))
    (call,) = remote.seen  # no window limit is documented, so forty days are one walk
    assert call.given["update_after"] == "2025-12-31T17:00:00+00:00"
    assert call.given["update_before"] == "2026-02-09T17:00:00+00:00"


def test_returns_are_asked_for_in_milliseconds(lazada, remote):
    remote.answers("/reverse/getreverseordersforseller", good(result={"success": True, "total": 0, "items": []}))
    since = datetime(2026, 1, 1, tzinfo=UTC)
    list(lazada.pull_returns(since=since, until=since + timedelta(seconds=1)))
    asked = remote.seen[0].given
    assert asked["ReverseOrderLineModifiedTimeRangeStart"] == "1767225600000"
    assert asked["ReverseOrderLineModifiedTimeRangeEnd"] == "1767225601000"
