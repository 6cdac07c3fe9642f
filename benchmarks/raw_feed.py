"""Products of a feed written as one would by hand with psycopg: COPY into staging, then one statement per table.

It writes the same final rows as the import: products and variants with their history; what is already so it leaves.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg

from core.services.sets import history_columns
from inventory.services.feed import FeedRow

STAGING = """
CREATE TEMP TABLE s_feed (
    product_id uuid, variant_id uuid, feed_id text, title text, description text, brand text, category text,
    images jsonb, attributes jsonb, sku text, gtin text, options jsonb, price numeric(15,4), currency text,
    weight_g int, image_url text, position int
) ON COMMIT DELETE ROWS;
"""
STAGED = (
    "product_id, variant_id, feed_id, title, description, brand, category, images, attributes, sku, gtin, options, "
    "price, currency, weight_g, image_url, position"
)
WORDS = ("title", "description", "brand", "category", "images", "attributes")
NUMBERS = ("gtin", "options", "price", "currency", "weight_g", "image_url")


def _merge(model: Any, insert: str, changed: Sequence[str]) -> str:
    """Insert or update, and the history of what was written."""
    audited = ", ".join(f'"{name}"' for name in history_columns(model))
    told = model.history.model._meta.db_table
    kept = ", ".join(f"{name} = excluded.{name}" for name in changed)
    there, fresh = (", ".join(f"{side}.{name}" for name in changed) for side in ("t", "excluded"))
    return f"""
WITH written AS (
    {insert} DO UPDATE SET {kept}, updated_at = excluded.updated_at
    WHERE ({there}) IS DISTINCT FROM ({fresh})
    RETURNING t.*, t.xmax = 0 AS fresh
)
INSERT INTO "{told}" ({audited}, history_id, history_date, history_change_reason, history_type)
SELECT {audited}, gen_random_uuid(), %(now)s, 'Feed', CASE WHEN fresh THEN '+' ELSE '~' END FROM written
"""


def statements() -> tuple[str, str]:
    """Products, then variants."""
    from inventory.models import Product, Variant

    products = f"""INSERT INTO products AS t (
        id, store_id, created_at, updated_at, language, kind, status, feed_id, {", ".join(WORDS)})
    SELECT product_id, %(store)s, %(now)s, %(now)s, '', 'physical', 'active', feed_id, {", ".join(WORDS)} FROM s_feed
    ON CONFLICT (store_id, feed_id) WHERE NOT feed_id = ''"""
    variants = f"""INSERT INTO product_variants AS t (
        id, store_id, product_id, created_at, updated_at, sku, position, low_stock_at, {", ".join(NUMBERS)})
    SELECT s.variant_id, %(store)s, p.id, %(now)s, %(now)s, s.sku, s.position, 0,
        {", ".join(f"s.{name}" for name in NUMBERS)}
    FROM s_feed s JOIN products p ON p.store_id = %(store)s AND p.feed_id = s.feed_id AND p.feed_id <> ''
    ON CONFLICT (store_id, sku)"""
    return _merge(Product, products, WORDS), _merge(Variant, variants, NUMBERS)


def write_page(
    raw: psycopg.Connection[Any], store: Any, rows: Sequence[FeedRow], at: datetime, merges: Sequence[str]
) -> None:
    """One page in one transaction."""
    with raw.transaction(), raw.cursor() as cursor:
        with cursor.copy(f"COPY s_feed ({STAGED}) FROM STDIN") as copy:
            for position, row in enumerate(rows):
                copy.write_row(_staged(row, position))
        for merge in merges:
            cursor.execute(merge, {"store": store.pk, "now": at})


def _staged(row: FeedRow, position: int) -> tuple[Any, ...]:
    images = list(row.images or ())
    return (
        uuid4(), uuid4(), row.group, row.title, row.description or "", row.brand or "", row.category or "",
        json.dumps(images), json.dumps(row.attributes), row.sku, row.gtin or "", json.dumps(row.options), row.price,
        row.currency, row.weight_g, images[0] if images else "", position,
    )  # fmt: skip
