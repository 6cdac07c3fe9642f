"""Where each kind of news is read from: rows that are only ever added, each by an index on its time.

Every source gives the same columns. An event's id is made from its kind and the row behind it, so that reading the
same window again gives the same ids. Nothing is written for the news itself: intake and pushes are as fast as before.
"""

from typing import NamedTuple

from inventory.selectors.cover import days_sql


class Source(NamedTuple):
    """What it gives, the statement, and the column by which it is narrowed to one store."""

    kinds: frozenset[str]
    sql: str
    store: str


#: id, kind, store_id, at, subject_type, subject_id, data. `key` is SQL that is one of a kind for the event.
_EVENT = "SELECT md5({kind} || ':' || {key})::uuid AS id, {kind} AS kind, {store} AS store_id, {at} AS at, "

ORDERS = (
    _EVENT.format(kind="n.kind", key="n.id::text", store="o.store_id", at="n.created_at")
    + """
    'order' AS subject_type, o.id AS subject_id,
    jsonb_build_object(
        'number', o.number, 'from', n.from_status, 'to', n.to_status, 'by', n.changed_by, 'reason', n.reason,
        'connection_id', o.connection_id, 'connection', c.name, 'channel', o.channel,
        'remote_id', o.channel_order_id, 'total', o.total::text, 'currency', o.currency, 'run', n.metadata->>'run'
    ) AS data
    FROM (
        SELECT h.*, CASE WHEN h.from_status = '' THEN 'order.created' ELSE 'order.status_changed' END AS kind
        FROM order_status_history h WHERE h.created_at >= %(since)s AND h.created_at < %(until)s
    ) n
    JOIN orders o ON o.id = n.order_id
    LEFT JOIN marketplace_connections c ON c.id = o.connection_id
    WHERE true
    """
)

SHIPMENTS = (
    _EVENT.format(kind="'order.shipped'", key="s.id::text", store="s.store_id", at="s.created_at")
    + """
    'order' AS subject_type, s.order_id AS subject_id,
    jsonb_build_object(
        'number', o.number, 'shipment_id', s.id, 'parcel', s.number, 'carrier', s.carrier,
        'tracking_number', s.tracking_number, 'by', s.tracking_from, 'connection_id', o.connection_id
    ) AS data
    FROM shipments s JOIN orders o ON o.id = s.order_id
    WHERE s.created_at >= %(since)s AND s.created_at < %(until)s
    """
)

STOCK = (
    _EVENT.format(kind="'stock.changed'", key="i.id::text", store="i.store_id", at="i.created_at")
    + """
    'variant' AS subject_type, i.variant_id AS subject_id,
    jsonb_build_object(
        'sku', v.sku, 'location_id', i.location_id, 'delta', i.delta, 'on_hand', i.on_hand_after,
        'reserved', i.reserved_after, 'cause', i.cause, 'reason', i.reason
    ) AS data
    FROM stores t
    JOIN inventory_changes i ON i.store_id = t.id AND i.created_at >= %(since)s AND i.created_at < %(until)s
    JOIN product_variants v ON v.id = i.variant_id
    WHERE true
    """
)

# An order that reserves units leaves no row in the ledger, so both are looked at. One event from one arrival of goods
# to the next: an order cancelled and another come in between is no news. The level is read as it is now. A bundle moves
# with its parts: it is low when they make few of it.
LOW_STOCK = (
    _EVENT.format(
        kind="'stock.low'",
        key="v.id || ':' || v.low_stock_at || ':' || coalesce(filled.id::text, '')",
        store="v.store_id",
        at="touched.at",
    )
    + """
    'variant' AS subject_type, v.id AS subject_id,
    jsonb_build_object(
        'sku', v.sku, 'title', p.title, 'free', level.free, 'low_stock_at', v.low_stock_at,
        'cover_days', """
    + days_sql("level.free")
    + """
    ) AS data
    FROM (
        SELECT coalesce(b.bundle_id, moved.variant_id) AS variant_id, max(at) AS at FROM (
            SELECT i.variant_id, i.created_at AS at FROM stores t
            JOIN inventory_changes i ON i.store_id = t.id AND i.created_at >= %(since)s AND i.created_at < %(until)s
            UNION ALL
            SELECT r.variant_id, r.history_date FROM inventory_historicalreservation r
            WHERE r.history_date >= %(since)s AND r.history_date < %(until)s
        ) moved CROSS JOIN LATERAL (
            SELECT NULL::uuid AS bundle_id UNION ALL
            SELECT b.bundle_id FROM bundle_parts b WHERE b.part_id = moved.variant_id AND b.deleted_at IS NULL
        ) b GROUP BY 1
    ) touched
    JOIN product_variants v ON v.id = touched.variant_id AND v.low_stock_at > 0 AND v.opening_counted_at IS NOT NULL
                           AND v.deleted_at IS NULL
    JOIN products p ON p.id = v.product_id AND p.kind <> 'digital'
    JOIN LATERAL (
        SELECT CASE WHEN v.is_bundle THEN bundle_free(v.id, NULL)
                    ELSE (SELECT sum(k.on_hand) - sum(k.reserved) FROM stock k WHERE k.variant_id = v.id) END AS free
    ) level ON level.free <= v.low_stock_at
    LEFT JOIN LATERAL (
        SELECT i.id FROM (
            SELECT v.id UNION ALL
            SELECT b.part_id FROM bundle_parts b WHERE b.bundle_id = v.id AND b.deleted_at IS NULL
        ) of CROSS JOIN LATERAL (
            SELECT i.id, i.created_at FROM inventory_changes i WHERE i.variant_id = of.id AND i.delta > 0
            ORDER BY i.created_at DESC, i.id DESC LIMIT 1
        ) i ORDER BY i.created_at DESC, i.id DESC LIMIT 1
    ) filled ON true
    WHERE true
    """
)

# Of digital goods keys move, lines lack some, or a channel has to hear of another number: a supplier has fewer, or its
# money was spent on something else. One event from the last moment when a channel was told more, or keys were loaded.
LOW_KEYS = (
    _EVENT.format(
        kind="'stock.low'",
        key="concat_ws(':', v.id, v.low_stock_at, coalesce(plenty.at::text, ''), coalesce(filled.id::text, ''))",
        store="v.store_id",
        at="touched.at",
    )
    + """
    'variant' AS subject_type, v.id AS subject_id,
    jsonb_build_object(
        'sku', v.sku, 'title', p.title, 'free', level.free, 'low_stock_at', v.low_stock_at, 'cover_days', NULL
    ) AS data
    FROM (
        SELECT moved.variant_id, max(moved.at) AS at FROM (
            SELECT k.variant_id, k.history_date AS at FROM fulfillment_historicallicensekey k
            WHERE k.history_date >= %(since)s AND k.history_date < %(until)s
            UNION ALL
            SELECT i.variant_id, i.history_date FROM orders_historicalorderitem i
            WHERE i.history_date >= %(since)s AND i.history_date < %(until)s AND i.is_digital
            UNION ALL
            SELECT l.variant_id, h.history_date FROM marketplaces_historicaloutboundchange h
            JOIN marketplace_products l ON l.id = h.subject_id
            WHERE h.history_date >= %(since)s AND h.history_date < %(until)s AND h.kind = 'stock'
        ) moved GROUP BY moved.variant_id
    ) touched
    JOIN product_variants v ON v.id = touched.variant_id AND v.low_stock_at > 0 AND v.opening_counted_at IS NOT NULL
                           AND v.deleted_at IS NULL
    JOIN products p ON p.id = v.product_id AND p.kind = 'digital'
    JOIN LATERAL (SELECT digital_free(v.id, NULL) AS free) level ON level.free <= v.low_stock_at
    LEFT JOIN LATERAL (
        SELECT max(h.sent_at) AS at FROM marketplace_products l
        JOIN outbound_changes o ON o.subject_id = l.id AND o.kind = 'stock'
        JOIN marketplaces_historicaloutboundchange h ON h.id = o.id
        WHERE l.variant_id = v.id AND jsonb_typeof(h.last_sent -> 'stock') = 'object' AND v.low_stock_at < (
            SELECT sum(told.value::integer) FROM jsonb_each_text(h.last_sent -> 'stock') told)
    ) plenty ON true
    LEFT JOIN LATERAL (
        SELECT k.id FROM license_keys k WHERE k.variant_id = v.id AND k.supplier_order_id IS NULL
        ORDER BY k.created_at DESC, k.id DESC LIMIT 1
    ) filled ON true
    WHERE true
    """
)

#: Sending a price or a number of units was refused: told when it becomes refused, not while it stays so.
REFUSED_PUSHES = (
    _EVENT.format(kind="'listing.refused'", key="h.history_id::text", store="h.store_id", at="h.history_date")
    + """
    'listing' AS subject_type, h.subject_id AS subject_id,
    jsonb_build_object(
        'what', h.kind, 'sku', l.marketplace_sku, 'title', l.title, 'connection_id', h.connection_id,
        'connection', c.name, 'error', h.error, 'said', h.error_said, 'fix', h.error_fix
    ) AS data
    FROM marketplaces_historicaloutboundchange h
    JOIN marketplace_products l ON l.id = h.subject_id
    JOIN marketplace_connections c ON c.id = h.connection_id
    LEFT JOIN LATERAL (
        SELECT b.state FROM marketplaces_historicaloutboundchange b
        WHERE b.id = h.id AND b.history_date < h.history_date ORDER BY b.history_date DESC LIMIT 1
    ) before ON true
    WHERE h.history_date >= %(since)s AND h.history_date < %(until)s AND h.state = 'refused'
      AND h.kind IN ('stock', 'price') AND before.state IS DISTINCT FROM 'refused'
    """
)

#: The marketplace itself says of a listing that it is refused, seen when products were read.
REFUSED_THERE = (
    _EVENT.format(kind="'listing.refused'", key="h.history_id::text", store="h.store_id", at="h.history_date")
    + """
    'listing' AS subject_type, h.id AS subject_id,
    jsonb_build_object(
        'what', 'listing', 'sku', h.marketplace_sku, 'title', h.title, 'connection_id', h.connection_id,
        'connection', c.name, 'error', '', 'said', h.remote_status, 'fix', ''
    ) AS data
    FROM inventory_historicalmarketplaceproduct h
    JOIN marketplace_connections c ON c.id = h.connection_id
    LEFT JOIN LATERAL (
        SELECT b.status FROM inventory_historicalmarketplaceproduct b
        WHERE b.id = h.id AND b.history_date < h.history_date ORDER BY b.history_date DESC LIMIT 1
    ) before ON true
    WHERE h.history_date >= %(since)s AND h.history_date < %(until)s AND h.status = 'refused'
      AND before.status IS DISTINCT FROM 'refused'
    """
)

_NEED = """
    'needs_you' AS subject_type, n.id AS subject_id,
    jsonb_build_object(
        'kind', n.kind, 'cause_key', n.cause_key, 'title', n.title, 'said', n.said, 'cost', n.cost, 'fix', n.fix,
        'subject_type', n.subject_type, 'subject_id', n.subject_id, 'money', n.money::text, 'currency', n.currency,
        'deadline', n.deadline, 'settled_by', n.settled_by, 'settled_how', n.settled_how
    ) AS data
    FROM needs_you n
"""
RAISED = (
    _EVENT.format(kind="'needs_you.raised'", key="n.id::text", store="n.store_id", at="n.created_at")
    + _NEED
    + "WHERE n.created_at >= %(since)s AND n.created_at < %(until)s"
)
SETTLED = (
    _EVENT.format(kind="'needs_you.settled'", key="n.id::text", store="n.store_id", at="n.settled_at")
    + _NEED
    + "WHERE n.settled_at >= %(since)s AND n.settled_at < %(until)s"
)

# `again`: the run before it failed too.
RUNS = (
    _EVENT.format(
        kind="CASE WHEN r.status = 'failed' THEN 'sync.failed' ELSE 'sync.recovered' END",
        key="r.id::text",
        store="r.store_id",
        at="r.end_time",
    )
    + """
    'run' AS subject_type, r.id AS subject_id,
    jsonb_build_object(
        'sync_type', r.sync_type, 'connection_id', r.connection_id, 'connection', c.name, 'cause', r.cause,
        'error_kind', r.error_kind, 'error', r.error_message, 'said', r.error_said, 'fix', r.error_fix,
        'again', before.status IS NOT DISTINCT FROM 'failed'
    ) AS data
    FROM marketplace_sync_logs r
    LEFT JOIN marketplace_connections c ON c.id = r.connection_id
    LEFT JOIN LATERAL (
        SELECT b.status FROM marketplace_sync_logs b
        WHERE b.connection_id = r.connection_id AND b.sync_type = r.sync_type AND b.created_at < r.created_at
          AND b.status IN ('completed', 'partially_completed', 'failed')
        ORDER BY b.created_at DESC LIMIT 1
    ) before ON true
    WHERE r.end_time >= %(since)s AND r.end_time < %(until)s AND (
        r.status = 'failed' OR (r.status IN ('completed', 'partially_completed') AND before.status = 'failed')
    )
    """
)

CONNECTIONS = (
    _EVENT.format(
        kind="CASE WHEN h.status = 'stopped' THEN 'connection.stopped' ELSE 'connection.mended' END",
        key="h.history_id::text",
        store="h.store_id",
        at="h.history_date",
    )
    + """
    'connection' AS subject_type, h.id AS subject_id,
    jsonb_build_object('connection', h.name, 'error_kind', h.status_kind, 'reason', h.status_reason) AS data
    FROM marketplaces_historicalconnection h
    JOIN LATERAL (
        SELECT b.status FROM marketplaces_historicalconnection b
        WHERE b.id = h.id AND b.history_date < h.history_date ORDER BY b.history_date DESC LIMIT 1
    ) before ON true
    WHERE h.history_date >= %(since)s AND h.history_date < %(until)s AND (
        (h.status = 'stopped' AND before.status <> 'stopped') OR (h.status = 'active' AND before.status = 'stopped')
    )
    """
)

SOURCES = (
    Source(frozenset({"order.created", "order.status_changed"}), ORDERS, "o.store_id"),
    Source(frozenset({"order.shipped"}), SHIPMENTS, "s.store_id"),
    Source(frozenset({"stock.changed"}), STOCK, "t.id"),
    Source(frozenset({"stock.low"}), LOW_STOCK, "v.store_id"),
    Source(frozenset({"stock.low"}), LOW_KEYS, "v.store_id"),
    Source(frozenset({"listing.refused"}), REFUSED_PUSHES, "h.store_id"),
    Source(frozenset({"listing.refused"}), REFUSED_THERE, "h.store_id"),
    Source(frozenset({"needs_you.raised"}), RAISED, "n.store_id"),
    Source(frozenset({"needs_you.settled"}), SETTLED, "n.store_id"),
    Source(frozenset({"sync.failed", "sync.recovered"}), RUNS, "r.store_id"),
    Source(frozenset({"connection.stopped", "connection.mended"}), CONNECTIONS, "h.store_id"),
)
