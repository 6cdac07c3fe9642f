"""Pages of goods, their listings and the ledger as one would write them by hand with psycopg: ids in their order."""

from typing import Any
from uuid import UUID

import psycopg

VARIANTS = """
SELECT v.id, v.sku, v.gtin, v.options, v.image_url, v.low_stock_at, v.opening_counted_at, v.product_id, p.title,
       p.language, p.images, p.kind,
       (SELECT coalesce(sum(s.on_hand), 0) FROM stock s WHERE s.variant_id = v.id AND s.deleted_at IS NULL),
       (SELECT coalesce(sum(s.reserved), 0) FROM stock s WHERE s.variant_id = v.id AND s.deleted_at IS NULL),
       (SELECT coalesce(sum(r.short), 0) FROM reservations r
        WHERE r.variant_id = v.id AND r.short > 0 AND r.deleted_at IS NULL)
FROM product_variants v JOIN products p ON p.id = v.product_id
WHERE v.store_id = %(store)s AND v.deleted_at IS NULL
"""
BY_SKU = " ORDER BY v.sku, v.id LIMIT 26"
AFTER_SKU = " AND (v.sku, v.id) > (%(sku)s, %(id)s)"
UNCOUNTED = " AND v.opening_counted_at IS NULL"
SHORT = """ AND v.opening_counted_at IS NOT NULL
AND EXISTS (SELECT 1 FROM reservations r WHERE r.variant_id = v.id AND r.short > 0 AND r.deleted_at IS NULL)"""
NAMED = """ AND v.id IN (
    SELECT id FROM product_variants WHERE store_id = %(store)s AND tri(sku) @> tri(%(q)s) AND sku ILIKE %(like)s
    UNION SELECT w.id FROM product_variants w JOIN products n ON n.id = w.product_id
    WHERE w.store_id = %(store)s AND n.store_id = %(store)s AND tri(n.title) @> tri(%(q)s) AND n.title ILIKE %(like)s
    UNION SELECT id FROM product_variants WHERE store_id = %(store)s AND gtin <> '' AND gtin LIKE %(begins)s)"""
LISTINGS = """
SELECT l.id, l.title, l.linked_at FROM marketplace_products l JOIN marketplace_connections c ON c.id = l.connection_id
WHERE l.store_id = %(store)s AND l.deleted_at IS NULL AND c.deleted_at IS NULL AND c.status <> 'disconnected'
"""
BY_TITLE = " ORDER BY l.title, l.id LIMIT 26"
BY_LINK = " AND l.linked_at IS NOT NULL AND l.variant_id IS NOT NULL AND l.status <> 'deleted'" \
          " ORDER BY l.linked_at DESC, l.id DESC LIMIT 26"  # fmt: skip
TROUBLE = " AND l.status IN ('refused', 'deleted')"
LISTED = """ AND (tri(l.title || ' ' || l.marketplace_sku || ' ' || l.gtin) || l.store_id::text)
    @> (tri(%(q)s) || %(store)s::text)
AND (l.title ILIKE %(like)s OR l.marketplace_sku ILIKE %(like)s OR l.gtin LIKE %(begins)s)"""
LEDGER = """
SELECT c.id, c.created_at, c.delta, c.on_hand_before, c.on_hand_after, c.reserved_after, c.cause, c.reason, c.note,
       c.actor_label, u.name, p.name, c.order_item_id, c.shipment_id, c.run_id
FROM inventory_changes c LEFT JOIN users u ON u.id = c.actor_id JOIN locations p ON p.id = c.location_id
WHERE c.store_id = %(store)s AND c.variant_id = %(variant)s
"""
CAUSED = " AND c.cause = %(cause)s"
BEFORE = " AND (c.created_at, c.id) < (%(at)s, %(id)s)"
NEWEST = " ORDER BY c.created_at DESC, c.id DESC LIMIT 51"


def page(raw: psycopg.Connection[Any], sql: str, values: dict[str, Any], size: int = 25) -> list[UUID]:
    """The ids of a page; everything that its rows themselves show has been read."""
    with raw.transaction(), raw.cursor() as cursor:
        return [row[0] for row in cursor.execute(sql, values, prepare=False).fetchall()[:size]]


def searched(q: str) -> dict[str, Any]:
    """The values for a substring."""
    escaped = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"q": q, "like": f"%{escaped}%", "begins": f"{escaped}%"}
