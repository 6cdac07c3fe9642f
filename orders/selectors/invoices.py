"""Invoices and credit notes of a store."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.models import Store
from orders.models import Invoice

#: What the list may be narrowed to, and by which column. `since` and `until` are whole days of the store, both within.
FILTERS = {"order": "order", "kind": "kind", "since": "issued_on__gte", "until": "issued_on__lte"}


def invoices(store: Store, **asked: Any) -> QuerySet[Invoice]:
    """Those that fit, with their orders; names that are no filter are not looked at."""
    rows = Invoice.objects.filter(store=store, **{FILTERS[name]: asked[name] for name in asked if name in FILTERS})
    return rows.select_related("order__connection__marketplace", "corrects")
