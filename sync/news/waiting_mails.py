"""Which mails wait to be sent for notifications: gathered by member, outside quiet hours; digests one a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from core.models import Membership, Notification, NotificationHours, OutgoingMail
from core.services import notifications
from core.services.notification_times import after_quiet, next_digest
from sync.news.letters import REST

Mail = Notification.Mail
Kind = OutgoingMail.Kind
State = OutgoingMail.State
#: A mail waits this long for more to tell, from the last of it on, but never longer than MOST_GATHER.
GATHER = timedelta(seconds=5)
MOST_GATHER = timedelta(minutes=2)


def queue(rows: Sequence[Notification], members: Mapping[UUID, Membership]) -> None:
    """Make mails wait for these notifications, in the caller's transaction, which holds the reader's cursor."""
    now = timezone.now()
    at_once = {row.member_id for row in rows if row.mail == Mail.AT_ONCE and _rested(row, now)}
    daily = {row.member_id for row in rows if row.mail == Mail.DAILY}
    hours = notifications.hours([members[pk] for pk in at_once | daily]) if at_once | daily else {}
    _at_once(at_once, members, hours, now)
    _digests(daily, members, hours, now)


def _rested(row: Notification, now: datetime) -> bool:
    """Not mailed yet, or long enough ago."""
    return row.mailed_at is None or row.mailed_at < now - REST


def _at_once(
    member_ids: set[UUID], members: Mapping[UUID, Membership], hours: Mapping[UUID, NotificationHours], now: datetime
) -> None:
    """One mail a member gathers what is to be told; one that a worker has taken up already is left to it."""
    if not member_ids:
        return
    waiting = OutgoingMail.objects.filter(
        member__in=member_ids, kind=Kind.NOTIFICATION, state=State.WAITING, attempts=0
    )
    # Locked: no worker makes the letter before it can see what we are writing.
    open_ones = {mail.member_id: mail for mail in waiting.order_by("pk").select_for_update(of=("self",))}
    fresh = []
    for member_id in sorted(member_ids, key=str):
        member, own, mail = members[member_id], hours[member_id], open_ones.get(member_id)
        due = after_quiet(now + GATHER, own.quiet_from, own.quiet_to, member.store.zone)
        if mail is None:
            fresh.append(_mail(member, Kind.NOTIFICATION, f"at-once:{member_id}:{uuid4()}", due))
        elif mail.due_at < due < mail.created_at + MOST_GATHER:
            OutgoingMail.objects.filter(pk=mail.pk).update(due_at=due)
    OutgoingMail.objects.bulk_create(fresh)


def _digests(
    member_ids: set[UUID], members: Mapping[UUID, Membership], hours: Mapping[UUID, NotificationHours], now: datetime
) -> None:
    """One a member and day, at their time."""
    waiting = []
    for member_id in sorted(member_ids, key=str):
        member, own = members[member_id], hours[member_id]
        if own.digest:
            due = next_digest(now, own.digest_at, member.store.zone)
            day = due.astimezone(member.store.zone).date()
            waiting.append(_mail(member, Kind.DIGEST, f"digest:{member_id}:{day}", due))
    OutgoingMail.objects.bulk_create(waiting, ignore_conflicts=True)


def _mail(member: Membership, kind: str, key: str, due: datetime) -> OutgoingMail:
    return OutgoingMail(store_id=member.store_id, member=member, kind=kind, key=key, due_at=due)
