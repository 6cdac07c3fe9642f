"""An older number that reached the marketplace after a newer one is seen and told again (laws 4 and 8)."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.listings import stock_seen
from inventory.services.locations import default_location
from inventory.services.outbound import mark_connection_stock
from inventory.services.stock import recount
from marketplaces.canonical.stock import StockLevel
from marketplaces.models import Connection, OutboundChange
from sync.drift.radar import look
from sync.push import queue

State = OutboundChange.State


@pytest.fixture
def change(shop: Connection) -> OutboundChange:
    """Five are here; five were told a minute ago, and it went well."""
    product = Product.objects.create(store=shop.store, title="Lamp")
    variant = Variant.objects.create(store=shop.store, product=product, sku="L-1")
    recount(store=shop.store, variant=variant, location=default_location(shop.store), counted=5)
    MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant,
        marketplace_product_id="1", marketplace_sku="L-1", status="active", last_sync_at=timezone.now(), stock=5,
    )  # fmt: skip
    shop.stock_out = True
    shop.save()
    mark_connection_stock(shop)
    owner = uuid.uuid4()
    (claimed,) = queue.claim(shop, "stock", owner=owner, limit=5)
    queue.accept(claimed, owner, told={"stock": {"": 5}}, visible=True)
    OutboundChange.objects.update(sent_at=timezone.now() - timedelta(minutes=1))
    return OutboundChange.objects.get()


def seen(shop: Connection, units: int, at: datetime) -> None:
    level = StockLevel(remote_product_id="1", remote_variant_id="", sku="L-1", warehouse_remote_id="", quantity=units)
    stock_seen(connection=shop, levels=[level], seen_at=at, cause="read")


def test_a_late_older_number_is_noticed_and_the_newest_told_again(shop: Connection, change: OutboundChange) -> None:
    now = timezone.now()
    seen(shop, 3, now - timedelta(seconds=30))
    assert look(shop, orders_read_since=now) == 1
    change.refresh_from_db()
    assert change.state == State.WAITING and change.wanted_version > change.sent_version


def test_what_an_order_may_explain_is_not_told_over(shop: Connection, change: OutboundChange) -> None:
    now = timezone.now()
    seen(shop, 3, now)
    assert look(shop, orders_read_since=now - timedelta(seconds=30)) == 0
    change.refresh_from_db()
    assert change.state == State.SYNCED


def test_what_is_shown_as_told_is_left_alone(shop: Connection, change: OutboundChange) -> None:
    now = timezone.now()
    seen(shop, 5, now - timedelta(seconds=30))
    assert look(shop, orders_read_since=now) == 0
