"""Writes a delivery for each endpoint that wants an event, in the transaction that remembers the event was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from core import checkpoints
from core.models import NotificationCursor
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.news import reading
from sync.news.feed import Event
from sync.outgoing.payload import written

READER = "webhooks"
#: So long is one event tried.
TRIED_FOR = timedelta(hours=24)
BATCH = 500


def spread_what_is_new() -> int:
    """Read the feed on, as far as anybody wants it; returns how many events that were."""
    wanted = {kind for kinds in _active().values_list("kinds", flat=True) for kind in kinds}
    if not wanted:
        # Nobody listens: whoever begins to does not wait until everything since the last listener is read.
        if NotificationCursor.objects.filter(reader=READER).exists():
            NotificationCursor.objects.filter(reader=READER).delete()
        return 0
    return reading.read(READER, spread, kinds=wanted)


def spread(events: Sequence[Event]) -> None:
    """One delivery per endpoint and event, never a second one."""
    endpoints: dict[UUID, list[WebhookEndpoint]] = defaultdict(list)
    for endpoint in _active().filter(store__in={event.store_id for event in events}).select_related("store"):
        endpoints[endpoint.store_id].append(endpoint)
    now = timezone.now()
    rows = [
        delivery(endpoint, event, now)
        for event in events
        for endpoint in endpoints[event.store_id]
        if event.kind in endpoint.kinds and event.at >= endpoint.active_since
    ]
    WebhookDelivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    checkpoints.reached("outgoing.before_commit")


def delivery(endpoint: WebhookEndpoint, event: Event, now: datetime) -> WebhookDelivery:
    """The row of one event for one endpoint."""
    return WebhookDelivery(
        store_id=endpoint.store_id, endpoint=endpoint, event_id=event.id, kind=event.kind, happened_at=event.at,
        body=written(event, endpoint.store), due_at=now, give_up_at=now + TRIED_FOR,
    )  # fmt: skip


def _active() -> Any:
    return WebhookEndpoint.objects.filter(is_active=True, store__deleted_at__isnull=True)
