"""Moves orders by what their returns gave back: refunded, or part refunded."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection as database
from django.db import transaction

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import Connection
from orders.models import Order
from orders.services.intake import one_at_a_time
from orders.services.lifecycle import move

#: Orders per transaction.
AT_ONCE = 200
#: Where the marketplace tells amounts they decide, added up; where it tells only goods, the units that came back do.
#: An order that is open or cancelled is not moved: its own word comes with the order.
DUE = """
    WITH given AS (
        SELECT r.order_id, sum(r.refund_amount) AS amount, max(r.remote_updated_at) AS at,
               bool_or(r.refund_estimated OR r.refund_amount IS NULL OR r.currency <> o.currency) AS by_units,
               (array_agg(r.remote_id ORDER BY r.remote_updated_at DESC))[1] AS remote_id,
               (array_agg(r.reason ORDER BY r.remote_updated_at DESC))[1] AS reason,
               o.status, o.total
        FROM order_returns r JOIN orders o ON o.id = r.order_id
        WHERE r.connection_id = %(connection)s AND r.refund_given AND r.deleted_at IS NULL
          AND o.status = ANY(%(from)s)
        GROUP BY r.order_id, o.status, o.total
    ),
    judged AS (
        SELECT g.*, CASE WHEN g.by_units THEN
            (SELECT coalesce(sum(l.quantity), 0) FROM order_return_lines l JOIN order_returns r
               ON r.id = l.order_return_id WHERE r.order_id = g.order_id AND r.refund_given AND r.deleted_at IS NULL)
            >= (SELECT coalesce(sum(i.quantity - i.cancelled_quantity), 0) FROM order_items i
                 WHERE i.order_id = g.order_id AND i.deleted_at IS NULL)
            ELSE g.amount >= g.total END AS whole
        FROM given g
    )
    SELECT order_id, whole, amount, by_units, remote_id, reason, at FROM judged
    WHERE whole OR status <> 'partially_refunded' ORDER BY order_id LIMIT %(limit)s
"""
FROM = [
    str(status) for status in (
        OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.FULFILLED, OrderStatus.PARTIALLY_REFUNDED
    )
]  # fmt: skip


class Due(NamedTuple):
    """An order that its returns move, and the newest of them as the reason."""

    order_id: UUID
    whole: bool
    amount: Decimal | None
    by_units: bool
    remote_id: str
    reason: str
    at: datetime


def settle_refunds(shop: Connection) -> int:
    """Move every order of the shop that its returns ask to be moved; says how many. Done before, nothing is left."""
    moved = 0
    while True:
        with transaction.atomic():
            one_at_a_time(shop)
            due = _due(shop)
            for each in due:
                _move(shop, each)
        moved += len(due)
        if len(due) < AT_ONCE:
            return moved


def _due(shop: Connection) -> list[Due]:
    with database.cursor() as cursor:
        cursor.execute(DUE, {"connection": shop.pk, "from": FROM, "limit": AT_ONCE})
        return [Due(*row) for row in cursor.fetchall()]


def _move(shop: Connection, due: Due) -> None:
    order = Order.all_objects.select_for_update(of=("self",)).get(pk=due.order_id)
    words: dict[str, Any] = {"return": due.remote_id, "judged_by": "units" if due.by_units else "amount"}
    if not due.by_units:
        words["refunded"] = str(due.amount)
    move(
        order=order, to=OrderStatus.REFUNDED if due.whole else OrderStatus.PARTIALLY_REFUNDED,
        who=f"marketplace:{shop.marketplace.code}", metadata=words,
        reason=f"return {due.remote_id}: {due.reason}" if due.reason else f"return {due.remote_id}",
    )  # fmt: skip
