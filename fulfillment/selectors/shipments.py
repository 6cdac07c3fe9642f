"""Parcels of a store, newest first, each with how far the news of it has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from core.models import Store
from fulfillment.models import Shipment
from fulfillment.selectors.order_page import Parcel, arrivals_of, changes_of

#: What a list of parcels may be narrowed to, and by which column.
FILTERS = {
    "order": "order", "connection": "marketplace_order__connection",
    "marketplace": "marketplace_order__marketplace__code", "status": "status", "tracking_number": "tracking_number",
    "since": "shipped_at__gte", "until": "shipped_at__lt",
}  # fmt: skip


def shipments(store: Store, **asked: Any) -> QuerySet[Shipment]:
    """The parcels that fit; names that are no filter are not looked at."""
    rows = Shipment.objects.filter(store=store, **{FILTERS[name]: asked[name] for name in asked if name in FILTERS})
    return rows.select_related("shipped_by", "order", "marketplace_order__connection__marketplace").prefetch_related(
        "items__order_item"
    )


def parcels(rows: Sequence[Shipment]) -> list[Parcel]:
    """With their news: one query for all of them, and one more where a marketplace hears what buyers did."""
    changes, told = changes_of(rows), arrivals_of(rows)
    return [Parcel(shipment=row, change=changes.get(row.pk), arrival=told.get(row.pk)) for row in rows]
