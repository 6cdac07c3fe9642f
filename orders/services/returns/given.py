"""What the returns of an order gave back, kept on the order, so that every figure takes it off."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.services.sets import run_bound, update_rows
from orders.models import Order

# A refund in another currency than the order's cannot be taken off it; one that names none is in the order's.
GIVEN = """
    SELECT o.id, coalesce(sum(r.refund_amount), 0), coalesce(bool_or(r.refund_estimated), false)
    FROM orders o LEFT JOIN order_returns r
      ON r.order_id = o.id AND r.refund_given AND r.refund_amount IS NOT NULL AND r.deleted_at IS NULL
     AND r.currency IN (o.currency, '')
    WHERE o.id = ANY(%(orders)s::uuid[]) GROUP BY o.id ORDER BY o.id
"""


def keep_given(order_ids: Iterable[UUID | None], *, now: datetime, reason: str) -> None:
    """Add the refunds of these orders up again, in the caller's transaction; what is so already is not written."""
    ids = sorted({pk for pk in order_ids if pk is not None})
    if ids:
        rows = run_bound(GIVEN, {"orders": ids})
        update_rows(Order, ("id", "refunded_amount", "refund_estimated"), rows, now=now, reason=reason)
