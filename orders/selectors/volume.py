"""Whether a range holds so many orders that adding them up takes longer than anybody should wait for a page."""

from __future__ import annotations

from core.models import Store
from core.period import Period
from orders.models import Order

#: Added up in a good part of a second; by product, where every line is looked up, only so many.
MANY, MANY_BY_PRODUCT = 60_000, 15_000


def is_long(store: Store, period: Period, many: int) -> bool:
    """Asked of the index alone: is there an order after so many, in the period and the one before it?"""
    placed = Order.all_objects.filter(
        store=store, ordered_at__gte=period.before().start, ordered_at__lt=period.end
    ).order_by("-ordered_at", "-id")
    return bool(placed.values("pk")[many : many + 1])
