"""Stock that a marketplace shows apart from its products."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.services.sets import update_rows
from inventory.models import MarketplaceProduct
from inventory.services.digital import supply_read
from inventory.services.listings.locking import KEY, locked_in_order
from marketplaces.canonical.stock import StockLevel
from marketplaces.models import Connection

COLUMNS = ("id", "stock", "stock_by_warehouse")


def stock_seen(*, connection: Connection, levels: Iterable[StockLevel], seen_at: datetime, cause: str) -> int:
    """Keep what is live there on the listings it belongs to; only what differs is written. Returns how many."""
    places: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for level in levels:
        places[(level.remote_product_id, level.remote_variant_id)][level.warehouse_remote_id] = level.quantity
    with transaction.atomic():
        ids = _locked(connection, {product for product, _ in places})
        rows = [(ids[key], sum(stock.values()), stock) for key, stock in places.items() if key in ids]
        written = update_rows(MarketplaceProduct, COLUMNS, rows, now=seen_at, reason=cause)
        supply_read(connection, written)
    return len(written)


def _locked(connection: Connection, products: set[str]) -> dict[tuple[str, str], UUID]:
    """By remote ids."""
    listings = MarketplaceProduct.objects.filter(connection=connection, marketplace_product_id__in=products)
    return {(product, variant): pk for pk, product, variant in locked_in_order(listings).values_list("id", *KEY)}
