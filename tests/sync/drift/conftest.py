"""A shop that shows a lamp as it was told."""

from decimal import Decimal

import pytest
from django.utils import timezone

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.locations import default_location
from inventory.services.outbound import mark_connection_prices, mark_connection_stock
from inventory.services.stock import recount
from marketplaces.models import Connection
from tests.sync.drift.scene import told


@pytest.fixture
def lamp(shop: Connection) -> MarketplaceProduct:
    """Five lamps at 40, told a minute ago and shown so."""
    product = Product.objects.create(store=shop.store, title="Lamp")
    variant = Variant.objects.create(store=shop.store, product=product, sku="L-1", price=Decimal(40), currency="EUR")
    recount(store=shop.store, variant=variant, location=default_location(shop.store), counted=5)
    row = MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant,
        marketplace_product_id="1", marketplace_sku="L-1", status="active", last_sync_at=timezone.now(), stock=5,
        stock_by_warehouse={"": 5}, price=Decimal(40), currency="EUR",
    )  # fmt: skip
    shop.stock_out = shop.price_out = True
    shop.save()
    mark_connection_stock(shop)
    mark_connection_prices(shop)
    told(shop, "stock", {"stock": {"": 5}})
    told(shop, "price", {"price": "40", "currency": "EUR"})
    return row
