"""A shop that does not answer: one cause, one pace, and a sooner repeat of what a schedule asked for."""

import uuid
from datetime import timedelta

from django.utils import timezone

from core.models import NeedsYou
from marketplaces.framework.errors import Unavailable
from marketplaces.models import Connection, OutboundChange
from sync import accounts
from sync.models import MarketplaceSyncLog, ScheduledJob
from sync.push import queue
from sync.retry import MOST_PROMPT_ATTEMPTS
from sync.schedule import record_result
from tests.sync.test_queue import want

Kind = OutboundChange.Kind


def test_however_much_waits_for_it_a_silent_shop_is_one_cause(shop: Connection) -> None:
    rows = [want(shop) for _ in range(5)]
    OutboundChange.objects.filter(pk__in=[row.pk for row in rows]).update(attempts=MOST_PROMPT_ATTEMPTS)
    owner = uuid.uuid4()
    for change in queue.claim(shop, Kind.STOCK, owner=owner, limit=10):
        queue.fail(change, owner, Unavailable("It is silent"), subject="a listing", connection=shop)
    cause = NeedsYou.objects.get(store=shop.store, settled_at__isnull=True)
    assert cause.subject_id == shop.pk and cause.times == 5
    accounts.answered(shop)
    assert not NeedsYou.objects.filter(store=shop.store, settled_at__isnull=True).exists()


def test_what_waits_for_a_silent_shop_is_not_asked_about_every_second(shop: Connection) -> None:
    soon, later = want(shop), want(shop)
    far = timezone.now() + timedelta(hours=1)
    OutboundChange.objects.filter(pk=later.pk).update(due_at=far)
    until = timezone.now() + timedelta(seconds=30)
    queue.postpone(shop, Kind.STOCK, until=until)
    soon.refresh_from_db()
    later.refresh_from_db()
    assert soon.due_at == until and later.due_at == far
    assert queue.due_places() == []


def failed_run(shop: Connection, kind: str) -> MarketplaceSyncLog:
    now = timezone.now()
    return MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, sync_type="orders", cause="schedule",
        status=MarketplaceSyncLog.Status.FAILED, error_kind=kind, start_time=now, end_time=now,
    )  # fmt: skip


def test_a_scheduled_run_that_a_repeat_can_help_is_repeated_sooner_three_times(shop: Connection) -> None:
    far = timezone.now() + timedelta(hours=1)
    job = ScheduledJob.objects.create(
        store=shop.store, connection=shop, job_type="orders", interval_minutes=60, next_run_at=far
    )
    delays = []
    for _ in range(4):
        ScheduledJob.objects.filter(pk=job.pk).update(next_run_at=far)
        record_result(failed_run(shop, "unavailable"))
        job.refresh_from_db()
        delays.append(round((job.next_run_at - timezone.now()).total_seconds()))
    assert delays[:3] == [60, 120, 240] and delays[3] > 3000 and job.failures == 4


def test_one_that_a_person_must_mend_keeps_its_rhythm(shop: Connection) -> None:
    far = timezone.now() + timedelta(hours=1)
    job = ScheduledJob.objects.create(
        store=shop.store, connection=shop, job_type="orders", interval_minutes=60, next_run_at=far, failures=2
    )
    record_result(failed_run(shop, "rejected"))
    job.refresh_from_db()
    assert job.next_run_at == far and job.failures == 0
