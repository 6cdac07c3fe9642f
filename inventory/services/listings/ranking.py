"""How sure it is that a waiting listing has its product here, kept on the listing so that the list is read in order."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection as database

from core.models import Store
from inventory.models import MarketplaceProduct, Variant
from marketplaces.models import Connection

#: As `suggest.plain_sku`; the index `variants_by_plain_sku` is written in the same words.
PLAIN_SKU = "translate(lower({}), '-_ ./', '')"
THEIR_SKU = PLAIN_SKU.format("l.marketplace_sku")
#: 0 its number is known here, 1 its SKU is but for case and dashes, 2 neither. Whole sets, so that each side is read
#: once. Rows that somebody writes just now are left to the next time: the rank decides only who comes first.
RANK = f"""
WITH asked AS MATERIALIZED (
    SELECT l.id, ltrim(l.gtin, '0') AS gtin, {THEIR_SKU} AS sku, l.match_rank FROM marketplace_products l
    WHERE l.store_id = %(store)s AND l.variant_id IS NULL AND l.deleted_at IS NULL AND l.status <> 'deleted'
          AND {{which}}
),
sold AS MATERIALIZED (
    SELECT v.gtin, v.sku FROM product_variants v JOIN products p ON p.id = v.product_id
    WHERE v.store_id = %(store)s AND v.deleted_at IS NULL AND p.deleted_at IS NULL AND p.status <> 'archived'
),
ranked AS MATERIALIZED (
    SELECT a.id, a.match_rank AS was, CASE
        WHEN a.gtin <> '' AND a.gtin IN (SELECT ltrim(gtin, '0') FROM sold WHERE gtin <> '') THEN 0
        WHEN a.sku <> '' AND a.sku IN (SELECT {PLAIN_SKU.format("sku")} FROM sold) THEN 1
        ELSE 2 END AS is_now
    FROM asked a
),
free AS (
    SELECT l.id, r.is_now FROM marketplace_products l JOIN ranked r ON r.id = l.id AND r.is_now <> r.was
    ORDER BY l.marketplace_product_id, l.marketplace_variant_id FOR NO KEY UPDATE OF l SKIP LOCKED
)
UPDATE marketplace_products l SET match_rank = f.is_now FROM free f WHERE l.id = f.id
"""
NAMED = f"(ltrim(l.gtin, '0') = ANY(%(gtins)s::text[]) OR {THEIR_SKU} = ANY(%(skus)s::text[]))"


def rank_shop(shop: Connection) -> int:
    """Rank what waits in a shop; says how many changed their place."""
    return _rank(shop.store_id, "l.connection_id = %(shop)s", shop=shop.pk)


def rank_store(store: Store) -> int:
    """The same for all shops of a store, after many products came in."""
    return _rank(store.pk, "true")


def rank_listings(listings: Collection[MarketplaceProduct]) -> int:
    """The same for a few listings of one store."""
    rows = list(listings)
    return _rank(rows[0].store_id, "l.id = ANY(%(ids)s::uuid[])", ids=[each.pk for each in rows]) if rows else 0


def rank_for(store_id: UUID, variants: Collection[Variant]) -> int:
    """The same for the listings that carry the number or SKU of these variants, as they are or as they were."""
    gtins = {each.gtin.lstrip("0") for each in variants} - {""}
    skus = {each.sku.lower().translate(str.maketrans("", "", "-_ ./")) for each in variants} - {""}
    return _rank(store_id, NAMED, gtins=list(gtins), skus=list(skus))


def _rank(store_id: UUID, which: str, **values: Any) -> int:
    with database.cursor() as cursor:
        cursor.execute(RANK.format(which=which), {"store": store_id, **values})
        return cursor.rowcount
