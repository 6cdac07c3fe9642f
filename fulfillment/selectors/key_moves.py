"""What moved the number of a digital variant: keys that came and went, and what suppliers said that they have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import connection

from inventory.models import Variant

#: So many are shown, the newest first.
MOST = 100
#: Of each key the steps of its state; together what happened to several of them in one act. Keys are never read.
MOVES = """
    SELECT * FROM (
        SELECT 'keys' AS what, max(at) AS at, coalesce(sum(moved), 0)::int AS delta, count(*)::int AS units, state,
               reason, order_item_id, ''::text AS supplier
        FROM (
            SELECT h.history_date AS at, h.state, h.history_change_reason AS reason, h.order_item_id,
                   lag(h.state) OVER steps AS before,
                   (h.state = 'pool')::int - coalesce((lag(h.state) OVER steps = 'pool')::int, 0) AS moved
            FROM fulfillment_historicallicensekey h WHERE h.variant_id = %(variant)s
            WINDOW steps AS (PARTITION BY h.id ORDER BY h.history_date, h.history_id)
        ) step WHERE state IS DISTINCT FROM before GROUP BY date_trunc('second', at), state, reason, order_item_id
        UNION ALL
        SELECT 'supplier', at, stock - coalesce(before, 0), stock, '', '', NULL, name FROM (
            SELECT h.history_date AS at, c.name, greatest(0, coalesce(h.stock, 0)) AS stock,
                   lag(greatest(0, coalesce(h.stock, 0))) OVER (PARTITION BY h.id ORDER BY h.history_date) AS before
            FROM marketplace_products l
            JOIN marketplace_connections c ON c.id = l.connection_id AND c.settings ->> 'buys_keys' = 'on'
            JOIN inventory_historicalmarketplaceproduct h ON h.id = l.id
            WHERE l.variant_id = %(variant)s AND l.deleted_at IS NULL
        ) said WHERE stock IS DISTINCT FROM before
    ) moves ORDER BY at DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class KeyMove:
    """`delta` keys more or fewer to hand over: in the pool, or of what a supplier says, which then has `units`.

    Of keys `units` went into `state`, a few for an order's line.
    """

    what: Literal["keys", "supplier"]
    at: datetime
    delta: int
    units: int
    state: str
    reason: str
    order_item_id: UUID | None
    supplier: str


def key_moves(variant: Variant) -> list[KeyMove]:
    """The newest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(MOVES, {"variant": variant.pk, "most": MOST})
        return [KeyMove(*row) for row in cursor.fetchall()]
