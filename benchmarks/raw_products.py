"""Listings written as one would by hand with psycopg: COPY into staging, then one statement. The limit to meet.

It writes the same final rows as the upsert: listings with their history, and the links by the same SKU with theirs.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg

from marketplaces.canonical.products import Product

COLUMNS = (
    "marketplace_product_id", "marketplace_variant_id", "marketplace_sku", "marketplace_url", "title", "description",
    "language", "options", "brand", "gtin", "image_url", "price", "compare_price", "currency", "stock",
    "stock_by_warehouse", "status", "remote_status", "remote_updated_at", "raw",
)  # fmt: skip
STAGING = """
CREATE TEMP TABLE s_listings (
    id uuid, marketplace_product_id text, marketplace_variant_id text, marketplace_sku text, marketplace_url text,
    title text, description text, language text, options jsonb, brand text, gtin text, image_url text,
    price numeric(15,4), compare_price numeric(15,4), currency text, stock int, stock_by_warehouse jsonb, status text,
    remote_status text, remote_updated_at timestamptz, raw jsonb
) ON COMMIT DELETE ROWS;
"""
NAMES = ", ".join(COLUMNS)
KEPT = tuple(name for name in COLUMNS if name not in ("marketplace_product_id", "marketplace_variant_id"))
#: What history keeps of a listing: everything but raw, digest and the moment of the last read.
AUDITED = (
    "id, created_at, updated_at, deleted_at, store_id, connection_id, marketplace_id, product_id, variant_id, "
    + ", ".join(name for name in COLUMNS if name != "raw")
    + ", linked_at, linked_by, stock_override, price_override, title_override, description_override"
)
MERGE = f"""
WITH written AS (
    INSERT INTO marketplace_products AS l (
        id, store_id, connection_id, marketplace_id, created_at, updated_at, last_sync_at, linked_by, content_digest,
        {NAMES}
    )
    SELECT id, %(store)s, %(shop)s, %(kind)s, %(now)s, %(now)s, %(now)s, '',
           md5(marketplace_product_id), {NAMES} FROM s_listings
    ON CONFLICT (connection_id, marketplace_product_id, marketplace_variant_id) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in KEPT)}, updated_at = excluded.updated_at,
        last_sync_at = excluded.last_sync_at
    WHERE ({", ".join(f"l.{name}" for name in KEPT)}) IS DISTINCT FROM ({", ".join(f"excluded.{n}" for n in KEPT)})
    RETURNING l.*, l.xmax = 0 AS fresh
),
noted AS (
    INSERT INTO inventory_historicalmarketplaceproduct (
        {AUDITED}, history_id, history_date, history_change_reason, history_type)
    SELECT {AUDITED}, gen_random_uuid(), %(now)s, 'poll', CASE WHEN fresh THEN '+' ELSE '~' END FROM written
)
SELECT count(*) FROM written
"""
LINK = f"""
WITH written AS (
    UPDATE marketplace_products l
    SET variant_id = v.id, product_id = v.product_id, linked_at = %(now)s, linked_by = 'same SKU', updated_at = %(now)s
    FROM product_variants v, s_listings s
    WHERE s.id = l.id AND l.variant_id IS NULL AND v.store_id = l.store_id AND v.sku = l.marketplace_sku
    RETURNING l.*
),
noted AS (
    INSERT INTO inventory_historicalmarketplaceproduct (
        {AUDITED}, history_id, history_date, history_change_reason, history_type)
    SELECT {AUDITED}, gen_random_uuid(), %(now)s, 'linked: same SKU', '~' FROM written
)
SELECT count(*) FROM written
"""


def write_page(raw: psycopg.Connection[Any], shop: Any, products: Sequence[Product], seen_at: datetime) -> int:
    """One page in one transaction; says how many listings were new or changed."""
    values = {"store": shop.store_id, "shop": shop.pk, "kind": shop.marketplace_id, "now": seen_at}
    with raw.transaction(), raw.cursor() as cursor:
        with cursor.copy(f"COPY s_listings (id, {NAMES}) FROM STDIN") as copy:
            for product in products:
                for variant in product.variants:
                    copy.write_row(_row(product, variant))
        cursor.execute(MERGE, values)
        written: int = cursor.fetchone()[0]  # type: ignore[index]
        if written:
            cursor.execute(LINK, values)
    return written


def _row(product: Product, variant: Any) -> tuple[Any, ...]:
    stock = variant.stock or {}
    return (
        uuid4(), product.remote_id, variant.remote_id, variant.sku, variant.url or product.url,
        variant.title or product.title, product.description, product.language, json.dumps(dict(variant.options)),
        product.brand, variant.gtin, variant.image_url or product.images[0], variant.price, variant.compare_price,
        variant.currency, sum(stock.values()), json.dumps(dict(stock)), str(variant.status), variant.remote_status,
        product.updated_at, json.dumps({**product.raw, "variant": variant.raw}),
    )  # fmt: skip
