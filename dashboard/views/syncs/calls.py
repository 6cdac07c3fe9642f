"""Every call to a marketplace; the failed ones are the error log."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
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

#: What a call was for, in the words of the pages.
WORDS = {
    "test_connection": gettext_lazy("Test"),
    "token": gettext_lazy("Sign-in renewed"),
    "pull_orders": gettext_lazy("Orders read"),
    "order_items": gettext_lazy("Order read whole"),
    "pull_products": gettext_lazy("Products read"),
    "pull_stock": gettext_lazy("Stock read"),
    "pull_prices": gettext_lazy("Prices read"),
    "push_stock": gettext_lazy("Stock sent"),
    "push_price": gettext_lazy("Price sent"),
    "confirm_shipment": gettext_lazy("Shipment sent"),
    "cancel": gettext_lazy("Cancellation"),
    "refund": gettext_lazy("Returns read"),
    "label": gettext_lazy("Label"),
    "webhook": gettext_lazy("Webhook"),
}


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
        "rows": [_drawn(row) for row in page.rows],
        "failed": failed,
        "run": run,
        "filtered": bool(context["chosen"] or run or failed),
    }
    return render(request, "dashboard/syncs/calls.html", context)


def _drawn(row: dict[str, Any]) -> dict[str, Any]:
    """A path without its parameters; an operation that has no word here keeps the connector's."""
    operation = row["operation"]
    return {**row, "short_path": row["path"].partition("?")[0], "word": str(WORDS.get(operation, operation))}
