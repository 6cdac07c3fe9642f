"""The outbound queue: taking changes under a lease, settling them, and trying a refused one again."""

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.models import NeedsYou
from core.services import needs_you
from core.services.sets import update_rows
from marketplaces.framework import registry
from marketplaces.framework.errors import AccountProblem, ConnectorError, RetryLater
from marketplaces.models import Connection, OutboundChange
from sync import accounts
from sync.push.headline import headline
from sync.push.settle import Taken, cause_key, taken
from sync.retry import Action, decide

Kind = OutboundChange.Kind
State = OutboundChange.State

HELD = ("id", "state", "error_kind", "error", "lease_owner", "lease_until")
FREED = ("id", "state", "error_kind", "error", "due_at", "progress")
#: A worker that died gives its changes back after this long; every call ends well before.
LEASE = timedelta(seconds=90)

# Chosen once: as a subquery of the update, some plans would choose again for each row and take more than the limit.
_CLAIM = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM outbound_changes
    WHERE connection_id = %(connection)s AND kind = %(kind)s AND state = ANY(%(states)s)
      AND due_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())
      AND progress->'under_way'->>'job' IS NOT DISTINCT FROM %(job)s
      AND (sent_at IS NULL OR sent_at <= clock_timestamp() - make_interval(secs => %(rest)s))
    ORDER BY urgent DESC, due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE outbound_changes c
SET lease_owner = %(owner)s, lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
FROM chosen WHERE c.id = chosen.id
RETURNING c.id, subject_id, wanted_version, sent_version, attempts, state, progress, last_sent, urgent
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A change under our lease. The truth is read after the claim, so it is at least as new as `version`."""

    id: uuid.UUID
    subject_id: uuid.UUID
    version: int
    sent_version: int
    attempts: int
    state: str
    progress: dict[str, Any]
    last_sent: dict[str, Any]
    urgent: bool


@contextmanager
def holding(connection: Connection, *kinds: str, owner: uuid.UUID) -> Iterator[uuid.UUID]:
    """Around all claims of a run. Only one run works on these kinds, so what others still hold a dead worker left."""
    held = OutboundChange.objects.filter(connection=connection, kind__in=kinds, lease_owner__isnull=False)
    _free(held.exclude(lease_owner=owner))
    try:
        yield owner
    finally:  # stopped by a person or by an error: the next run need not wait for the lease
        _free(held.filter(lease_owner=owner))


def _free(rows: QuerySet[OutboundChange]) -> None:
    """Give their leases back."""
    with transaction.atomic():
        locked = list(in_turn(rows).values_list("pk", flat=True))
        if locked:
            OutboundChange.objects.filter(pk__in=locked).update(lease_owner=None, lease_until=None)


def in_turn(rows: QuerySet[OutboundChange]) -> QuerySet[OutboundChange]:
    """Locked in the one order that everybody keeps to: two that lock the same rows wait, and never deadlock."""
    return rows.select_for_update(of=("self",)).order_by("connection_id", "subject_id")


def claim(
    connection: Connection,
    kind: str,
    *,
    owner: uuid.UUID,
    limit: int,
    states: Sequence[str] = (State.WAITING, State.RETRY),
    rest: float = 0.0,
    lease: float = 0.0,
    job: str | None = None,
) -> list[Claimed]:
    """Lease up to `limit` due changes, zero stock first. `rest` seconds must have passed since each was last sent.

    `lease`: seconds that the work on them may take, where that is more than usual. `job`: those that are worked off
    under this name there; without it none of those is taken.
    """
    with database.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "owner": owner, "lease": max(LEASE.total_seconds(), lease), "connection": connection.pk, "kind": kind,
                "states": list(states), "rest": rest, "limit": limit, "job": job,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    found = [
        Claimed(
            id=row[0], subject_id=row[1], version=row[2], sent_version=row[3], attempts=row[4], state=row[5],
            progress=_json(row[6]), last_sent=_json(row[7]), urgent=row[8],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda change: (not change.urgent, str(change.id)))


def jobs_due(connection: Connection, kind: str) -> list[str]:
    """Names under which something is worked off there, and about which it is time to ask."""
    rows = OutboundChange.objects.filter(
        connection=connection, kind=kind, state=State.ACCEPTED, due_at__lte=timezone.now(),
        progress__has_key="under_way",
    )  # fmt: skip
    return sorted(set(rows.order_by().values_list("progress__under_way__job", flat=True)))


def _json(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else dict(value or {})


def accept(
    change: Claimed,
    owner: uuid.UUID,
    *,
    told: dict[str, Any],
    visible: bool,
    look_at: datetime | None = None,
    progress: dict[str, Any] | None = None,
) -> None:
    """The marketplace took it. It stays due when something newer is wanted by now; `look_at`: when to read it back."""
    one = Taken(
        id=change.id, version=change.version, told=told, visible=visible, look_at=look_at, progress=progress or {}
    )
    taken([one], owner)


def fail(
    change: Claimed, owner: uuid.UUID, error: ConnectorError, *, subject: str, connection: Connection,
    progress: dict[str, Any] | None = None,
) -> Action:  # fmt: skip
    """It did not go through: decide by the table what happens next, and keep the reason a merchant can read.

    `progress` replaces what earlier tries left behind.
    """
    now = timezone.now()
    attempts = change.attempts + 1
    following = decide(error, attempts=attempts, now=now, ladder=ladder_of(connection))
    if following.action == Action.DONE:
        accept(change, owner, told=change.last_sent, visible=True)
        return following.action
    with transaction.atomic():
        row = OutboundChange.objects.select_for_update().filter(pk=change.id, lease_owner=owner).first()
        if row is None:
            return following.action
        row.progress = row.progress if progress is None else progress
        if following.action == Action.GIVE_UP and row.wanted_version > change.version:
            _ask_anew(row)
            return following.action
        row.attempts = attempts
        row.error_kind, row.error, row.error_said = error.kind, error.detail or error.heading, error.said
        row.error_fix, row.request_id = error.fix, error.request_id[:120]
        row.lease_owner = row.lease_until = None
        row.state = {Action.RETRY: State.RETRY, Action.PAUSE: State.PAUSED}.get(following.action, State.REFUSED)
        row.due_at = following.at or now
        row._change_reason = error.kind
        row.save()
        if following.tell and following.action != Action.PAUSE:
            _tell(row, error, subject)
    return following.action


def ladder_of(connection: Connection) -> Sequence[float]:
    """The pauses between tries that its marketplace names; empty for the usual ones."""
    return registry.connector_class(connection.marketplace.code).tries


def _ask_anew(row: OutboundChange) -> None:
    """What was refused is out of date: something newer was wished while it was on its way, and goes out by itself."""
    row.lease_owner = row.lease_until = None
    row.state, row.due_at, row.attempts = State.WAITING, timezone.now(), 0
    row._change_reason = "refused, and out of date"
    row.save()


def _tell(row: OutboundChange, error: ConnectorError, subject: str) -> None:
    """A refused thing is a cause of its own; a shop that does not answer is one cause, however much waits for it."""
    if isinstance(error, RetryLater):
        accounts.tell_unanswered(row.connection, error)
        return
    needs_you.raise_cause(
        store=row.store,
        kind=NeedsYou.Kind.REFUSED,
        cause_key=cause_key(row.pk),
        title=headline(row, error, subject),
        tried=f"{row.get_kind_display()} of {subject}",
        said=error.said or error.detail,
        cost=_COSTS[Kind(row.kind)],
        fix=error.fix,
        subject_type="outbound_change",
        subject_id=row.pk,
        reference=error.request_id,
    )


_COSTS = {
    Kind.STOCK: "Buyers there see an old number and may order what is gone.",
    Kind.PRICE: "Buyers there see the old price.",
    Kind.PRODUCT: "Buyers there do not find it, or see it as it was.",
    Kind.ACCEPT: "The marketplace cancels the order when its time to be accepted is over.",
    Kind.SHIPMENT: "The marketplace counts the order as not shipped.",
    Kind.ARRIVAL: "The marketplace counts the parcel as still on its way, and does not pay for it.",
    Kind.SUPPLY: "Its orders count there as not handed over, and they have a time to leave by.",
    Kind.DIGITAL: "The marketplace counts the order as not delivered, and may cancel it.",
    Kind.CANCEL: "The marketplace still expects the parcel.",
    Kind.ANSWER: "The buyer waits, and the marketplace decides when the time is over.",
    Kind.REFUND: "The buyer waits for the money.",
    Kind.MONEY_BACK: "The buyer waits for the money.",
}


def note(changes: Sequence[Claimed], owner: uuid.UUID, **progress: Any) -> None:
    """Write down what is about to be done, before it is done: after a kill the next run reads it."""
    with transaction.atomic():
        mine = OutboundChange.objects.filter(pk__in=[change.id for change in changes], lease_owner=owner)
        for row in in_turn(mine):
            OutboundChange.objects.filter(pk=row.pk).update(progress={**row.progress, **progress})


def release(changes: Sequence[Claimed], owner: uuid.UUID) -> None:
    """Give changes back untouched."""
    mine = OutboundChange.objects.filter(pk__in=[change.id for change in changes], lease_owner=owner)
    _free(mine)


def hold(changes: Sequence[Claimed], owner: uuid.UUID, *, connection: Connection, why: str) -> None:
    """Keep changes back until a person lets them go (law 13)."""
    with transaction.atomic():
        mine = OutboundChange.objects.filter(pk__in=[change.id for change in changes], lease_owner=owner)
        rows = [(pk, State.HELD, "held", why, None, None) for pk in in_turn(mine).values_list("pk", flat=True)]
        update_rows(OutboundChange, HELD, rows, now=timezone.now(), reason="held back")
        count = OutboundChange.objects.filter(connection=connection, state=State.HELD).count()
        needs_you.raise_cause(
            store=connection.store,
            kind=NeedsYou.Kind.HELD_PUSH,
            cause_key=f"held:{connection.pk}",
            title=f"{connection.name}: {count} listings would be set to zero",
            tried="send stock",
            cost="The marketplace still shows the old numbers.",
            fix="Check the counts. If they are right, let the numbers go.",
            subject_type="connection",
            subject_id=connection.pk,
        )


def let_go(connection: Connection, *, by: str) -> int:
    """A person has checked: the held changes go out."""
    with transaction.atomic():
        now = timezone.now()
        held = OutboundChange.objects.filter(connection=connection, state=State.HELD)
        rows = [
            (pk, State.WAITING, "", "", now.isoformat(), {"checked": True})
            for pk in in_turn(held).values_list("pk", flat=True)
        ]
        count = len(update_rows(OutboundChange, FREED, rows, now=now, reason=f"let go by {by}"))
        needs_you.settle_cause(store=connection.store, cause_key=f"held:{connection.pk}", how="Let go", by=by)
    return count


def try_again(change: OutboundChange, *, by: str) -> None:
    """A person asks: due now, with a fresh count of attempts."""
    with transaction.atomic():
        row = OutboundChange.objects.select_for_update().get(pk=change.pk)
        if row.state in (State.REFUSED, State.RETRY):  # held ones are let go, paused ones wait for their shop
            row.state, row.due_at, row.attempts = State.WAITING, timezone.now(), 0
            row._change_reason = f"tried again by {by}"
            row.save()
        needs_you.settle_cause(store=row.store, cause_key=cause_key(row.pk), how="Tried again", by=by)


def _resting(now: datetime) -> Q:
    """Sent a moment ago at a marketplace that takes a subject only every so often."""
    resting = Q(pk__isnull=True)
    for kind in registry.connectors():
        batches = ((Kind.STOCK, kind.stock_batch), (Kind.PRICE, kind.price_batch), (Kind.PRODUCT, kind.product_batch))
        for what, batch in batches:
            since = now - timedelta(seconds=batch.rest)
            resting |= Q(connection__marketplace__code=kind.code, kind=what, sent_at__gt=since)
    return resting & ~Q(state=State.ACCEPTED)


def due_places() -> list[tuple[uuid.UUID, str]]:
    """Connection and kind of whatever is due now, on connections that work."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    rows = (
        OutboundChange.objects.filter(
            free,
            ~_resting(now),
            state__in=[State.WAITING, State.RETRY, State.ACCEPTED],
            due_at__lte=now,
            connection__status=Connection.Status.ACTIVE,
            connection__deleted_at__isnull=True,
        )
        .order_by()
        .values_list("connection_id", "kind")
        .distinct()
    )
    return list(rows)


def postpone(connection: Connection, kind: str, *, until: datetime) -> None:
    """The shop does not answer: whatever else waits for it waits as long, instead of asking every second."""
    waiting = OutboundChange.objects.filter(
        connection=connection, kind=kind, state__in=[State.WAITING, State.RETRY], due_at__lt=until
    )
    with transaction.atomic():
        locked = list(in_turn(waiting).values_list("pk", flat=True))
        OutboundChange.objects.filter(pk__in=locked).update(due_at=until)


def stop_for(changes: Sequence[Claimed], owner: uuid.UUID, error: AccountProblem, connection: Connection) -> None:
    """The account does not work: everything waits, nothing counts as an attempt."""
    release(changes, owner)
    accounts.stop(connection, error)
