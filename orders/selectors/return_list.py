"""Returns of a store, newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.models import Store
from orders.models import OrderReturn

#: What the list may be narrowed to, and by which column.
FILTERS = {
    "order": "order", "connection": "connection", "marketplace": "connection__marketplace__code", "status": "status",
    "since": "requested_at__gte", "until": "requested_at__lt", "came_back": "came_back", "refund_given": "refund_given",
}  # fmt: skip


def return_list(store: Store, **asked: Any) -> QuerySet[OrderReturn]:
    """The returns that fit, with their lines; names that are no filter are not looked at."""
    rows = OrderReturn.objects.filter(store=store, **{FILTERS[name]: asked[name] for name in asked if name in FILTERS})
    return rows.select_related("order", "connection__marketplace").prefetch_related("lines").defer("raw")
