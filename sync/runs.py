"""The table of runs: asking for one, taking it, ending it, and taking up again what a dead worker left."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import Now
from django.utils import timezone

from core.models import User
from marketplaces.models import Connection, OutboundChange
from sync.lease import LEASE_SECONDS
from sync.models import MarketplaceSyncLog, SyncType

Kind = OutboundChange.Kind
Status = MarketplaceSyncLog.Status
#: Leases are kept by the clock of the database: those of two machines differ.
LEASE = timedelta(seconds=LEASE_SECONDS)

#: Which run tells which changes.
TOLD_BY: dict[str, tuple[str, ...]] = {
    SyncType.INVENTORY: (Kind.STOCK,),
    SyncType.PRICES: (Kind.PRICE,),
    SyncType.PRODUCTS_OUT: (Kind.PRODUCT,),
    SyncType.FULFILLMENT: (
        Kind.ACCEPT, Kind.SUPPLY, Kind.SHIPMENT, Kind.ARRIVAL, Kind.DIGITAL, Kind.CANCEL, Kind.ANSWER, Kind.REFUND,
        Kind.MONEY_BACK,
    ),
}  # fmt: skip

#: A run that kills its worker again and again is ended instead of taken up once more.
MOST_RESTARTS = 5


def start(
    *,
    connection: Connection,
    sync_type: str,
    cause: str,
    started_by: User | None = None,
    options: dict[str, Any] | None = None,
) -> MarketplaceSyncLog:
    """Ask for a run. One that still waits for the same thing is returned instead of a second row."""
    with transaction.atomic():
        waiting = (
            MarketplaceSyncLog.objects.select_for_update()
            .filter(connection=connection, sync_type=sync_type, status=Status.PENDING)
            .order_by("created_at")
            .first()
        )
        if waiting is not None and waiting.options.get("restarts") is None and _joined(waiting, options or {}):
            waiting.save(update_fields=["options", "updated_at"])
            return waiting
        return MarketplaceSyncLog.objects.create(
            store_id=connection.store_id,
            connection=connection,
            marketplace_id=connection.marketplace_id,
            sync_type=sync_type,
            cause=cause,
            started_by=started_by,
            options=options or {},
        )


def _joined(waiting: MarketplaceSyncLog, options: dict[str, Any]) -> bool:
    """Widen a waiting run so that it does what the new one would; False where they cannot be one."""
    ids, more = waiting.options.get("remote_ids"), options.get("remote_ids")
    others = {key: value for key, value in options.items() if key != "remote_ids"}
    if {key: value for key, value in waiting.options.items() if key != "remote_ids"} != others:
        return False
    if (ids is None) != (more is None):
        return False
    if ids is not None and more is not None:
        waiting.options["remote_ids"] = sorted({*ids, *more})
    return True


def claim(log_id: uuid.UUID, owner: uuid.UUID) -> MarketplaceSyncLog | None:
    """Take a waiting run; None when it is gone or another run of the same connection and type is going."""
    try:
        with transaction.atomic():
            taken = MarketplaceSyncLog.objects.filter(pk=log_id, status=Status.PENDING).update(
                status=Status.IN_PROGRESS,
                phase=MarketplaceSyncLog.Phase.DOWNLOADING,
                start_time=timezone.now(),
                heartbeat_at=timezone.now(),
                lease_owner=owner,
                lease_until=Now() + LEASE,
            )
    except IntegrityError:  # a_run_never_overlaps_itself: the other one goes first
        return None
    if not taken:
        return None
    return MarketplaceSyncLog.objects.select_related("connection__marketplace", "connection__store", "store").get(
        pk=log_id
    )


def waiting(limit: int = 50) -> list[uuid.UUID]:
    """Runs that can start now, in the order of `in_turn`."""
    return [pk for pk, _sync_type in in_turn(limit)]


def in_turn(limit: int = 50) -> list[tuple[uuid.UUID, str]]:
    """Runs that can start now and their types, one per connection and type that has none going.

    First those with something due to be told, then what somebody asked for, then what a schedule did; of each the
    oldest first.
    """
    going = MarketplaceSyncLog.objects.filter(status=Status.IN_PROGRESS).values("connection_id", "sync_type")
    busy = {(row["connection_id"], row["sync_type"]) for row in going}
    found, seen = [], set()
    rows = MarketplaceSyncLog.objects.filter(status=Status.PENDING, connection__isnull=False)
    ordered = rows.annotate(turn=_turn()).order_by("turn", "created_at")
    for pk, connection_id, sync_type in ordered.values_list("id", "connection_id", "sync_type")[: limit * 4]:
        place = (connection_id, sync_type)
        if place in busy or place in seen:
            continue
        seen.add(place)
        found.append((pk, sync_type))
    return found[:limit]


def _turn() -> Case:
    due = OutboundChange.objects.filter(
        connection=OuterRef("connection"), state__in=("waiting", "retry", "accepted"), due_at__lte=Now()
    )
    tells = (When(Exists(due.filter(kind__in=kinds)), sync_type=kind, then=0) for kind, kinds in TOLD_BY.items())
    return Case(*tells, When(cause="schedule", then=2), default=1, output_field=IntegerField())


def request_stop(log: MarketplaceSyncLog) -> None:
    """Stop after the page or batch that is being worked on; a waiting run stops at once."""
    now = timezone.now()
    stopped = MarketplaceSyncLog.objects.filter(pk=log.pk, status=Status.PENDING).update(
        status=Status.STOPPED, start_time=now, end_time=now, updated_at=now
    )
    if not stopped:
        MarketplaceSyncLog.objects.filter(pk=log.pk, status=Status.IN_PROGRESS).update(
            stop_requested=True, updated_at=now
        )


def reap() -> int:
    """Give back the runs whose worker died: they go on from the last stored page. Returns how many."""
    dead = Q(status=Status.IN_PROGRESS, lease_until__lt=Now())
    count = 0
    for log in MarketplaceSyncLog.objects.filter(dead):
        restarts = int(log.options.get("restarts", 0)) + 1
        options = {**log.options, "restarts": restarts}
        if restarts > MOST_RESTARTS:
            changes: dict[str, Any] = {
                "status": Status.FAILED,
                "end_time": timezone.now(),
                "error_kind": "worker_died",
                "error_message": f"The worker stopped {restarts} times in the middle of this run.",
                "error_fix": "Look into the server's log. What was stored before is safe.",
            }
        else:
            changes = {
                "status": Status.PENDING,
                "messages": [*log.messages, _line("The worker stopped; going on from the last stored page.")],
            }
        count += MarketplaceSyncLog.objects.filter(dead, pk=log.pk, lease_owner=log.lease_owner).update(
            options=options, lease_owner=None, lease_until=None, updated_at=timezone.now(), **changes
        )
    return count


def age_of_last(connection: Connection, sync_type: str) -> timedelta | None:
    """How long ago the last complete run of this kind ended."""
    last = (
        MarketplaceSyncLog.objects.filter(
            connection=connection, sync_type=sync_type, status__in=[Status.COMPLETED, Status.PARTIALLY_COMPLETED]
        )
        .order_by("-created_at")
        .values_list("end_time", flat=True)
        .first()
    )
    return timezone.now() - last if isinstance(last, datetime) else None


def add_counts(log: MarketplaceSyncLog, owner: uuid.UUID, counts: dict[str, int], **fields: Any) -> bool:
    """Add a page's counts in the caller's transaction; False when the lease went to somebody else."""
    added: dict[str, Any] = {name: F(name) + number for name, number in counts.items() if number}
    now = timezone.now()
    return bool(
        MarketplaceSyncLog.objects.filter(pk=log.pk, lease_owner=owner, status=Status.IN_PROGRESS).update(
            **added, **fields, heartbeat_at=now, lease_until=Now() + LEASE, updated_at=now
        )
    )


def _line(text: str) -> list[str]:
    return [timezone.now().isoformat(timespec="seconds"), text]


def in_transaction() -> bool:
    """Whether a transaction is open: nobody calls a marketplace from inside one."""
    return connection.in_atomic_block
