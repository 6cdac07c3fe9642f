"""Every time on the way: how it is written there, the days of the history, ends of tokens, nights included."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from marketplaces.connectors.codeswholesale import goods, mapping
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import written
from tests.marketplaces.connectors.codeswholesale import samples
from tests.marketplaces.connectors.codeswholesale.samples import REFERENCE


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05T10:00:00.000Z", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("2026-01-05T10:00:00Z", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("2026-01-05T10:00:00.000+0000", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("2026-03-29T02:30:00+01:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-01-01T00:30:00+01:00", datetime(2025, 12, 31, 23, 30, tzinfo=UTC)),
        ("2026-01-05T10:00:00", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("2024-02-29T23:59:59.999Z", datetime(2024, 2, 29, 23, 59, 59, 999_000, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_the_time_of_an_order_and_of_a_release(text, moment):
    assert mapping.purchase(samples.order(createdOn=text)).placed_at == moment
    assert goods.offer(samples.product(releaseDate=text)).released_at == moment


@pytest.mark.parametrize("text", ["soon", "2026-13-01T00:00:00Z", {}, 1767225600])
def test_any_other_notation_is_named(text):
    with pytest.raises(UnexpectedPayload):
        goods.offer(samples.product(releaseDate=text))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 19, 8, 0, 0, 250_999, tzinfo=UTC), "2026-11-19T08:00:00.250Z"),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2025-12-31T23:30:00.000Z"),
    ],
)
def test_what_is_new_is_asked_for_in_utc_and_never_rounded_up(remote, supplier, moment, text):
    remote.answers("GET /v3/products", samples.page())
    list(supplier.pull_products(since=moment))
    assert remote.seen[0].query == {"updatedSince": text}
    assert written(moment) == text


@pytest.mark.parametrize(
    ("asked_at", "first", "last"),
    [
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), "2026-11-19", "2026-11-21"),
        (datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC), "2026-11-19", "2026-11-21"),
        (datetime(2026, 11, 21, 0, 0, 1, tzinfo=UTC), "2026-11-19", "2026-11-22"),  # their clock is behind ours
        (datetime(2026, 11, 1, 12, 0, tzinfo=UTC), "2026-10-31", "2026-11-21"),
        (datetime(2026, 1, 1, 12, 0, tzinfo=UTC), "2025-12-31", "2026-11-21"),
        (datetime(2024, 3, 1, 12, 0, tzinfo=UTC), "2024-02-29", "2026-11-21"),
    ],
)
def test_the_history_is_searched_from_the_day_before_to_tomorrow(remote, supplier, asked_at, first, last):
    """The connector's clock stands at noon of 20 November 2026."""
    remote.answers("GET /v3/orders", {"items": []})
    assert supplier.find_purchase(REFERENCE, asked_at=asked_at) is None
    assert remote.asked("GET /v3/orders")[0].query == {"startFrom": first, "endOn": last}
