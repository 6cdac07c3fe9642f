"""Two kinds of time: UTC in orders and cards, Moscow without a zone in statistics; windows of thirty days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.wildberries.client import WildberriesClient
from marketplaces.connectors.wildberries.reading import in_moscow, moment, moscow_moment
from marketplaces.connectors.wildberries.walks import OrderWalk, period
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.remote import Remote

from .conftest import connected


@pytest.mark.parametrize(
    ("told", "read", "meant"),
    [
        ("2026-10-01T07:56:29Z", moment, datetime(2026, 10, 1, 7, 56, 29, tzinfo=UTC)),
        ("2026-10-01T10:56:29+03:00", moment, datetime(2026, 10, 1, 7, 56, 29, tzinfo=UTC)),
        ("2026-09-07T11:17:00.96577Z", moment, datetime(2026, 9, 7, 11, 17, 0, 965770, tzinfo=UTC)),
        ("2026-10-06T10:11:07", moscow_moment, datetime(2026, 10, 6, 7, 11, 7, tzinfo=UTC)),
        # The night in which Europe puts its clocks back: Moscow has none.
        ("2026-10-25T02:30:00", moscow_moment, datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00Z", moscow_moment, datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
        ("2026-03-29T02:30:00", moscow_moment, datetime(2026, 3, 28, 23, 30, tzinfo=UTC)),
    ],
)
def test_moments_are_read_in_their_own_zone(told: str, read: Callable[[str, str], datetime], meant: datetime) -> None:
    assert read(told, "date") == meant


@pytest.mark.parametrize("told", ["", "soon", None, 1790841600])
def test_what_is_no_moment_is_named(told: object) -> None:
    for read in (moment, moscow_moment):
        with pytest.raises(UnexpectedPayload, match="createdAt"):
            read(told, "createdAt")


def test_statistics_are_asked_in_moscow() -> None:
    assert in_moscow(datetime(2026, 12, 31, 21, 0, tzinfo=UTC)) == "2027-01-01T00:00:00"


def test_orders_are_asked_in_seconds() -> None:
    start = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert period(start, start + timedelta(days=1)) == [("dateFrom", "1790841600"), ("dateTo", "1790928000")]


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        (1, [30, 15]),  # a change of an older order has to be seen as well
        (45, [30, 15]),
        (60, [30, 30]),
        (365, [30, 30, 30]),  # older ones are in the archive
    ],
)
def test_windows_are_thirty_days_at_most_and_reach_back(remote: Remote, days: int, spans: list[int]) -> None:
    remote.answers("GET /api/v3/orders/new", {"orders": []})
    remote.answers("GET /api/v3/orders", {"next": 0, "orders": []})
    until = datetime(2026, 11, 20, 12, 0, 0, 700, tzinfo=UTC)
    client = WildberriesClient(connected(remote.url).context.transport)
    list(OrderWalk(client=client, since=until - timedelta(days=days), until=until).pages(None))
    asked = [(int(each.value("dateFrom")), int(each.value("dateTo"))) for each in remote.asked("GET /api/v3/orders")]
    assert [round((end - start) / 86_400) for start, end in asked] == spans
    assert all(end - start <= 30 * 86_400 for start, end in asked)
    assert [end for _start, end in asked][:-1] == [start for start, _end in asked][1:]
    assert asked[-1][1] == int(until.timestamp())
