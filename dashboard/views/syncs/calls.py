"""Every call to a marketplace; the failed ones are the error log."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.keyset import Key, Keyset
from dashboard.access import store_of, store_page
from dashboard.views.syncs.tabs import SIZE, find_uuid, places, shared
from marketplaces.models import ApiCall

NEWEST = Keyset((Key("at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
COLUMNS = (
    "id", "at", "operation", "method", "path", "http_status", "outcome", "said", "request_id", "attempt",
    "duration_ms", "waited_ms", "connection__name", "connection__marketplace__name", "connection__marketplace__code",
)  # fmt: skip


@store_page
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Newest first, by shop, by run, or only those that failed."""
    store = store_of(request)
    context = shared(request, store, "syncs_calls")
    rows = ApiCall.objects.filter(connection__in=[context["chosen"]] if context["chosen"] else context["shops"])
    if run := find_uuid(request.GET.get("run", "")):
        rows = rows.filter(run_id=run)
    if failed := bool(request.GET.get("failed")):
        rows = rows.exclude(outcome="ok")
    page = NEWEST.page(rows.values(*COLUMNS), size=SIZE, **places(request))
    context |= {
        "page": page,
        "rows": [{**row, "short_path": row["path"].partition("?")[0]} for row in page.rows],
        "failed": failed,
        "run": run,
        "filtered": bool(context["chosen"] or run or failed),
    }
    return render(request, "dashboard/syncs/calls.html", context)
