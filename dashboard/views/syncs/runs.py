"""The list of runs."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.keyset import Key, Keyset
from dashboard import status as tables
from dashboard.access import store_of, store_page
from dashboard.views.syncs.tabs import SIZE, places, shared
from sync.models import MarketplaceSyncLog, SyncType

NEWEST = Keyset((Key("created_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
COLUMNS = (
    "id", "created_at", "start_time", "end_time", "sync_type", "status", "phase", "cause", "total_records",
    "created_records", "updated_records", "unchanged_records", "parked_records", "failed_records", "error_message",
    "started_by__name", "started_by__email", "connection__name", "marketplace__name", "marketplace__code",
)  # fmt: skip
STATES = ("pending", "in_progress", "completed", "partially_completed", "failed", "stopped")


@store_page
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Newest first, filtered by shop, kind and state."""
    store = store_of(request)
    context = shared(request, store, "syncs")
    asked = {"sync_type": request.GET.get("type", ""), "status": request.GET.get("state", "")}
    known = {"sync_type": SyncType.values, "status": STATES}
    asked = {name: text if text in known[name] else "" for name, text in asked.items()}
    rows = MarketplaceSyncLog.objects.filter(store=store, **{name: text for name, text in asked.items() if text})
    if context["chosen"]:
        rows = rows.filter(connection=context["chosen"])
    page = NEWEST.page(rows.values(*COLUMNS), size=SIZE, **places(request))
    context |= {
        "page": page,
        "rows": [_row(dict(row)) for row in page.rows],
        "filtered": bool(context["chosen"] or any(asked.values())),
        "types": SyncType.choices,
        "states": [(state, tables.RUN[state].word) for state in STATES],
        "type": asked["sync_type"],
        "state": asked["status"],
    }
    if request.headers.get("HX-Target") == "rows":
        return render(request, "dashboard/syncs/_runs.html", context)
    return render(request, "dashboard/syncs/runs.html", context)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its words: what ran, for how long, at whose wish."""
    took = None
    if row["start_time"] and row["end_time"]:
        took = (row["end_time"] - row["start_time"]).total_seconds()
    going = row["status"] == MarketplaceSyncLog.Status.IN_PROGRESS
    return row | {
        "what": dict(SyncType.choices).get(row["sync_type"], row["sync_type"]),
        "took": took,
        "state": row["phase"] or row["status"] if going else row["status"],
        "who": row["started_by__name"] or row["started_by__email"] or cause_word(row["cause"]),
    }


def cause_word(cause: str) -> str:
    """Who or what asked for a run, when it was no person."""
    return {
        "button": _("Button"),
        "command": _("Command line"),
        "schedule": _("Schedule"),
        "webhook": _("Webhook"),
        "change": _("A change here"),
        "api": _("API"),
    }.get(cause, cause)
