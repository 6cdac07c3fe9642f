"""What went back of an order, by its returns and by its seller, kept on the order: every figure takes it off."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.services.sets import run_bound, update_rows
from orders.models import Order, OrderRefund

# A refund in another currency than the order's cannot be taken off it; one that names none is in the order's.
GIVEN = """
    WITH given AS (
        SELECT r.order_id, r.refund_amount AS amount, r.refund_estimated AS estimated, r.currency
        FROM order_returns r
        WHERE r.order_id = ANY(%(orders)s::uuid[]) AND r.refund_given AND r.refund_amount IS NOT NULL
          AND r.deleted_at IS NULL
        UNION ALL
        SELECT f.order_id, f.amount, false, f.currency FROM order_refunds f
        WHERE f.order_id = ANY(%(orders)s::uuid[]) AND f.status = ANY(%(counted)s::text[]) AND f.deleted_at IS NULL
    )
    SELECT o.id, coalesce(sum(g.amount), 0), coalesce(bool_or(g.estimated), false)
    FROM orders o LEFT JOIN given g ON g.order_id = o.id AND g.currency IN (o.currency, '')
    WHERE o.id = ANY(%(orders)s::uuid[]) GROUP BY o.id ORDER BY o.id
"""


def keep_given(order_ids: Iterable[UUID | None], *, now: datetime, reason: str) -> None:
    """Add the refunds of these orders up again, in the caller's transaction; what is so already is not written."""
    ids = sorted({pk for pk in order_ids if pk is not None})
    if ids:
        rows = run_bound(GIVEN, {"orders": ids, "counted": [each.value for each in OrderRefund.COUNTED]})
        update_rows(Order, ("id", "refunded_amount", "refund_estimated"), rows, now=now, reason=reason)
