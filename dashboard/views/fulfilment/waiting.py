"""Waiting for stock: orders that could leave if their units were there, and which those are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboard.access import membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.views.fulfilment.tabs import shared
from dashboard.views.orders.rows import Shop
from fulfillment.selectors.to_pack import missing, waiting_for_stock
from orders.selectors.order_list import BY_URGENCY, with_due

SIZE = 25
COLUMNS = (
    "id", "number", "total", "ship_by", "status", "channel", "customer_name", "connection__name",
    "connection__marketplace__name",
)  # fmt: skip


@store_page
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The nearest deadline first."""
    store = store_of(request)
    context = shared(store, "fulfilment_waiting", timezone.now(), region_of(membership_of(request)))
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = BY_URGENCY.page(with_due(waiting_for_stock(store)).values(*COLUMNS, "due"), size=SIZE, **places)
    lacking = missing([row["id"] for row in page.rows])
    context |= {
        "page": page,
        "rows": [
            {
                "order": row, "url": reverse("dashboard:order", args=[row["id"]]),
                "missing": lacking.get(row["id"], []),
                "shop": Shop(row["channel"], row["connection__marketplace__name"] or row["channel"].title()),
            }
            for row in page.rows
        ],
    }  # fmt: skip
    return render(request, "dashboard/fulfilment/waiting.html", context)
