"""Where a split may be half told: what has to be read at once, so that no unit is free or doubled in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from marketplaces.canonical.orders import Order
from orders.state import OPEN

#: A parent that its marketplace no longer gives is not asked for over and over.
ASKED_FOR = timedelta(hours=6)
MOST = 50

TOLD_BEFORE = """
    SELECT o.marketplace_order_id, o.remote_updated_at, sum(i.quantity)
    FROM marketplace_orders o JOIN marketplace_order_items i ON i.marketplace_order_id = o.id
    WHERE o.connection_id = %(connection)s AND o.marketplace_order_id = ANY(%(ids)s) AND o.status = ANY(%(open)s)
    GROUP BY o.id
"""
READ_BEFORE_ITS_CHILD = """
    SELECT DISTINCT p.marketplace_order_id
    FROM marketplace_orders c JOIN marketplace_orders p
      ON p.connection_id = c.connection_id AND p.marketplace_order_id = c.parent_remote_id
    WHERE c.connection_id = %(connection)s AND c.parent_remote_id <> '' AND c.created_at > %(after)s
      AND c.created_at > p.last_sync_at AND p.status = ANY(%(open)s)
    ORDER BY 1 LIMIT %(most)s
"""


def shrunk(connection_id: UUID, orders: Sequence[Order]) -> list[str]:
    """Open orders now told with fewer units than before: if a split took them, its other part comes just now."""
    units = {order.remote_id: sum(line.quantity for line in order.lines) for order in orders}
    moved = {order.remote_id: order.updated_at for order in orders}
    values: dict[str, Any] = {"connection": connection_id, "ids": list(units), "open": [str(word) for word in OPEN]}
    with connection.cursor() as cursor:
        cursor.execute(TOLD_BEFORE, values)
        before = cursor.fetchall()
    return sorted(name for name, at, told in before if units[name] < told and moved[name] >= at)


def read_before_their_child(connection_id: UUID, *, now: datetime) -> list[str]:
    """Open parents whose last telling is older than the first of a part: only a new one tells what they keep."""
    values: dict[str, Any] = {
        "connection": connection_id, "after": now - ASKED_FOR, "open": [str(word) for word in OPEN],
        "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(READ_BEFORE_ITS_CHILD, values)
        return [name for (name,) in cursor.fetchall()]
