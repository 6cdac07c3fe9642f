"""Stores a page of products as listings: one statement, only changed rows written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.services.sets import audit_sql, audit_values, audited, run_bound, update_rows
from inventory.models import MarketplaceProduct
from inventory.services.digital import supply_read
from inventory.services.listings.linking import SAME_SKU, link_waiting
from inventory.services.listings.locking import KEY, locked_in_order
from marketplaces.canonical.products import Product, Variant
from marketplaces.models import Connection

#: Columns that a read fills in; the rest of a row is ours. The order is that of `_row`.
READ = (
    "marketplace_product_id", "marketplace_variant_id", "marketplace_sku", "marketplace_url", "title", "description",
    "language", "options", "brand", "gtin", "image_url", "price", "compare_price", "currency", "stock",
    "stock_by_warehouse", "stock_is_theirs", "status", "remote_status", "remote_updated_at", "raw", "content_digest",
)  # fmt: skip
#: Of those, what is also written by itself: read back by number, or taken out by us.
APART = frozenset({"price", "compare_price", "stock", "stock_by_warehouse", "status"})
LARGEST_PRICE = Decimal(10) ** 11
#: Of one warehouse; a few of these still fit the column.
LARGEST_STOCK = 100_000_000


@dataclass(slots=True)
class Outcome:
    """What became of the variants of a page; `refused` and `warnings` hold (remote id, sentence).

    A warning is about a listing that is kept: something of it is missing and only a person can mend it.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    new_listing_ids: list[UUID] = field(default_factory=list)


def upsert_products(
    *,
    connection: Connection,
    products: Sequence[Product],
    seen_at: datetime,
    cause: str,
    run_id: UUID | None = None,
    asked_at: datetime | None = None,
) -> Outcome:
    """Store one page inside the caller's transaction; one record per variant. New listings link by exact SKU.

    `asked_at`: the page says how things were then. A listing that was read by number since is younger and stays; of one
    that was otherwise written since, price, stock and status stay as they are until the next reading.
    """
    outcome = Outcome()
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for product, variant in _variants(products):
        problem = _problem(product, variant)
        if problem:
            outcome.refused.append((_name(product.remote_id, variant.remote_id), problem))
            continue
        rows[(product.remote_id, variant.remote_id)] = _row(product, variant)
    if rows:
        times = {"seen_at": seen_at, "asked_at": asked_at}
        link_waiting(connection, _write(connection, list(rows.values()), times, cause, outcome))
    return outcome


def _name(product_id: str, variant_id: str) -> str:
    return f"{product_id}/{variant_id}".rstrip("/")


def _variants(products: Sequence[Product]) -> Iterator[tuple[Product, Variant]]:
    return ((product, variant) for product in products for variant in product.variants)


def _problem(product: Product, variant: Variant) -> str:
    """A sentence for what no column can hold; the rest of the page goes on."""
    ids = product.remote_id + variant.remote_id
    if not product.remote_id or len(product.remote_id) > 100 or len(variant.remote_id) > 100 or not ids.isprintable():
        return "Its id is missing, longer than 100 characters or not readable, so it cannot be told apart. Report it."
    for price in (variant.price, variant.compare_price):
        if price is not None and (not price.is_finite() or price < 0 or price >= LARGEST_PRICE):
            return f"Its price {price} is no amount we can keep. Correct it at the marketplace."
    if variant.stock and any(abs(units) > LARGEST_STOCK for units in variant.stock.values()):
        return "It shows more units than can be kept. Correct its stock at the marketplace."
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
        "language": _clean(product.language, 10),
        "options": {_clean(str(name), 100): _clean(str(value), 500) for name, value in variant.options.items()},
        "brand": _clean(product.brand, 150),
        "gtin": _clean(variant.gtin, 100) if len(variant.gtin) <= 14 else "",
        "image_url": _clean(variant.image_url or next(iter(product.images), ""), 1000),
        "price": _amount(variant.price),
        "compare_price": _amount(variant.compare_price),
        "currency": _clean(variant.currency, 3),
        "stock": None if stock is None else sum(stock.values()),
        "stock_by_warehouse": {} if stock is None else dict(stock),
        "status": str(variant.status),
        "remote_status": _clean(variant.remote_status, 100),
        "remote_updated_at": product.updated_at.isoformat() if product.updated_at else None,
    }
    if variant.stock_is_theirs:  # left out of all other digests, so that what is stored is not written once more
        values["stock_is_theirs"] = True
    values["content_digest"] = hashlib.blake2b(_dumps(values), digest_size=20).hexdigest()
    values["stock_is_theirs"] = variant.stock_is_theirs
    raw = {**product.raw, "variant": variant.raw} if variant.raw else product.raw
    values["raw"] = orjson.Fragment(_storable(raw))
    return values


def _clean(text: str, longest: int) -> str:
    text = text.replace("\x00", "")[:longest]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _amount(price: Decimal | None) -> str | None:
    return None if price is None else str(price)


def _dumps(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def _storable(raw: Any) -> bytes:
    """JSON that PostgreSQL keeps: it takes no NUL and no half of a surrogate pair. Most answers hold neither."""
    try:
        text = orjson.dumps(raw, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError:
        return orjson.dumps(_mended(raw))
    return orjson.dumps(_mended(raw)) if b"\\u0000" in text else text


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value, len(value))
    if isinstance(value, Mapping):
        return {_clean(str(key), 1000): _mended(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(one) for one in value]
    kept = value is None or isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 2**63)
    return value if kept else str(value)


def _write(
    connection: Connection,
    rows: list[dict[str, Any]],
    times: Mapping[str, datetime | None],
    cause: str,
    outcome: Outcome,
) -> dict[UUID, str]:
    """Write what is new or has changed; returns the SKUs of those written that are not linked."""
    known = _known(connection, rows)
    fresh = [row for row in rows if not _is_same(row, known.get((row[KEY[0]], row[KEY[1]])))]
    outcome.unchanged += len(rows) - len(fresh)
    if not fresh:
        return {}
    for row in fresh:
        row["id"] = str(uuid4())
        _warn(row, outcome)
    values = {
        "rows": orjson.dumps(fresh).decode(), "store": connection.store_id, "connection": connection.pk,
        "marketplace": connection.marketplace_id, **times, **audit_values(timezone.now(), cause),
    }  # fmt: skip
    written = run_bound(_upsert_sql(), values)
    outcome.new_listing_ids += [pk for pk, is_new, _sku in written if is_new]
    outcome.created += sum(is_new for _pk, is_new, _sku in written)
    outcome.updated += sum(not is_new for _pk, is_new, _sku in written)
    outcome.unchanged += len(fresh) - len(written)
    supply_read(connection, [pk for pk, _is_new, _sku in written])
    return {pk: sku for pk, _is_new, sku in written if sku}


def _warn(row: dict[str, Any], outcome: Outcome) -> None:
    name = _name(row[KEY[0]], row[KEY[1]])
    if not row["marketplace_sku"]:
        outcome.warnings.append((name, f"{row['title'] or name} has no SKU there. Link it by hand, or give it one."))
    if row["gtin"] and not _is_gtin(row["gtin"]):
        outcome.warnings.append((name, f"The GTIN {row['gtin']} fails its check digit. Correct it there."))
    if row["price"] is None:
        outcome.warnings.append((name, f"{row['marketplace_sku'] or name} has no price there."))


def _is_gtin(text: str) -> bool:
    """8, 12, 13 or 14 digits whose sum, every other one threefold from the right, ends in 0."""
    if len(text) not in (8, 12, 13, 14) or not (text.isascii() and text.isdigit()):
        return False
    digits = [int(digit) for digit in reversed(text)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _is_same(row: dict[str, Any], known: tuple[str, int | None] | None) -> bool:
    """What was read is what was read before; a push of ours may have changed the stock in between."""
    return known is not None and known[0] == row["content_digest"] and row["stock"] in (None, known[1])


def _known(connection: Connection, rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, int | None]]:
    """One look that recognises whatever has not changed; a row that was gone and came back counts as changed."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT marketplace_product_id, marketplace_variant_id, content_digest, stock FROM marketplace_products"
            " WHERE connection_id = %s AND marketplace_product_id = ANY(%s) AND deleted_at IS NULL",
            [connection.pk, list({row[KEY[0]] for row in rows})],
        )
        return {(product, variant): (digest, stock) for product, variant, digest, stock in cursor.fetchall()}


#: The row was written after the page was asked for; never where nobody says when that was.
YOUNGER = "l.updated_at > %(asked_at)s::timestamptz"


@cache
def _upsert_sql() -> str:
    table = MarketplaceProduct._meta.db_table
    types = {each.column: each.db_type(database) for each in MarketplaceProduct._meta.concrete_fields}
    typed = ", ".join(f"{name} {types[name]}" for name in ("id", *READ))
    columns = ", ".join(READ)
    sets = ", ".join(_set(name) for name in READ if name not in KEY)
    return f"""
    WITH given AS (SELECT * FROM json_to_recordset(%(rows)s::json) AS g({typed})),
    written AS (
        INSERT INTO {table} AS l (
            id, store_id, connection_id, marketplace_id, created_at, updated_at, last_sync_at, linked_by, {columns}
        )
        SELECT id, %(store)s::uuid, %(connection)s::uuid, %(marketplace)s::uuid, %(audit_at)s::timestamptz,
               %(audit_at)s::timestamptz, %(seen_at)s::timestamptz, '', {columns}
        FROM given ORDER BY {", ".join(KEY)}
        ON CONFLICT ON CONSTRAINT one_listing_per_remote_variant DO UPDATE SET
            {sets}, updated_at = excluded.updated_at, last_sync_at = excluded.last_sync_at, deleted_at = NULL
        WHERE (l.last_sync_at > %(asked_at)s::timestamptz) IS NOT TRUE
        RETURNING {audited(MarketplaceProduct, "l.")}, (l.xmax = 0) AS is_new
    ),
    audit AS ({audit_sql(MarketplaceProduct, "written", kind="CASE WHEN written.is_new THEN '+' ELSE '~' END")})
    SELECT id, is_new,
           CASE WHEN variant_id IS NULL AND linked_by IN ('', '{SAME_SKU}') THEN marketplace_sku END FROM written
    """


def _set(name: str) -> str:
    """A read that does not tell the stock leaves what was seen of it before; without a digest the next one is news."""
    keep, read = f"l.{name}", f"excluded.{name}"
    if name == "content_digest":
        return f"{name} = CASE WHEN {YOUNGER} THEN '' ELSE {read} END"
    if name in ("stock", "stock_by_warehouse"):
        return f"{name} = CASE WHEN {YOUNGER} OR excluded.stock IS NULL THEN {keep} ELSE {read} END"
    if name in APART:
        return f"{name} = CASE WHEN {YOUNGER} THEN {keep} ELSE {read} END"
    return f"{name} = {read}"


def mark_missing(connection: Connection, *, seen: set[tuple[str, str]], began: datetime | None = None) -> int:
    """After a walk over everything: listings that were not in it are deleted there. Our products stay.

    One that was found by number since the walk `began` may have stood behind it, and stays.
    """
    listed = MarketplaceProduct.objects.filter(connection=connection).exclude(status=MarketplaceProduct.Status.DELETED)
    listed = listed.exclude(last_sync_at__gt=began) if began else listed
    gone = [pk for pk, *key in listed.values_list("id", *KEY) if tuple(key) not in seen]
    with transaction.atomic():
        locked = locked_in_order(listed.filter(pk__in=gone)).values_list("id", flat=True)
        rows = [(pk, MarketplaceProduct.Status.DELETED, "") for pk in locked]
        columns = ("id", "status", "content_digest")
        written = update_rows(MarketplaceProduct, columns, rows, now=timezone.now(), reason="gone there")
        supply_read(connection, written)
    return len(written)
