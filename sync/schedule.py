"""Schedules: which connection is read or told when. The database says what is due; beat only wakes."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile, check
from core.models import Store
from marketplaces.framework import registry
from marketplaces.framework.capabilities import LISTS_PRODUCTS, TELLS_PRODUCTS, Capability
from marketplaces.models import Connection
from marketplaces.services.abilities import abilities_of
from sync import runs
from sync.models import MarketplaceSyncLog, ScheduledJob, SyncType

#: Minutes between two runs of a kind, and the capabilities any of which does it (document 001, "Scheduled Jobs").
DEFAULTS: dict[str, tuple[int, frozenset[Capability]]] = {
    SyncType.ORDERS: (5, frozenset({Capability.PULL_ORDERS})),
    SyncType.PRODUCTS: (30, LISTS_PRODUCTS),
    SyncType.INVENTORY: (15, frozenset({Capability.PUSH_STOCK})),
    SyncType.PRICES: (1440, frozenset({Capability.PUSH_PRICE})),
    SyncType.FULFILLMENT: (10, frozenset({Capability.CONFIRM_SHIPMENT})),
    SyncType.PRODUCTS_OUT: (5, TELLS_PRODUCTS),
}

#: Prices may go once a day; everything else at least once an hour.
LONGEST, LONGEST_OF = 60, {SyncType.PRICES: 1440}
#: Kinds of errors that pass by themselves.
REPEATED = ("unavailable", "rate_limited", "worker_died")
#: A shop may be away for months; the column holds no more.
MOST_COUNTED = 1000
MOST_DOUBLINGS, LONGEST_DELAY = 20, 7 * 24 * 3600


def ensure_jobs(connection: Connection) -> None:
    """Give a connection the default schedule of what its marketplace can do; existing jobs stay as they are.

    What only its settings keep from it has a schedule too, which rests until they are changed.
    """
    can, now = possible_kinds(connection.marketplace.code), timezone.now()
    ScheduledJob.objects.bulk_create(
        [
            ScheduledJob(
                store_id=connection.store_id,
                connection=connection,
                job_type=kind,
                interval_minutes=minutes,
                next_run_at=now + timedelta(seconds=random.uniform(0, 60)),
            )
            for kind, (minutes, _any_of) in DEFAULTS.items()
            if kind in can
        ],
        ignore_conflicts=True,
    )


def ensure_missing() -> None:
    """Give every connection the schedules that its marketplace can have and it lacks.

    One connected before a kind of run was known gets that one too; those that are there stay as they are.
    """
    kinds_there = ArrayAgg("scheduled_jobs__job_type", filter=Q(scheduled_jobs__isnull=False), default=Value([]))
    active = Connection.objects.filter(status=Connection.Status.ACTIVE, deleted_at__isnull=True)
    for connection in active.annotate(kinds_there=kinds_there).select_related("marketplace"):
        code = connection.marketplace.code
        if code in registry.codes() and possible_kinds(code) - {*connection.kinds_there}:
            ensure_jobs(connection)


def hasten(connection: Connection) -> None:
    """Whatever is scheduled for this connection is due now: it was away, and what happened meanwhile is caught up."""
    now = timezone.now()
    ScheduledJob.objects.filter(connection=connection, is_enabled=True, next_run_at__gt=now).update(next_run_at=now)


def possible_kinds(code: str) -> set[str]:
    """The kinds of runs that a marketplace can do, whatever the settings of a shop keep from it."""
    known = registry.connector_class(code).capabilities
    return {kind for kind, (_minutes, any_of) in DEFAULTS.items() if any_of & known}


def run_due(limit: int = 50) -> int:
    """Ask for a run for every due job, in one transaction with its next time; returns how many."""
    now = timezone.now()
    with transaction.atomic():
        due = list(
            ScheduledJob.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("connection__marketplace")
            .filter(
                is_enabled=True,
                next_run_at__lte=now,
                connection__deleted_at__isnull=True,
                connection__status__in=[Connection.Status.ACTIVE, Connection.Status.STOPPED],
            )
            .order_by("next_run_at")[:limit]
        )
        for job in due:
            _start(job)
    return len(due)


def _start(job: ScheduledJob) -> None:
    now = timezone.now()
    if job.connection is not None and _wanted(job.connection, job.job_type):
        runs.start(connection=job.connection, sync_type=job.job_type, cause="schedule")
    ScheduledJob.objects.filter(pk=job.pk).update(next_run_at=next_time(job), last_run_at=now)


def _wanted(connection: Connection, job_type: str) -> bool:
    switch: dict[str, bool] = {
        SyncType.ORDERS: connection.orders_in,
        SyncType.PRODUCTS: connection.products_in,
        SyncType.INVENTORY: connection.stock_out,
        SyncType.PRICES: connection.price_out,
        SyncType.FULFILLMENT: connection.fulfilment_out,
        SyncType.PRODUCTS_OUT: connection.products_out,
    }
    return switch.get(job_type, False) and job_type in kinds_of(connection)  # staff may have typed another word


def next_time(job: ScheduledJob) -> datetime:
    """When the job runs next: its interval plus jitter, so that all shops do not start at once (F144)."""
    minutes = job.interval_minutes or 5
    return timezone.now() + timedelta(minutes=minutes, seconds=random.uniform(0, job.jitter_seconds))


def schedules_of(store: Store) -> QuerySet[ScheduledJob]:
    """The schedules of all shops that are connected, shop by shop."""
    rows = ScheduledJob.objects.filter(store=store, job_type__in=SyncType.values, connection__isnull=False)
    return (
        rows.exclude(connection__status=Connection.Status.DISCONNECTED)
        .select_related("connection__marketplace")
        .order_by("connection__name", "connection_id", "job_type")
    )


def can_run(job: ScheduledJob) -> bool:
    """Whether its shop can do this as it is set up; a schedule that cannot rests and is not shown."""
    return job.connection is not None and job.job_type in kinds_of(job.connection)


def kinds_of(connection: Connection) -> list[str]:
    """The kinds of runs that this shop can do as it is set up."""
    can = abilities_of(connection)
    return [kind for kind, (_minutes, any_of) in DEFAULTS.items() if any_of & can]


def longest(job_type: str) -> int:
    """So many minutes at most may lie between two runs of this kind."""
    return LONGEST_OF.get(SyncType(job_type), LONGEST) if job_type in SyncType.values else LONGEST


def set_schedule(
    job: ScheduledJob,
    *,
    by: str,
    minutes: int | None = None,
    enabled: bool | None = None,
    expected: Mapping[str, Any] | None = None,
) -> bool:
    """Change how often a job runs, or whether; the next run follows the new rhythm. Says whether anything differed.

    What is not named stays as it is now, whatever somebody else changed meanwhile. `expected` holds
    `interval_minutes` and `is_enabled` as they were when asked: raises ChangedMeanwhile where somebody else was
    quicker, and DomainError for a rhythm that this kind of run cannot have.
    """
    most = longest(job.job_type)
    if minutes is not None and not 1 <= minutes <= most:
        raise DomainError(_("Enter 1 to %(most)d minutes.") % {"most": most}, field="interval_minutes")
    with transaction.atomic():
        row = ScheduledJob.objects.select_for_update().get(pk=job.pk)
        named = {"interval_minutes": minutes, "is_enabled": enabled}
        check(row, {name: value for name, value in named.items() if value is not None}, expected)
        before = (row.interval_minutes, row.is_enabled)
        row.interval_minutes = row.interval_minutes if minutes is None else minutes
        row.is_enabled = row.is_enabled if enabled is None else enabled
        if changed := (row.interval_minutes, row.is_enabled) != before:
            row.next_run_at = min(row.next_run_at, next_time(row))
            row._change_reason = f"changed by {by}"[:100]
            row.save(update_fields=["interval_minutes", "is_enabled", "next_run_at", "updated_at"])
    job.interval_minutes, job.is_enabled, job.next_run_at = row.interval_minutes, row.is_enabled, row.next_run_at
    return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a job is to run, whether at all, and how that stood when it was asked for (`was`)."""

    job: ScheduledJob
    minutes: int
    enabled: bool
    was: Mapping[str, Any] | None = None


class SchedulesChangedMeanwhile(ChangedMeanwhile):
    """The first of several schedules that somebody else changed first; nothing was written of any."""

    def __init__(self, job: ScheduledJob, theirs: Mapping[str, Any]) -> None:
        super().__init__(theirs)
        self.job = job


def set_schedules(wanted: Iterable[Rhythm], *, by: str) -> int:
    """Change all that differ, or none; returns how many did. Raises SchedulesChangedMeanwhile."""
    with transaction.atomic():
        return sum(_set_one(each, by=by) for each in wanted)


def _set_one(wanted: Rhythm, *, by: str) -> bool:
    try:
        return set_schedule(wanted.job, minutes=wanted.minutes, enabled=wanted.enabled, expected=wanted.was, by=by)
    except ChangedMeanwhile as met:
        raise SchedulesChangedMeanwhile(wanted.job, met.theirs) from None


def record_result(log: MarketplaceSyncLog) -> None:
    """Note on the job how its run ended; what a repeat can help is repeated sooner than its interval (F137, F139)."""
    if log.cause != "schedule" or log.connection_id is None or log.start_time is None or log.end_time is None:
        return
    took = round((log.end_time - log.start_time).total_seconds() * 1000)
    jobs = ScheduledJob.objects.filter(connection_id=log.connection_id, job_type=log.sync_type)
    for job in jobs:
        again = log.status == MarketplaceSyncLog.Status.FAILED and log.error_kind in REPEATED
        failures = min(job.failures + 1, MOST_COUNTED) if again else 0
        next_run_at = job.next_run_at
        if again and failures <= job.max_retries:
            # Past these powers the interval comes first anyway, and no date holds the sum.
            delay = job.retry_delay_seconds * 2 ** min(failures - 1, MOST_DOUBLINGS)
            next_run_at = min(next_run_at, timezone.now() + timedelta(seconds=min(delay, LONGEST_DELAY)))
        ScheduledJob.objects.filter(pk=job.pk).update(
            last_run_status=log.status, last_run_duration_ms=took, failures=failures, next_run_at=next_run_at
        )
