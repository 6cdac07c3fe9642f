"""Pages of the order list as one would write them by hand with psycopg: the rows with their shop, then their lines."""

from typing import Any
from uuid import UUID

import psycopg

ROWS = """
SELECT o.id, o.number, o.status, o.scheme, o.remote_scheme, o.currency, o.total, o.ordered_at, o.ship_by, o.shipped_at,
       o.delivered_at, o.held_at, o.held_reason, o.customer_name, o.shipping_address, o.unlinked_lines, o.short_units,
       o.sync_status, o.sync_error, o.cancel_requested, o.requires_shipping, o.connection_id, c.name, o.channel, m.name,
       o.archived_at, o.tags
FROM orders o
LEFT JOIN marketplace_connections c ON c.id = o.connection_id LEFT JOIN marketplaces m ON m.id = c.marketplace_id
WHERE o.store_id = %(store)s AND o.archived_at IS NULL AND o.deleted_at IS NULL
"""
BY_DATE = " ORDER BY o.ordered_at DESC, o.id DESC LIMIT 26"
DUE = "coalesce(o.ship_by, '9999-01-01 00:00:00+00'::timestamptz)"
BY_URGENCY = f" ORDER BY {DUE}, o.total DESC, o.id LIMIT 26"
OPEN = " AND o.status IN ('pending', 'confirmed', 'processing', 'ready_for_shipment', 'unknown')"
FOUND = (
    " AND (tri(o.search_text) || o.store_id::text) @> (tri(%(q)s) || %(store)s::text) AND o.search_text ILIKE %(like)s"
)
FOUND_SHORT = " AND o.search_text ILIKE %(like)s"
LINES = """
SELECT order_id, product_name, quantity, product_image_url FROM order_items
WHERE order_id = ANY(%s) AND deleted_at IS NULL ORDER BY order_id, position, id
"""


def page(raw: psycopg.Connection[Any], sql: str, values: dict[str, Any]) -> list[UUID]:
    """The ids of a page; everything that its rows show has been read."""
    with raw.transaction(), raw.cursor() as cursor:
        rows = cursor.execute(ROWS + sql, values, prepare=False).fetchall()[:25]
        ids = [row[0] for row in rows]
        cursor.execute(LINES, [ids], prepare=False).fetchall()
    return ids


def searched(q: str) -> tuple[str, dict[str, Any]]:
    """The condition and the values for a substring."""
    escaped = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return FOUND if len(q) >= 3 else FOUND_SHORT, {"q": q, "like": f"%{escaped}%"}
