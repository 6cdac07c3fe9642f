"""Shipments: the parcels of the store, newest first, each with how far the news of it has come."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.keyset import Key, Keyset
from dashboard import status
from dashboard.access import membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.views.fulfilment.tabs import shared
from fulfillment.models import Shipment
from fulfillment.selectors.shipments import parcels, shipments

SIZE = 25
NEWEST = Keyset((Key("shipped_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Found by order, by tracking number, by state."""
    store = store_of(request)
    asked = _asked(request)
    rows = shipments(store).select_related("order__connection__marketplace")
    if asked["status"]:
        rows = rows.filter(status=asked["status"])
    if asked["q"]:
        rows = rows.filter(Q(tracking_number__iexact=asked["q"]) | Q(order__number__iexact=asked["q"]))
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = NEWEST.page(rows, size=SIZE, **places)
    context: dict[str, Any] = {
        **shared(store, "fulfilment_shipments", timezone.now(), region_of(membership_of(request))),
        "page": page,
        "rows": parcels(page.rows),
        "asked": asked,
        "filtered": any(asked.values()),
        "states": [("", _("Any state")), *((key, look.word) for key, look in status.SHIPMENT.items())],
    }
    return render(request, "dashboard/fulfilment/shipments.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What cannot be a state is none."""
    state = request.GET.get("status", "")
    q = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    return {"status": state if state in Shipment.Status.values else "", "q": q}
