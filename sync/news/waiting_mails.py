"""Which mails wait to be sent for notifications: gathered, outside quiet hours, at most one an hour for a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from core.models import Membership, Notification, NotificationHours, OutgoingMail
from core.services import notifications
from core.services.notification_times import after_quiet, next_digest

Mail = Notification.Mail
State = OutgoingMail.State
#: A mail waits this long for more of the same, from the last of them on, but never longer than MOST_GATHER.
GATHER = timedelta(seconds=5)
MOST_GATHER = timedelta(minutes=2)
#: The same cause, still unread, is mailed again after this.
REST = timedelta(hours=1)


def queue(rows: Sequence[Notification], members: Mapping[UUID, Membership]) -> None:
    """Make mails wait for these notifications, in the caller's transaction."""
    now = timezone.now()
    hours = notifications.hours([members[pk] for pk in {row.member_id for row in rows if row.mail != Mail.OFF}])
    _at_once([row for row in rows if row.mail == Mail.AT_ONCE], members, hours, now)
    _digests({row.member_id for row in rows if row.mail == Mail.DAILY}, members, hours, now)


def _at_once(
    rows: Sequence[Notification],
    members: Mapping[UUID, Membership],
    hours: Mapping[UUID, NotificationHours],
    now: datetime,
) -> None:
    if not rows:
        return
    before: dict[UUID | None, list[OutgoingMail]] = {}
    for mail in OutgoingMail.objects.filter(notification__in=rows).order_by("created_at", "pk"):
        before.setdefault(mail.notification_id, []).append(mail)
    fresh, later = [], []
    for row in rows:
        own = hours[row.member_id]
        due = after_quiet(now + GATHER, own.quiet_from, own.quiet_to, members[row.member_id].store.zone)
        known = before.get(row.pk, [])
        last = known[-1] if known else None
        if last is None or (last.sent_at is not None and last.sent_at < now - REST):
            fresh.append(_mail(row, len(known) + 1, due))
        elif last.state == State.WAITING and not last.attempts and due < last.created_at + MOST_GATHER:
            last.due_at = max(last.due_at, due)
            later.append(last)
    OutgoingMail.objects.bulk_create(fresh, ignore_conflicts=True)
    for mail in later:  # only while no worker has taken it up
        OutgoingMail.objects.filter(pk=mail.pk, state=State.WAITING).update(due_at=mail.due_at)


def _mail(row: Notification, number: int, due: datetime) -> OutgoingMail:
    return OutgoingMail(
        store_id=row.store_id, member_id=row.member_id, kind=OutgoingMail.Kind.NOTIFICATION, notification=row,
        key=f"notification:{row.pk}:{number}", due_at=due,
    )  # fmt: skip


def _digests(
    member_ids: set[UUID], members: Mapping[UUID, Membership], hours: Mapping[UUID, NotificationHours], now: datetime
) -> None:
    """One a member and day, at their time."""
    waiting = []
    for member_id in sorted(member_ids, key=str):
        own, store = hours[member_id], members[member_id].store
        if not own.digest:
            continue
        due = next_digest(now, own.digest_at, store.zone)
        day = due.astimezone(store.zone).date()
        waiting.append(OutgoingMail(
            store_id=store.pk, member_id=member_id, kind=OutgoingMail.Kind.DIGEST, key=f"digest:{member_id}:{day}",
            due_at=due,
        ))  # fmt: skip
    OutgoingMail.objects.bulk_create(waiting, ignore_conflicts=True)
