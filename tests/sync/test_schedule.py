"""Schedules: made by themselves, due in the database, each asked for once, switched off where the shop is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.errors import DomainError
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from marketplaces.services.connectors import marketplace_row
from sync import schedule
from sync.models import MarketplaceSyncLog, ScheduledJob


@pytest.fixture
def jobs(shop: Connection) -> None:
    schedule.ensure_missing()
    ScheduledJob.objects.update(next_run_at=timezone.now() - timedelta(seconds=1))


def kinds() -> set[str]:
    return set(MarketplaceSyncLog.objects.values_list("sync_type", flat=True))


def test_a_new_shop_gets_its_schedule_and_keeps_what_was_changed(shop: Connection, jobs: None) -> None:
    ScheduledJob.objects.filter(job_type="orders").update(interval_minutes=1, is_enabled=False)
    schedule.ensure_jobs(shop)
    assert ScheduledJob.objects.filter(connection=shop).count() == len(schedule.DEFAULTS)
    other = Connection.objects.create(
        store=shop.store, marketplace=marketplace_row("uzum"), name="Uzum", remote_account_id="1"
    )
    schedule.ensure_jobs(other)
    assert ScheduledJob.objects.filter(connection=other).count() == len(schedule.DEFAULTS) - 1  # it takes no products
    assert ScheduledJob.objects.get(connection=shop, job_type="orders").interval_minutes == 1


def test_a_shop_of_earlier_gets_a_kind_of_run_that_was_not_known_then(shop: Connection, jobs: None) -> None:
    ScheduledJob.objects.filter(job_type="orders").update(interval_minutes=1, is_enabled=False)
    ScheduledJob.objects.filter(connection=shop, job_type="products_out").delete()
    schedule.ensure_missing()
    assert ScheduledJob.objects.get(connection=shop, job_type="products_out").interval_minutes == 5
    kept = ScheduledJob.objects.get(connection=shop, job_type="orders")
    assert (kept.interval_minutes, kept.is_enabled) == (1, False)


def test_a_round_that_finds_all_schedules_there_costs_one_query(
    shop: Connection, jobs: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        schedule.ensure_missing()


def test_what_is_due_is_asked_for_once_and_only_what_is_switched_on(shop: Connection, jobs: None) -> None:
    schedule.run_due()
    assert kinds() == {"orders", "products", "fulfillment"}
    assert schedule.run_due() == 0
    assert MarketplaceSyncLog.objects.count() == 3
    assert not ScheduledJob.objects.filter(next_run_at__lte=timezone.now()).exists()


@pytest.mark.parametrize("status", ["paused", "disconnected"])
def test_a_shop_that_does_not_work_is_left_alone(shop: Connection, jobs: None, status: str) -> None:
    Connection.objects.filter(pk=shop.pk).update(status=status)
    assert schedule.run_due() == 0 and kinds() == set()


def test_a_stopped_shop_is_tried_so_that_it_mends_by_itself(shop: Connection, jobs: None) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="stopped")
    schedule.run_due()
    assert "orders" in kinds()


def test_a_shop_that_is_away_for_long_is_repeated_at_a_pace_that_a_date_can_hold(shop: Connection) -> None:
    schedule.ensure_jobs(shop)
    ScheduledJob.objects.filter(connection=shop).update(max_retries=30_000, failures=999, retry_delay_seconds=60)
    log = MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, sync_type="orders", cause="schedule", status="failed",
        error_kind="unavailable", start_time=timezone.now(), end_time=timezone.now(),
    )  # fmt: skip
    schedule.record_result(log)
    assert ScheduledJob.objects.get(connection=shop, job_type="orders").failures == 1000


def test_what_is_not_named_stays_as_somebody_else_has_set_it_meanwhile(shop: Connection, jobs: None) -> None:
    job = ScheduledJob.objects.get(job_type="orders")
    ScheduledJob.objects.filter(pk=job.pk).update(is_enabled=False, failures=3)
    assert schedule.set_schedule(job, minutes=7, by="Nadia")
    found = ScheduledJob.objects.get(pk=job.pk)
    assert (found.interval_minutes, found.is_enabled, found.failures) == (7, False, 3)
    assert (job.interval_minutes, job.is_enabled) == (7, False)
    assert not schedule.set_schedule(job, minutes=7, by="Nadia")


@pytest.mark.parametrize(("kind", "minutes"), [("orders", 0), ("orders", 61), ("prices", 1441)])
def test_a_rhythm_that_a_kind_cannot_have_is_refused(shop: Connection, jobs: None, kind: str, minutes: int) -> None:
    job = ScheduledJob.objects.get(job_type=kind)
    with pytest.raises(DomainError) as refused:
        schedule.set_schedule(job, minutes=minutes, by="Nadia")
    assert refused.value.field == "interval_minutes" and str(schedule.longest(kind)) in str(refused.value)


def test_what_a_shop_cannot_do_as_it_is_set_up_rests_until_its_settings_change(
    shop: Connection, jobs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = registry.connector_class("ozon")
    with monkeypatch.context() as limited:
        limited.setattr(kind, "able", lambda settings: kind.capabilities - {Capability.PULL_PRODUCTS})
        schedule.run_due()
        assert kinds() == {"orders", "fulfillment"}
        assert "products" not in {job.job_type for job in ScheduledJob.objects.all() if schedule.can_run(job)}
    ScheduledJob.objects.update(next_run_at=timezone.now() - timedelta(seconds=1))
    schedule.run_due()
    assert kinds() == {"orders", "fulfillment", "products"}
