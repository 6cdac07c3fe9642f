"""What a shop was told, what it shows, and a look at it."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from inventory.services.listings import prices_seen, stock_seen
from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.stock import StockLevel
from marketplaces.models import Connection, OutboundChange
from sync.drift.radar import look
from sync.push import queue


def told(shop: Connection, kind: str, words: dict[str, object]) -> None:
    """Sent a minute ago, taken and seen."""
    owner = uuid.uuid4()
    (claimed,) = queue.claim(shop, kind, owner=owner, limit=5)
    queue.accept(claimed, owner, told=words, visible=True)
    OutboundChange.objects.filter(pk=claimed.id).update(sent_at=timezone.now() - timedelta(minutes=1))


def shows(shop: Connection, units: int, at: datetime | None = None) -> None:
    level = StockLevel(remote_product_id="1", remote_variant_id="", sku="L-1", warehouse_remote_id="", quantity=units)
    seen_at = at or timezone.now() - timedelta(seconds=30)
    stock_seen(connection=shop, levels=[level], seen_at=seen_at, cause="read")


def asks(shop: Connection, price: str, before: str | None = None) -> None:
    level = PriceLevel(
        remote_product_id="1", remote_variant_id="", sku="L-1", price=Decimal(price), currency="EUR",
        compare_price=Decimal(before) if before else None,
    )  # fmt: skip
    prices_seen(connection=shop, levels=[level], seen_at=timezone.now() - timedelta(seconds=30), cause="read")


def looked(shop: Connection) -> int:
    return look(shop, orders_read_since=timezone.now())
