"""How the reading of orders goes that somebody asked for: a line above the list, live until it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.models import Store
from dashboard.access import store_of, store_page
from sync.models import MarketplaceSyncLog, SyncType

#: A finished reading is told for this long.
TOLD = timedelta(minutes=2)
OPEN = (MarketplaceSyncLog.Status.PENDING, MarketplaceSyncLog.Status.IN_PROGRESS)


@store_page
@require_GET
def syncing(request: HttpRequest) -> HttpResponse:
    """The line alone; it asks again by itself while something is being read."""
    return render(request, "dashboard/orders/_syncing.html", line_of(store_of(request)))


def line_of(store: Store) -> dict[str, Any]:
    """What the line draws, here and above the list."""
    runs = asked_for(store)
    return {"runs": runs, "reading": any(run.status in OPEN for run in runs)}


def asked_for(store: Store) -> Sequence[MarketplaceSyncLog]:
    """Readings that a person asked for, lately; those that schedules and webhooks start are nobody's news."""
    return list(
        MarketplaceSyncLog.objects.filter(
            store=store, sync_type=SyncType.ORDERS, cause="button", created_at__gte=timezone.now() - TOLD
        )
        .select_related("connection__marketplace")
        .order_by("created_at")[:20]
    )
