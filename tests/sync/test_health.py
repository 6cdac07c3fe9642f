"""Each measure of a shop against its limit, from real rows."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Store
from marketplaces.models import Connection, OutboundChange
from sync.health import ShopHealth, health_of
from sync.models import MarketplaceSyncLog, ScheduledJob
from tests.dashboard import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="acme", name="Acme")


@pytest.fixture
def shop(store: Store) -> Connection:
    return world.connection(store, orders_read_at=timezone.now())


def look(store: Store) -> ShopHealth:
    (found,) = health_of(store, timezone.now())
    return found


def change(shop: Connection, **fields: Any) -> Connection:
    Connection.objects.filter(pk=shop.pk).update(**fields)
    return shop


def ran(shop: Connection, status: str, **fields: Any) -> None:
    MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, sync_type="orders", status=status, end_time=timezone.now(), **fields
    )


@pytest.mark.parametrize(("minutes", "alerts"), [(14, []), (16, ["order_import_lag"])])
def test_orders_not_read_for_fifteen_minutes_are_an_alert(
    store: Store, shop: Connection, minutes: int, alerts: list[str]
) -> None:
    change(shop, orders_read_at=timezone.now() - timedelta(minutes=minutes))
    assert look(store).alerts == alerts


def test_a_shop_never_read_counts_from_when_it_was_connected(store: Store, shop: Connection) -> None:
    change(shop, orders_read_at=None, created_at=timezone.now() - timedelta(hours=1))
    assert look(store).alerts == ["order_import_lag"]


def test_what_is_switched_off_is_not_measured(store: Store, shop: Connection) -> None:
    change(shop, orders_in=False, orders_read_at=timezone.now() - timedelta(days=1))
    found = look(store)
    assert found.order_import_lag.value is None and found.inventory_sync_lag.value is None and found.healthy


@pytest.mark.parametrize(("minutes", "alert"), [(29, False), (31, True)])
def test_stock_not_told_for_thirty_minutes_is_an_alert(
    store: Store, shop: Connection, minutes: int, alert: bool
) -> None:
    change(shop, stock_out=True, stock_sent_at=timezone.now() - timedelta(minutes=minutes))
    assert look(store).inventory_sync_lag.alert is alert


@pytest.mark.parametrize(("waiting", "alert"), [(100, False), (101, True)])
def test_more_than_a_hundred_shipments_waiting_are_an_alert(
    store: Store, shop: Connection, waiting: int, alert: bool
) -> None:
    now = timezone.now()
    OutboundChange.objects.bulk_create(
        OutboundChange(
            store=store, connection=shop, kind="cancel" if number % 2 else "shipment", subject_id=uuid.uuid4(),
            state="retry", wanted_at=now, due_at=now,
        )
        for number in range(waiting)
    )  # fmt: skip
    OutboundChange.objects.create(
        store=store, connection=shop, kind="stock", subject_id=uuid.uuid4(), wanted_at=now, due_at=now
    )
    found = look(store)
    assert (found.fulfilment_queue.value, found.fulfilment_queue.alert) == (waiting, alert)
    assert found.waiting["stock"] == 1


def test_more_than_one_failed_run_in_twenty_is_an_alert(store: Store, shop: Connection) -> None:
    for _ in range(19):
        ran(shop, "completed")
    ran(shop, "failed", error_message="It broke")
    ran(shop, "stopped")
    found = look(store)
    assert (found.runs, found.failed_runs, found.error_rate.value, found.error_rate.alert) == (20, 1, 0.05, False)
    ran(shop, "failed", error_message="It broke again")
    found = look(store)
    assert found.error_rate.alert and found.last_error == "It broke again"
    ran(shop, "completed")
    assert look(store).last_error == ""


def test_runs_of_the_day_before_yesterday_are_forgotten(store: Store, shop: Connection) -> None:
    ran(shop, "failed")
    MarketplaceSyncLog.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert look(store).error_rate.value is None


def test_a_shop_paused_by_a_person_alarms_nobody_but_is_not_healthy(store: Store, shop: Connection) -> None:
    change(shop, status="paused", orders_read_at=timezone.now() - timedelta(days=1))
    found = look(store)
    assert found.alerts == [] and not found.healthy


def test_a_disconnected_shop_is_not_listed(store: Store, shop: Connection) -> None:
    change(shop, status="disconnected")
    assert health_of(store, timezone.now()) == []


def test_it_costs_the_same_queries_however_many_shops(store: Store, shop: Connection) -> None:
    ScheduledJob.objects.create(
        store=store, connection=shop, job_type="orders", interval_minutes=5, next_run_at=timezone.now()
    )
    assert [job.job_type for job in look(store).jobs] == ["orders"]
    for number in range(5):
        world.connection(store, f"Shop {number}", "shopee")
    with CaptureQueriesContext(database) as seen:
        assert len(health_of(store, timezone.now())) == 6
    assert len(seen) == 6
