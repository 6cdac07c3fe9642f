"""Whether a range holds more orders than a page can wait for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.models import Store
from core.period import Period
from orders.selectors.volume import is_long
from tests.dashboard import world

DAY = Period(date(2026, 11, 20), date(2026, 11, 20), ZoneInfo("Europe/Luxembourg"))


@pytest.mark.parametrize(("many", "long"), [(1, True), (2, False), (3, False)])
def test_the_orders_of_the_range_and_of_the_one_before_are_counted(db: None, many: int, long: bool) -> None:
    shop = world.connection(Store.objects.create(slug="lumen", name="Lumen"))
    for day in (18, 19, 20):
        world.order(shop, ordered_at=datetime(2026, 11, day, 12, tzinfo=UTC))
    assert is_long(shop.store, DAY, many) is long
    assert not is_long(Store.objects.create(slug="elsewhere", name="Elsewhere"), DAY, 0)
