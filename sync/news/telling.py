"""Turns what happened into notifications: one unread row per member and cause, in their language, for their role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models import Membership, Notification
from core.services import notifications
from core.services.notifications import Choice
from sync.models import MarketplaceSyncLog, SyncType
from sync.news import buyers, lines, reading, waiting_mails
from sync.news.feed import Event
from sync.news.lines import Place
from sync.news.words import TOLD, Notice, good_news_of, notice_of, over_of

READER = "notifications"
Status = MarketplaceSyncLog.Status


def tell_what_is_new() -> int:
    """Read the feed on and tell it; returns how many events that were."""
    return reading.read(READER, tell, kinds=TOLD)


def tell(events: Sequence[Event]) -> None:
    """Write what members are told, in the caller's transaction.

    1. Who is in these stores, and what does each want? 2. What does each hear, by cause, without what ended at once?
    3. What ended is over. 4. The rest counts on what is unread, or opens a line. 5. What is to be mailed waits for it.
    """
    members = _members({event.store_id for event in events})
    wishes = notifications.choices(list(members.values()))
    by_store = defaultdict(list)
    for member in members.values():
        by_store[member.store_id].append(member)
    first = first_runs({event.data["run"] for event in events if event.data.get("run")})
    ends = _ends(events)
    good = _seen_bad_news(ends, members)
    heard: dict[Place, list[Notice]] = {}
    for event in events:
        for place, notice in _hearers(event, by_store, wishes, first, good):
            heard.setdefault(place, []).append(notice)
        for member in by_store[event.store_id]:
            heard.pop((member.pk, over_of(event)), None)  # raised and settled between two looks: no news
    _end(ends, members)
    rows = lines.write(heard, members, wishes)
    waiting_mails.queue(rows, members)
    buyers.confirm(events, first)


def _members(stores: Collection[UUID]) -> dict[UUID, Membership]:
    rows = Membership.objects.filter(store__in=stores, store__deleted_at__isnull=True, user__is_active=True)
    return {row.pk: row for row in rows.select_related("store", "user")}


def first_runs(run_ids: Collection[str]) -> set[str]:
    """Those that read orders of a shop of which no reading had been completed before."""
    done = Q(status__in=[Status.COMPLETED, Status.PARTIALLY_COMPLETED])
    earlier = MarketplaceSyncLog.objects.filter(
        done, connection=OuterRef("connection"), sync_type=SyncType.ORDERS, created_at__lt=OuterRef("created_at")
    )
    rows = MarketplaceSyncLog.objects.filter(pk__in=run_ids, sync_type=SyncType.ORDERS).exclude(Exists(earlier))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _hearers(
    event: Event,
    by_store: Mapping[UUID, list[Membership]],
    wishes: Mapping[UUID, Mapping[str, Choice]],
    first: Collection[str],
    good: Collection[Place],
) -> Iterable[tuple[Place, Notice]]:
    """Who hears of it; good news only who heard the bad."""
    notice, end = notice_of(event, first), over_of(event)
    for member in by_store[event.store_id]:
        told = good_news_of(event) if (member.pk, end) in good else notice
        if told is None or told.by == str(member.user_id):
            continue
        wish = wishes[member.pk].get(told.kind)
        if wish is not None and wish.wanted:
            yield (member.pk, told.cause_key), told


# What is over -------------------------------------------------------------------------------------------------------


def _ends(events: Sequence[Event]) -> dict[tuple[UUID, str], datetime]:
    """When each cause of a store ended."""
    return {(event.store_id, over_of(event)): event.at for event in events if over_of(event)}


def _still_on(causes: Collection[str], members: Mapping[UUID, Membership]) -> Iterable[Notification]:
    rows = Notification.objects.filter(member__in=members, cause_key__in=causes, over_at__isnull=True)
    return rows.order_by("pk").select_for_update(of=("self",))


def _seen_bad_news(ends: Mapping[tuple[UUID, str], datetime], members: Mapping[UUID, Membership]) -> set[Place]:
    """Who has read or was mailed what is over now."""
    if not ends:
        return set()
    rows = _still_on({cause for _store, cause in ends}, members)
    return {
        (row.member_id, row.cause_key)
        for row in rows
        if (row.store_id, row.cause_key) in ends and (row.read_at or row.mailed_at)
    }


def _end(ends: Mapping[tuple[UUID, str], datetime], members: Mapping[UUID, Membership]) -> None:
    """What needs nobody any more does not ring the bell: it is read."""
    if not ends:
        return
    over = []
    for row in _still_on({cause for _store, cause in ends}, members):
        ended = ends.get((row.store_id, row.cause_key))
        if ended is not None and row.at <= ended:
            row.over_at, row.read_at = ended, row.read_at or timezone.now()
            over.append(row)
    Notification.objects.bulk_update(over, ["over_at", "read_at"])
