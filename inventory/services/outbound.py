"""Which listings must hear of a change of stock, price or card."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.services.sets import audit_values
from inventory.models import MarketplaceProduct
from inventory.services.agreements.compare import compare_moved
from inventory.services.supplier_money import moved_with
from marketplaces.models import Connection
from marketplaces.services.outbound import merge_sql

#: Law 13 in one place: linked, not deleted, not counted by the marketplace itself, opening count taken, stock switched
#: on, rule enabled (and not manual, unless a person asks for the whole shop).
#: Urgent is what the channel would hear as 0: nothing left after buffer and threshold at the places it is told about.
STALE_STOCK = """
    SELECT l.store_id, l.connection_id, l.id AS subject_id,
           coalesce(l.stock_override, greatest(0, told.free - kept.buffer)) = 0
           OR told.free - kept.buffer < kept.threshold AS urgent
    FROM marketplace_products l
    JOIN product_variants v ON v.id = l.variant_id AND v.opening_counted_at IS NOT NULL
    JOIN products p ON p.id = v.product_id
    JOIN marketplace_connections c ON c.id = l.connection_id AND c.stock_out AND c.deleted_at IS NULL
         AND c.status <> 'disconnected'
    LEFT JOIN inventory_sync_configs rule ON rule.connection_id = c.id AND rule.deleted_at IS NULL
    LEFT JOIN store_stock_rules ours ON ours.store_id = l.store_id AND ours.deleted_at IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(l.stock_buffer, rule.safety_stock, ours.buffer, 0) AS buffer,
               coalesce(l.stock_threshold, rule.out_of_stock_threshold, ours.threshold, 0) AS threshold
    ) kept
    CROSS JOIN LATERAL (
        SELECT CASE WHEN v.is_bundle THEN bundle_free(v.id, NULL)
                    WHEN p.kind = 'digital' THEN digital_free(v.id, l.id) ELSE (
            SELECT coalesce(sum(s.on_hand - s.reserved), 0) FROM stock s WHERE s.variant_id = l.variant_id) END AS free
    ) told
    WHERE l.deleted_at IS NULL AND l.status <> 'deleted' AND NOT l.stock_is_theirs
      AND coalesce(rule.is_enabled, true) AND {which}
"""
#: A bundle is news as soon as one of its parts is.
OF_VARIANTS = """l.variant_id = ANY(ARRAY(
    SELECT unnest(%(variants)s::uuid[]) UNION
    SELECT b.bundle_id FROM bundle_parts b WHERE b.part_id = ANY(%(variants)s::uuid[]) AND b.deleted_at IS NULL
)) AND coalesce(rule.strategy, 'real_time') <> 'manual'"""
OF_CONNECTION = "l.connection_id = %(connection)s"

STALE_PRICE = """
    SELECT l.store_id, l.connection_id, l.id AS subject_id, false AS urgent
    FROM marketplace_products l
    JOIN marketplace_connections c ON c.id = l.connection_id AND c.price_out AND c.deleted_at IS NULL
         AND c.status <> 'disconnected'
    WHERE l.variant_id IS NOT NULL AND l.deleted_at IS NULL AND l.status <> 'deleted' AND {which}
"""
OF_LISTINGS = "l.id = ANY(%(listings)s::uuid[])"

#: Offers that stand, at shops that are sent products. What a person asks for goes at once, whatever it is.
STALE_CARD = """
    SELECT l.store_id, l.connection_id, l.id AS subject_id, false AS urgent
    FROM offers l
    JOIN product_variants v ON v.id = l.variant_id AND v.deleted_at IS NULL
    JOIN marketplace_connections c ON c.id = l.connection_id AND c.products_out AND c.deleted_at IS NULL
         AND c.status <> 'disconnected'
    WHERE l.deleted_at IS NULL AND {which}
"""
OF_OFFERS = "l.id = ANY(%(offers)s::uuid[])"
OF_PRODUCTS = "l.wanted = 'offered' AND v.product_id = ANY(%(products)s::uuid[])"
OF_SHOP = "l.wanted = 'offered' AND l.connection_id = %(connection)s"


def mark_stock(variant_ids: Collection[UUID], *, reason: str = "Stock changed") -> None:
    """Mark the stock of every listing of these variants, and of bundles they are in, that is told about stock; and of
    what is bought with the same money, where these took some of it.
    """
    if variant_ids:
        concerned = list({*variant_ids, *moved_with(variant_ids)})
        _merge(STALE_STOCK.format(which=OF_VARIANTS), "stock", {"variants": concerned}, reason)


def mark_price(listing_ids: Collection[UUID], *, reason: str = "Price changed") -> None:
    """Mark the price of these listings where the connection sends prices."""
    if listing_ids:
        compare_moved(listing_ids=listing_ids)
        _merge(STALE_PRICE.format(which=OF_LISTINGS), "price", {"listings": list(listing_ids)}, reason)


def mark_connection_stock(shop: Connection, *, reason: str = "All stock again") -> int:
    """Mark every listing of a shop that is told about stock; says how many."""
    linked = MarketplaceProduct.objects.filter(connection=shop, variant__isnull=False).order_by()
    variants = list(linked.values_list("variant_id", flat=True).distinct())
    return _merge(
        STALE_STOCK.format(which=OF_CONNECTION), "stock", {"connection": shop.pk, "variants": variants}, reason
    )


def mark_connection_prices(shop: Connection, *, reason: str = "All prices again") -> int:
    """Mark the price of every linked listing of a shop that is told prices; says how many."""
    return _merge(STALE_PRICE.format(which=OF_CONNECTION), "price", {"connection": shop.pk}, reason)


def mark_offers(offer_ids: Collection[UUID], *, reason: str = "Product asked for") -> None:
    """Mark what a person wishes to be offered, changed or taken out."""
    if offer_ids:
        _merge(STALE_CARD.format(which=OF_OFFERS), "product", {"offers": list(offer_ids)}, reason)


def mark_cards(product_ids: Collection[UUID], *, reason: str = "Product changed") -> None:
    """Mark the card of these products wherever they were sent from here and still stand."""
    if product_ids:
        compare_moved(product_ids=product_ids)
        _merge(STALE_CARD.format(which=OF_PRODUCTS), "product", {"products": list(product_ids)}, reason)


def mark_connection_cards(shop: Connection, *, reason: str = "All products again") -> int:
    """Mark every card that was sent to a shop from here; says how many."""
    return _merge(STALE_CARD.format(which=OF_SHOP), "product", {"connection": shop.pk}, reason)


def _merge(source: str, kind: str, values: dict[str, Any], reason: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(merge_sql(source), {**values, "kind": kind, **audit_values(timezone.now(), reason)})
        return int(cursor.fetchone()[0])
