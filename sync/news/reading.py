"""Reads the feed so that nothing is lost and nothing told twice, whoever is killed and however late rows commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from core import checkpoints
from core.models import NotificationCursor, NotificationReceipt
from sync.news.feed import Event, events

#: A row may be stamped so long before its transaction begins, and by a clock that differs so much from the database's.
MARGIN = timedelta(seconds=30)
#: So much is read in one transaction when there is much to catch up with.
SLICE = timedelta(minutes=10)
#: A reader that begins hears of this much that was before it.
FIRST_LOOK_BACK = timedelta(hours=1)
KEEP_RECEIPTS = timedelta(days=7)
#: Stamps that are ahead of the database's clock lie in the last window all the same.
AHEAD = timedelta(days=1)

# A transaction that runs may have stamped its rows already. One that only waits for a lock has no number yet, so every
# one of the last quarter of an hour counts, and those that write however old they are. Sessions of another user of the
# database are seen only by a member of pg_read_all_stats: all parts of Orion sign in as one.
BEFORE_ALL_RUNNING = """
SELECT least(now(), min(xact_start)) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
  AND xact_start IS NOT NULL AND (backend_xid IS NOT NULL OR xact_start > now() - interval '15 minutes')
"""
NEW_RECEIPTS = """
INSERT INTO notification_receipts (reader, event_id, at)
SELECT %s, e.id, e.at FROM unnest(%s::uuid[], %s::timestamptz[]) AS e(id, at) ORDER BY e.id
ON CONFLICT (reader, event_id) DO NOTHING RETURNING event_id
"""


def read(reader: str, tell: Callable[[Sequence[Event]], None], *, kinds: Collection[str]) -> int:
    """Hand what is new to `tell`, oldest first, in the transaction that remembers it; returns how much that was.

    `tell` writes its own rows and calls nobody: when it raises, nothing of that slice happened. Of two workers one
    reads and the other leaves at once.
    """
    told = 0
    while True:
        with transaction.atomic():
            cursor = _take(reader)
            if cursor is None:
                return told
            caught_up, fresh = _slice(cursor, reader, kinds)
            if fresh:
                tell(fresh)
            cursor.save(update_fields=["read_to", "updated_at"])
            checkpoints.reached("news.before_commit")
        checkpoints.reached("news.after_commit")
        told += len(fresh)
        if caught_up:
            return told


def _take(reader: str) -> NotificationCursor | None:
    """The cursor, locked; None while another worker has it."""
    begin = timezone.now() - FIRST_LOOK_BACK
    NotificationCursor.objects.bulk_create([NotificationCursor(reader=reader, read_to=begin)], ignore_conflicts=True)
    return NotificationCursor.objects.select_for_update(skip_locked=True).filter(reader=reader).first()


def _slice(cursor: NotificationCursor, reader: str, kinds: Collection[str]) -> tuple[bool, list[Event]]:
    """One window's new events; moves the cursor on. What the horizon says must be asked before the rows are read."""
    horizon, end = before_all_running(), cursor.read_to + SLICE
    caught_up = end >= horizon
    until = timezone.now() + AHEAD if caught_up else end
    found = events(since=cursor.read_to - MARGIN, until=until, kinds=kinds)
    cursor.read_to = max(cursor.read_to, min(end, horizon))
    return caught_up, keep_new(reader, found)


def before_all_running() -> datetime:
    """Every transaction that began before this moment has ended: what it wrote is seen by whoever looks now."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE_ALL_RUNNING)
        found: datetime = cursor.fetchone()[0]
    return found


def keep_new(reader: str, found: Sequence[Event]) -> list[Event]:
    """Those that this reader has not dealt with; from now on it has, if the caller's transaction commits."""
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEW_RECEIPTS, [reader, [event.id for event in found], [event.at for event in found]])
        new = {row[0] for row in cursor.fetchall()}
    return [event for event in found if event.id in new]


def forget() -> int:
    """Drop receipts that no window reaches any more; low stock that lasts is told again after that."""
    oldest = NotificationCursor.objects.order_by("read_to").values_list("read_to", flat=True).first()
    if oldest is None:
        return 0
    gone, _models = NotificationReceipt.objects.filter(at__lt=oldest - KEEP_RECEIPTS).delete()
    return gone
