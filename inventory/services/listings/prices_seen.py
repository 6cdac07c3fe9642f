"""Prices that a marketplace shows apart from its products."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core.services.sets import update_rows
from inventory.models import MarketplaceProduct
from inventory.services.digital import supply_read
from inventory.services.listings.locking import KEY, locked_in_order
from marketplaces.canonical.prices import PriceLevel
from marketplaces.models import Connection

COLUMNS = ("id", "price", "compare_price")


def prices_seen(*, connection: Connection, levels: Iterable[PriceLevel], seen_at: datetime, cause: str) -> int:
    """Keep what is asked for there on the listings it belongs to; only what differs is written. Returns how many.

    A price in another currency than the listing's is left alone: it says nothing about ours.
    """
    shown = {(level.remote_product_id, level.remote_variant_id): level for level in levels}
    with transaction.atomic():
        found = MarketplaceProduct.objects.filter(
            connection=connection, marketplace_product_id__in={product for product, _ in shown}
        )
        rows = []
        for pk, currency, *key in locked_in_order(found).values_list("id", "currency", *KEY):
            level = shown.get((key[0], key[1]))
            if level is not None and level.currency == currency:
                rows.append((pk, level.price, level.compare_price))
        written = update_rows(MarketplaceProduct, COLUMNS, rows, now=seen_at, reason=cause)
        supply_read(connection, written)
    return len(written)
