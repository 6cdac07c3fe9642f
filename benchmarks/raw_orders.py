"""Orders written as one would by hand with psycopg: COPY into staging, then one statement per table. The limit to meet.

It writes the same final rows as intake: orders, lines, buyers, both sides' history, reservations, stock, news to send.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings

from marketplaces.canonical.orders import Order

STAGING = """
CREATE TEMP TABLE s_orders (
    mo_id uuid, order_id uuid, customer_id uuid, history_id uuid, remote_id text, number text, status text,
    remote_status text, buyer_id text, name text, email text, phone text, address jsonb, written_address text,
    method text, carrier text, currency text, subtotal numeric(15,4), shipping numeric(15,4), total numeric(15,4),
    warehouse text, placed_at timestamptz, updated_at timestamptz, ship_by timestamptz, raw jsonb, search text
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE s_lines (
    moi_id uuid, item_id uuid, reservation_id uuid, mo_id uuid, order_id uuid, place int, position int, line_id text,
    title text, quantity int, price numeric(15,4), total numeric(15,4), sku text, gtin text, product text
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE s_links (
    LIKE s_lines, listing_id uuid, variant_id uuid, product_id uuid
) ON COMMIT DELETE ROWS;
"""
LINKS = """
INSERT INTO s_links SELECT s.*, l.id, l.variant_id, v.product_id FROM s_lines s
JOIN marketplace_products l ON l.connection_id = %(shop)s AND l.marketplace_product_id = s.product
     AND l.marketplace_variant_id = ''
JOIN product_variants v ON v.id = l.variant_id
"""


def connect() -> psycopg.Connection[Any]:
    """A connection of its own to the benchmark's database, staging tables made."""
    wanted = settings.DATABASES["default"]
    raw = psycopg.connect(
        host=wanted["HOST"], port=wanted["PORT"] or None, user=wanted["USER"] or None,
        password=wanted["PASSWORD"] or None, dbname=_name(),
    )  # fmt: skip
    raw.execute(STAGING)
    raw.commit()
    return raw


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def write_page(raw: psycopg.Connection[Any], shop: Any, orders: Sequence[Order], seen_at: datetime) -> int:
    """One page in one transaction; says how many orders were new or changed."""
    with raw.transaction(), raw.cursor() as cursor:
        _stage(cursor, orders)
        values = {"store": shop.store_id, "shop": shop.pk, "kind": shop.marketplace_id, "now": seen_at,
                  "key": _empty_secret()}  # fmt: skip
        cursor.execute(POSTINGS, values)
        written: int = cursor.fetchone()[0]  # type: ignore[index]
        if written:
            cursor.execute(LINKS, values)
            cursor.execute("SELECT 1 FROM stock WHERE variant_id IN (SELECT variant_id FROM s_links) "
                           "ORDER BY variant_id, location_id FOR UPDATE")  # fmt: skip
            for statement in (BUYERS, LINES, ITEMS, RESERVATIONS, NEWS, MOVES, ORDERS):
                cursor.execute(statement, values)
    return written


def _empty_secret() -> Any:
    from django.db import connection

    from orders.models import OrderItem

    return OrderItem._meta.get_field("license_key").get_db_prep_save("", connection)


def _stage(cursor: Any, orders: Sequence[Order]) -> None:
    ids = [(uuid4(), uuid4()) for _ in orders]
    with cursor.copy("COPY s_orders FROM STDIN") as copy:
        for order, (mo_id, order_id) in zip(orders, ids, strict=True):
            copy.write_row(_order_row(order, mo_id, order_id))
    place = 0
    with cursor.copy("COPY s_lines FROM STDIN") as copy:
        for order, (mo_id, order_id) in zip(orders, ids, strict=True):
            for position, line in enumerate(order.lines):
                place += 1
                copy.write_row((
                    uuid4(), uuid4(), uuid4(), mo_id, order_id, place, position, line.remote_id, line.title,
                    line.quantity, line.unit_price, line.unit_price * line.quantity, line.sku, line.gtin,
                    line.remote_product_id,
                ))  # fmt: skip


def _order_row(order: Order, mo_id: Any, order_id: Any) -> tuple[Any, ...]:
    to, buyer = order.shipping_address, order.buyer
    subtotal = sum(line.unit_price * line.quantity for line in order.lines)
    address = {"name": to.name, "phone": to.phone, "email": to.email, "line1": to.line1, "line2": to.line2,
               "city": to.city, "region": to.region, "postcode": to.postcode, "country": to.country,
               "note": to.note}  # fmt: skip
    lines = "\n".join(part for part in (to.name, to.line1, to.line2, f"{to.postcode} {to.city}", to.country) if part)
    words = [order.remote_id, buyer.name, buyer.email, to.phone]
    words += [word for line in order.lines for word in (line.sku, line.title)]
    return (
        mo_id, order_id, uuid4(), uuid4(), order.remote_id, order.number, order.status.value, order.remote_status,
        buyer.remote_id, buyer.name, buyer.email, to.phone, json.dumps(address, ensure_ascii=False), lines,
        order.shipping_method, order.carrier, order.currency, subtotal, order.shipping_cost, order.total,
        order.warehouse_remote_id, order.placed_at, order.updated_at, order.ship_by,
        json.dumps(order.raw, ensure_ascii=False), " ".join(words),
    )  # fmt: skip


def _with_history(table: str, history: str, columns: str, insert: str) -> str:
    """An insert and its history rows in one statement."""
    return f"""
    WITH w AS ({insert} RETURNING *)
    INSERT INTO {history} ({columns}, history_id, history_date, history_change_reason, history_type)
    SELECT {columns}, gen_random_uuid(), %(now)s, 'poll', '+' FROM w
    """


TIMES = "created_at, updated_at"
MO = (
    "id, created_at, updated_at, store_id, connection_id, marketplace_id, order_id, marketplace_order_id,"
    " marketplace_order_number, parent_remote_id, status, remote_status, remote_substatus, replaced_by_split,"
    " customer_name, customer_email, customer_phone, shipping_address, shipping_method, tracking_number, currency,"
    " total_amount, notes, warehouse_remote_id, remote_updated_at, first_seen_by"
)
COMPARED = (
    "status", "remote_status", "customer_name", "customer_email", "customer_phone", "shipping_address",
    "shipping_method", "currency", "total_amount", "warehouse_remote_id", "remote_updated_at", "raw",
)  # fmt: skip
POSTINGS = f"""
WITH w AS (
    INSERT INTO marketplace_orders AS t ({MO}, last_sync_at, raw, content_digest)
    SELECT mo_id, %(now)s, %(now)s, %(store)s, %(shop)s, %(kind)s, order_id, remote_id, number, '', status,
           remote_status, '', false, name, email, phone, written_address, method, '', currency, total, '', warehouse,
           updated_at, 'poll', %(now)s, raw, md5(remote_id)
    FROM s_orders
    ON CONFLICT (connection_id, marketplace_order_id) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in COMPARED)}
    WHERE ({", ".join(f"t.{name}" for name in COMPARED)}) IS DISTINCT FROM
          ({", ".join(f"excluded.{name}" for name in COMPARED)})
    RETURNING *
),
h AS (
    INSERT INTO orders_historicalmarketplaceorder ({MO}, history_id, history_date, history_change_reason, history_type)
    SELECT {MO}, gen_random_uuid(), %(now)s, 'poll', '+' FROM w
)
SELECT count(*) FROM w
"""
CUSTOMER = "id, created_at, updated_at, store_id, connection_id, remote_id, name, email, phone"
BUYERS = _with_history(
    "customers",
    "orders_historicalcustomer",
    CUSTOMER,
    f"""INSERT INTO customers ({CUSTOMER})
        SELECT DISTINCT ON (buyer_id) customer_id, %(now)s, %(now)s, %(store)s, %(shop)s, buyer_id, name, email, phone
        FROM s_orders ON CONFLICT (connection_id, remote_id) DO NOTHING""",
)
MOI = (
    "id, created_at, updated_at, marketplace_order_id, marketplace_product_id, product_id, variant_id, quantity,"
    " unit_price, total_price, marketplace_item_id, marketplace_sku, remote_product_id, remote_variant_id"
)
LINES = _with_history(
    "marketplace_order_items",
    "orders_historicalmarketplaceorderitem",
    MOI,
    f"""INSERT INTO marketplace_order_items ({MOI})
        SELECT moi_id, %(now)s, %(now)s, mo_id, listing_id, product_id, variant_id, quantity, price, total, line_id,
               sku, product, '' FROM s_links""",
)
ITEM = (
    "id, created_at, updated_at, order_id, marketplace_order_id, remote_line_id, position, product_id, variant_id,"
    " listing_id, product_name, product_sku, product_gtin, product_image_url, unit_price, quantity,"
    " cancelled_quantity, shipped_quantity, subtotal, tax_amount, discount_amount, total, is_digital, marks_asked,"
    " supplier, supplier_order_id"
)
ITEMS = _with_history(
    "order_items",
    "orders_historicalorderitem",
    ITEM,
    f"""INSERT INTO order_items ({ITEM}, license_key, download_url)
        SELECT item_id, %(now)s, %(now)s, order_id, mo_id, line_id, position, product_id, variant_id, listing_id, title,
               sku, gtin, '', price, quantity, 0, 0, total, 0, 0, total, false, '', '', '', %(key)s, '' FROM s_links""",
)
RESERVATION = (
    "id, created_at, updated_at, store_id, variant_id, location_id, order_item_id, asked, granted, short, consumed"
)
RESERVATIONS = f"""
WITH answered AS (
    SELECT l.*, s.location_id, greatest(0, least(l.quantity, s.on_hand - s.reserved - (
        sum(l.quantity) OVER (PARTITION BY l.variant_id ORDER BY l.place) - l.quantity)))::int AS granted
    FROM s_links l JOIN stock s ON s.variant_id = l.variant_id
),
held AS (
    UPDATE stock s SET reserved = s.reserved + t.granted, updated_at = %(now)s
    FROM (SELECT variant_id, sum(granted)::int AS granted FROM answered GROUP BY variant_id) t
    WHERE s.variant_id = t.variant_id AND s.on_hand - s.reserved >= t.granted
),
w AS (
    INSERT INTO reservations ({RESERVATION})
    SELECT reservation_id, %(now)s, %(now)s, %(store)s, variant_id, location_id, item_id, quantity, granted,
           quantity - granted, 0 FROM answered RETURNING *
)
INSERT INTO inventory_historicalreservation ({RESERVATION}, history_id, history_date, history_change_reason,
    history_type)
SELECT {RESERVATION}, gen_random_uuid(), %(now)s, 'poll', '+' FROM w
"""
NEWS = """
WITH w AS (
    INSERT INTO outbound_changes AS o (id, created_at, updated_at, store_id, connection_id, kind, subject_id, state,
        urgent, wanted_version, sent_version, seen_version, wanted_at, due_at, attempts, progress, last_sent,
        error_kind, error, error_said, error_fix, request_id)
    SELECT gen_random_uuid(), %(now)s, %(now)s, %(store)s, %(shop)s, 'stock', listing_id, 'waiting', false, 1, 0, 0,
           %(now)s, %(now)s, 0, '{}', '{}', '', '', '', '', ''
    FROM (SELECT DISTINCT listing_id FROM s_links) l ORDER BY listing_id
    ON CONFLICT (connection_id, kind, subject_id) DO UPDATE SET wanted_version = o.wanted_version + 1,
        wanted_at = excluded.wanted_at, due_at = least(o.due_at, excluded.due_at), state = 'waiting'
    RETURNING *, (xmax = 0) AS fresh
)
INSERT INTO marketplaces_historicaloutboundchange (id, created_at, updated_at, store_id, connection_id, kind,
    subject_id, state, wanted_version, sent_version, seen_version, attempts, last_sent, error_kind, error, error_said,
    error_fix, request_id, history_id, history_date, history_change_reason, history_type)
SELECT id, created_at, updated_at, store_id, connection_id, kind, subject_id, state, wanted_version, sent_version,
    seen_version, attempts, last_sent, error_kind, error, error_said, error_fix, request_id, gen_random_uuid(),
    %(now)s, 'poll', '+' FROM w WHERE fresh
"""
MOVES = """
INSERT INTO order_status_history (id, order_id, from_status, to_status, changed_by, reason, metadata, created_at)
SELECT history_id, order_id, '', status, 'marketplace:bench', remote_status,
       jsonb_build_object('cause', 'poll', 'run', NULL, 'remote_id', remote_id), %(now)s FROM s_orders
"""
ORDER = (
    "id, created_at, updated_at, store_id, number, channel, connection_id, channel_order_id, channel_order_url,"
    " customer_id, customer_name, customer_email, customer_phone, shipping_address, currency, subtotal, shipping_cost,"
    " tax_amount, discount_amount, cancelled_amount, total, refunded_amount, refund_estimated, fees_estimated,"
    " money_unbalanced, status, scheme, remote_scheme,"
    " requires_shipping, is_fully_digital, cancel_requested, cancel_reason, ordered_at, confirmed_at, ship_by,"
    " held_reason, shipping_method, tracking_number, carrier, buyer_note, notes, tags, unlinked_lines, short_units,"
    " sync_status, sync_error"
)
ORDERS = f"""
WITH taken AS (
    UPDATE stores SET next_order_number = next_order_number + (SELECT count(*) FROM s_orders)
    WHERE id = %(store)s RETURNING next_order_number - (SELECT count(*) FROM s_orders) AS first
),
numbered AS (
    SELECT o.*, 'O-' || (first + row_number() OVER () - 1) AS own FROM s_orders o CROSS JOIN taken
),
w AS (
    INSERT INTO orders ({ORDER}, last_synced_at, search_text)
    SELECT o.order_id, %(now)s, %(now)s, %(store)s, o.own, 'bench', %(shop)s,
           o.remote_id, '', c.id, o.name, o.email, o.phone, o.address, o.currency, o.subtotal, o.shipping, 0, 0,
           0, o.total, 0, false, false, false, o.status, 'seller', '', true, false, false, '', o.placed_at, o.placed_at,
           o.ship_by,
           '', o.method, '', o.carrier, '', '', '[]', 0, 0, 'synced', '', %(now)s, o.own || ' ' || o.search
    FROM numbered o JOIN customers c ON c.connection_id = %(shop)s AND c.remote_id = o.buyer_id
    RETURNING *
)
INSERT INTO orders_historicalorder ({ORDER}, history_id, history_date, history_change_reason, history_type)
SELECT {ORDER}, gen_random_uuid(), %(now)s, 'poll', '+' FROM w
"""
