"""How long a change of stock, such as a sale elsewhere, takes until a shop has accepted it: by shop (F104)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from core.models import Store
from core.period import Period


@dataclass(frozen=True, slots=True)
class StockLag:
    """Half of the numbers were accepted within `half`, nineteen of twenty within `most`."""

    numbers: int
    half: timedelta
    most: timedelta


# Of each listing the last number that was told: from the moment the change was written, in the transaction of the sale,
# until the shop took it. What has changed again meanwhile and waits tells nothing yet.
SQL = """
SELECT o.connection_id, count(*), percentile_cont(array[0.5, 0.95]) WITHIN GROUP (
           ORDER BY extract(epoch FROM o.sent_at - o.wanted_at))
FROM outbound_changes o JOIN marketplace_connections c ON c.id = o.connection_id
WHERE c.store_id = %(store)s AND o.kind = 'stock' AND o.sent_at >= %(since)s AND o.sent_at < %(until)s
  AND o.sent_version >= o.wanted_version AND o.sent_at >= o.wanted_at AND o.state IN ('accepted', 'synced')
GROUP BY o.connection_id
"""


def stock_lag(store: Store, period: Period) -> Mapping[UUID, StockLag]:
    """Of the numbers accepted in a period."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"store": store.pk, "since": period.start, "until": period.end})
        return {
            shop: StockLag(count, timedelta(seconds=half), timedelta(seconds=most))
            for shop, count, (half, most) in cursor.fetchall()
        }
