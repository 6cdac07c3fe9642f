"""What happened in a store or in all of them, in a window of time: one selector for everybody who tells others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sync.news.sources import SOURCES, Source

#: Every kind of news and what it says. Whoever lets people choose, chooses from here.
KINDS: Mapping[str, str | Promise] = {
    "order.created": _("An order was read for the first time."),
    "order.status_changed": _("An order moved to another status."),
    "order.shipped": _("A parcel left."),
    "stock.changed": _("The number on hand of a variant changed."),
    "stock.low": _("A variant fell to the number at which it is to be reordered."),
    "listing.refused": _("A marketplace refused a listing, its price or its stock."),
    "needs_you.raised": _("Something needs a person."),
    "needs_you.settled": _("What needed a person is settled."),
    "sync.failed": _("A sync ended failed."),
    "sync.recovered": _("A sync went through after one that failed."),
    "connection.stopped": _("A shop stopped: its account has to be mended."),
    "connection.mended": _("A shop that was stopped works again."),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `id` is the same however often it is read; amounts in `data` are text, never floats.

    `subject_type` is order, variant, listing, needs_you, run or connection.
    """

    id: UUID
    kind: str
    store_id: UUID
    at: datetime
    subject_type: str
    subject_id: UUID
    data: dict[str, Any]


def events(
    *, since: datetime, until: datetime, store_id: UUID | None = None, kinds: Collection[str] | None = None
) -> list[Event]:
    """What is stamped from `since` until before `until`, oldest first.

    A row is stamped before its transaction commits, so a window that was read once may hold more later: whoever must
    miss nothing reads with overlap and keeps the ids it has dealt with under a unique constraint. `sync.news.reading`
    says how far back is enough.
    """
    wanted = frozenset(KINDS if kinds is None else kinds)
    found = [
        event
        for source in SOURCES
        if source.kinds & wanted
        for event in _read(source, since, until, store_id)
        if event.kind in wanted
    ]
    return sorted(found, key=lambda event: (event.at, event.kind, event.id))


def _read(source: Source, since: datetime, until: datetime, store_id: UUID | None) -> list[Event]:
    statement = source.sql if store_id is None else f"{source.sql} AND {source.store} = %(store)s"
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since, "until": until, "store": store_id})
        rows = cursor.fetchall()
    return [
        Event(id=pk, kind=kind, store_id=store, at=at, subject_type=of, subject_id=subject, data=orjson.loads(data))
        for pk, kind, store, at, of, subject, data in rows
    ]
