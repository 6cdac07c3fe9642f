"""Every order of a range with what it counts as, one by one, for a file of any length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.models import Store
from core.period import Period
from orders.models import Order
from orders.selectors.standing import practice_shops, standing, with_columns

COLUMNS = (
    "number", "channel", "connection__name", "channel_order_id", "ordered_at", "status", "country", "currency",
    "cancelled_amount", "total", "refund", "refund_estimated", "fee", "fees_estimated", "standing",
)  # fmt: skip


def sold_orders(store: Store, period: Period) -> Iterator[dict[str, Any]]:
    """Oldest first, read in pieces from one snapshot."""
    placed = Order.objects.filter(store=store, ordered_at__gte=period.start, ordered_at__lt=period.end)
    rows = with_columns(placed).annotate(standing=standing(practice_shops(store)))
    return rows.order_by("ordered_at", "id").values(*COLUMNS).iterator(chunk_size=2000)
