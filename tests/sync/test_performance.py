"""How well the syncing went, counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from core.models import Store
from core.period import Period
from marketplaces.models import ApiCall, Connection, OutboundChange
from orders.models import Order
from sync.models import MarketplaceSyncLog
from sync.performance import performance
from tests.dashboard import world

DAY = Period(date(2026, 11, 20), date(2026, 11, 20), ZoneInfo("Europe/Luxembourg"))
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture
def shop(db: None) -> Connection:
    shop = world.connection(Store.objects.create(slug="lumen", name="Lumen"))
    Connection.objects.filter(pk=shop.pk).update(created_at=NOON - timedelta(days=2))
    return shop


def ran(shop: Connection, at: datetime, **fields: object) -> None:
    run = MarketplaceSyncLog.objects.create(store=shop.store, connection=shop, sync_type="orders", **fields)
    MarketplaceSyncLog.objects.filter(pk=run.pk).update(created_at=at)


def test_runs_and_records_of_the_days_are_counted(shop: Connection) -> None:
    ran(shop, NOON, status="completed", processed_records=10, created_records=8, failed_records=2,
        start_time=NOON, end_time=NOON + timedelta(seconds=6))  # fmt: skip
    ran(shop, NOON, status="failed", start_time=NOON, end_time=NOON + timedelta(seconds=2))
    ran(shop, DAY.end, status="failed")
    (found,) = performance(shop.store, DAY)
    assert (found.runs.runs, found.runs.failed, found.runs.records) == (2, 1, 10)
    assert (found.runs.error_rate, found.runs.took) == (Decimal("0.2"), timedelta(seconds=4))


def test_calls_of_the_days_are_counted(shop: Connection) -> None:
    for outcome, at in (("ok", NOON), ("ok", NOON), ("unavailable", NOON), ("ok", DAY.start - timedelta(seconds=1))):
        ApiCall.objects.create(
            connection=shop, operation="x", method="GET", path="/", at=at, outcome=outcome, duration_ms=30, waited_ms=10
        )
    (found,) = performance(shop.store, DAY)
    assert (found.calls.calls, found.calls.failed) == (3, 1)
    assert (found.calls.took, found.calls.waited) == (timedelta(milliseconds=30), timedelta(milliseconds=10))


def test_what_waits_is_counted_now_with_the_oldest(shop: Connection) -> None:
    for state, at in (("waiting", NOON), ("retry", NOON - timedelta(hours=1)), ("synced", NOON - timedelta(hours=9))):
        OutboundChange.objects.create(
            store=shop.store, connection=shop, kind="stock", subject_id=shop.__class__().pk, state=state, wanted_at=at,
            due_at=at,
        )  # fmt: skip
    (found,) = performance(shop.store, DAY)
    assert (found.waiting.changes, found.waiting.since) == (2, NOON - timedelta(hours=1))


def test_the_lag_leaves_out_what_was_placed_before_the_shop_was_connected(shop: Connection) -> None:
    for minutes in (1, 2, 3):
        made = world.order(shop, ordered_at=NOON)
        Order.objects.filter(pk=made.pk).update(created_at=NOON + timedelta(minutes=minutes))
    world.order(shop, ordered_at=NOON - timedelta(days=3))
    (found,) = performance(shop.store, DAY)
    assert found.lag is not None
    assert (found.lag.orders, found.lag.half) == (3, timedelta(minutes=2))


def test_another_store_has_none_of_it(shop: Connection) -> None:
    ran(shop, NOON, status="failed")
    assert performance(Store.objects.create(slug="elsewhere", name="Elsewhere"), DAY) == []


def test_how_long_a_change_of_stock_took_is_counted_of_what_was_accepted(shop: Connection) -> None:
    def told(
        seconds: float, *, state: str = "accepted", at: datetime = NOON, ahead: int = 0, kind: str = "stock"
    ) -> None:
        OutboundChange.objects.create(
            store=shop.store, connection=shop, kind=kind, subject_id=uuid4(), state=state, due_at=at, sent_version=1,
            wanted_at=at, sent_at=at + timedelta(seconds=seconds), wanted_version=1 + ahead,
        )  # fmt: skip

    told(0.4)
    told(0.6, state="synced")
    told(0.8)
    told(90, state="refused")
    told(90, state="waiting", ahead=1)
    told(90, at=DAY.end)
    told(90, kind="price")
    (found,) = performance(shop.store, DAY)
    assert found.stock is not None
    assert (found.stock.numbers, found.stock.half) == (3, timedelta(seconds=0.6))
    assert timedelta(seconds=0.7) < found.stock.most < timedelta(seconds=0.8)
    assert performance(world.connection(Store.objects.create(slug="other", name="Other")).store, DAY)[0].stock is None
