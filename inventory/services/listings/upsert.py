"""Stores a page of products as listings: one statement, only changed rows written."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection as database
from django.utils import timezone

from core.services.sets import audit_sql, audit_values
from inventory.models import MarketplaceProduct
from inventory.services.listings.linking import link_same_sku
from marketplaces.canonical.products import Product, Variant
from marketplaces.models import Connection

#: Columns that a read fills in; the rest of a row is ours. The order is that of `_row`.
READ = (
    "marketplace_product_id", "marketplace_variant_id", "marketplace_sku", "marketplace_url", "title", "description",
    "language", "options", "brand", "gtin", "image_url", "price", "compare_price", "currency", "stock",
    "stock_by_warehouse", "status", "remote_status", "remote_updated_at", "raw", "content_digest",
)  # fmt: skip
KEY = ("marketplace_product_id", "marketplace_variant_id")
LARGEST_PRICE = Decimal(10) ** 11


@dataclass(slots=True)
class Outcome:
    """What became of the variants of a page; `refused` holds (remote id, sentence)."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    new_listing_ids: list[UUID] = field(default_factory=list)


def upsert_products(
    *,
    connection: Connection,
    products: Sequence[Product],
    seen_at: datetime,
    cause: str,
    run_id: UUID | None = None,
) -> Outcome:
    """Store one page inside the caller's transaction; one record per variant. New listings link by exact SKU."""
    outcome = Outcome()
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for product, variant in _variants(products):
        problem = _problem(product, variant)
        if problem:
            outcome.refused.append((f"{product.remote_id}/{variant.remote_id}".rstrip("/"), problem))
            continue
        rows[(product.remote_id, variant.remote_id)] = _row(product, variant)
    if rows:
        _write(connection, list(rows.values()), seen_at=seen_at, cause=cause, outcome=outcome)
    if outcome.new_listing_ids:
        link_same_sku(connection, outcome.new_listing_ids)
    return outcome


def _variants(products: Sequence[Product]) -> Iterator[tuple[Product, Variant]]:
    return ((product, variant) for product in products for variant in product.variants)


def _problem(product: Product, variant: Variant) -> str:
    """A sentence for what no column can hold; the rest of the page goes on."""
    if not product.remote_id or len(product.remote_id) > 100 or len(variant.remote_id) > 100:
        return "Its id is missing or longer than 100 characters, so it cannot be told apart. Report it."
    for price in (variant.price, variant.compare_price):
        if price is not None and (not price.is_finite() or price < 0 or price >= LARGEST_PRICE):
            return f"Its price {price} is no amount we can keep. Correct it at the marketplace."
    return ""


def _row(product: Product, variant: Variant) -> dict[str, Any]:
    stock = variant.stock
    values: dict[str, Any] = {
        "marketplace_product_id": product.remote_id,
        "marketplace_variant_id": variant.remote_id,
        "marketplace_sku": _clean(variant.sku, 100),
        "marketplace_url": _clean(variant.url or product.url, 500),
        "title": _clean(variant.title or product.title, 500),
        "description": _clean(product.description, 100_000),
        "language": product.language[:10],
        "options": dict(variant.options),
        "brand": _clean(product.brand, 150),
        "gtin": variant.gtin if len(variant.gtin) <= 14 else "",
        "image_url": _clean(variant.image_url or next(iter(product.images), ""), 1000),
        "price": _amount(variant.price),
        "compare_price": _amount(variant.compare_price),
        "currency": variant.currency[:3],
        "stock": None if stock is None else sum(stock.values()),
        "stock_by_warehouse": {} if stock is None else dict(stock),
        "status": str(variant.status),
        "remote_status": _clean(variant.remote_status, 100),
        "remote_updated_at": product.updated_at.isoformat() if product.updated_at else None,
    }
    values["content_digest"] = hashlib.blake2b(orjson.dumps(values), digest_size=20).hexdigest()
    values["raw"] = _without_nul({**product.raw, "variant": variant.raw} if variant.raw else dict(product.raw))
    return values


def _clean(text: str, longest: int) -> str:
    return text.replace("\x00", "")[:longest]


def _amount(price: Decimal | None) -> str | None:
    return None if price is None else str(price)


def _without_nul(value: Any) -> Any:
    """PostgreSQL keeps no NUL character in JSON."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {str(key): _without_nul(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(one) for one in value]
    return value


def _write(
    connection: Connection, rows: list[dict[str, Any]], *, seen_at: datetime, cause: str, outcome: Outcome
) -> None:
    known = _known_digests(connection, rows)
    fresh = [row for row in rows if known.get((row[KEY[0]], row[KEY[1]])) != row["content_digest"]]
    outcome.unchanged += len(rows) - len(fresh)
    if not fresh:
        return
    for row in fresh:
        row["id"] = str(uuid4())
    with database.cursor() as cursor:
        cursor.execute(
            _upsert_sql(),
            {
                "rows": orjson.dumps(fresh, default=_plain).decode(),
                "store": connection.store_id,
                "connection": connection.pk,
                "marketplace": connection.marketplace_id,
                "seen_at": seen_at,
                **audit_values(timezone.now(), cause),
            },
        )
        for pk, is_new in cursor.fetchall():
            if is_new:
                outcome.created += 1
                outcome.new_listing_ids.append(pk)
            else:
                outcome.updated += 1


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return dict(value) if hasattr(value, "items") else str(value)


def _known_digests(connection: Connection, rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """One look that recognises whatever has not changed; a row that was gone and came back counts as changed."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT l.marketplace_product_id, l.marketplace_variant_id, l.content_digest FROM marketplace_products l"
            " JOIN unnest(%s::text[], %s::text[]) AS g(product, variant)"
            " ON l.marketplace_product_id = g.product AND l.marketplace_variant_id = g.variant"
            " WHERE l.connection_id = %s AND l.deleted_at IS NULL",
            [[row[KEY[0]] for row in rows], [row[KEY[1]] for row in rows], connection.pk],
        )
        return {(product, variant): digest for product, variant, digest in cursor.fetchall()}


@cache
def _upsert_sql() -> str:
    table = MarketplaceProduct._meta.db_table
    types = {each.column: each.db_type(database) for each in MarketplaceProduct._meta.concrete_fields}
    typed = ", ".join(f"{name} {types[name]}" for name in ("id", *READ))
    columns = ", ".join(READ)
    sets = ", ".join(_set(name) for name in READ if name not in KEY)
    return f"""
    WITH given AS (SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS g({typed})),
    written AS (
        INSERT INTO {table} AS l (
            id, store_id, connection_id, marketplace_id, created_at, updated_at, last_sync_at, linked_by, {columns}
        )
        SELECT id, %(store)s, %(connection)s, %(marketplace)s, %(audit_at)s, %(audit_at)s, %(seen_at)s, '', {columns}
        FROM given ORDER BY {", ".join(KEY)}
        ON CONFLICT ON CONSTRAINT one_listing_per_remote_variant DO UPDATE SET
            {sets}, updated_at = excluded.updated_at, last_sync_at = excluded.last_sync_at, deleted_at = NULL
        RETURNING l.*, (l.xmax = 0) AS is_new
    ),
    audit AS ({audit_sql(MarketplaceProduct, "written", kind="CASE WHEN written.is_new THEN '+' ELSE '~' END")})
    SELECT id, is_new FROM written
    """


def _set(name: str) -> str:
    """A read that does not tell the stock leaves what was seen of it before."""
    if name in ("stock", "stock_by_warehouse"):
        return f"{name} = CASE WHEN excluded.stock IS NULL THEN l.{name} ELSE excluded.{name} END"
    return f"{name} = excluded.{name}"


def mark_missing(connection: Connection, *, seen: set[tuple[str, str]]) -> int:
    """After a walk over everything: listings that were not in it are deleted there. Our products stay."""
    gone = [
        pk
        for pk, product, variant in MarketplaceProduct.objects.filter(connection=connection)
        .exclude(status=MarketplaceProduct.Status.DELETED)
        .values_list("id", "marketplace_product_id", "marketplace_variant_id")
        if (product, variant) not in seen
    ]
    for listing in MarketplaceProduct.objects.filter(pk__in=gone):
        listing.status = MarketplaceProduct.Status.DELETED
        listing.content_digest = ""
        listing._change_reason = "gone there"
        listing.save(update_fields=["status", "content_digest", "updated_at"])
    return len(gone)
