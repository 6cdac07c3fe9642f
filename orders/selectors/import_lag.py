"""How long orders take from the buyer's click until they are here, by shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from core.models import Store
from core.period import Period


@dataclass(frozen=True, slots=True)
class Lag:
    """Half of the orders came within `half`, nineteen of twenty within `most`."""

    orders: int
    half: timedelta
    most: timedelta


# What was placed before its shop was connected came with the first reading and tells nothing about the others.
SQL = """
SELECT o.connection_id, count(*), percentile_cont(array[0.5, 0.95]) WITHIN GROUP (
           ORDER BY greatest(extract(epoch FROM o.created_at - o.ordered_at), 0))
FROM orders o JOIN marketplace_connections c ON c.id = o.connection_id AND o.ordered_at > c.created_at
WHERE o.store_id = %(store)s AND o.ordered_at >= %(since)s AND o.ordered_at < %(until)s AND o.deleted_at IS NULL
GROUP BY o.connection_id
"""


def import_lag(store: Store, period: Period) -> Mapping[UUID, Lag]:
    """Of the orders placed in a period."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"store": store.pk, "since": period.start, "until": period.end})
        return {
            shop: Lag(count, timedelta(seconds=half), timedelta(seconds=most))
            for shop, count, (half, most) in cursor.fetchall()
        }
