"""Moves orders by what their returns gave back: refunded, or part refunded."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.services.sets import insert_rows, update_rows
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import Connection
from orders.models import Order, OrderStatusHistory
from orders.services.intake import one_at_a_time
from orders.services.intake.write import HISTORY
from orders.state import may_move

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

    @property
    def to(self) -> OrderStatus:
        return OrderStatus.REFUNDED if self.whole else OrderStatus.PARTIALLY_REFUNDED


def settle_refunds(shop: Connection) -> int:
    """Move every order of the shop that its returns ask to be moved; says how many. Done before, nothing is left."""
    moved = 0
    while True:
        with transaction.atomic():
            one_at_a_time(shop)
            due = _due(shop)
            moved += _move(shop, due, now=timezone.now())
        if len(due) < AT_ONCE:
            return moved


def _due(shop: Connection) -> list[Due]:
    with database.cursor() as cursor:
        cursor.execute(DUE, {"connection": shop.pk, "from": FROM, "limit": AT_ONCE})
        return [Due(*row) for row in cursor.fetchall()]


def _move(shop: Connection, due: Sequence[Due], *, now: datetime) -> int:
    """All at once, each by the table (law 10); one that a person has moved since it was found due stays."""
    ids = [each.order_id for each in due]
    found = Order.all_objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    before = dict(found.values_list("pk", "status"))
    steps = [(each, before[each.order_id]) for each in due if may_move(before[each.order_id], each.to)]
    moves = [(each.order_id, str(each.to)) for each, _was in steps]
    update_rows(Order, ("id", "status"), moves, now=now, reason="status_changed")
    rows = [_history(shop, each, was, now) for each, was in steps]
    insert_rows(OrderStatusHistory, HISTORY, rows, constants={}, now=now)
    return len(steps)


def _history(shop: Connection, due: Due, before: str, now: datetime) -> tuple[Any, ...]:
    words: dict[str, Any] = {"return": due.remote_id, "judged_by": "units" if due.by_units else "amount"}
    if not due.by_units:
        words["refunded"] = str(due.amount)
    why = f"return {due.remote_id}: {due.reason}" if due.reason else f"return {due.remote_id}"
    return due.order_id, before, str(due.to), f"marketplace:{shop.marketplace.code}", why[:250], words, now
