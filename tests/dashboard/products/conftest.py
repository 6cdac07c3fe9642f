"""A shop with one lamp on its shelf, offered there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.stock import recount
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    cast.store.languages = ["en", "fr"]
    cast.store.save()
    return world.connection(cast.store, stock_out=True, price_out=True, currency="EUR")


@pytest.fixture
def lamp(shop: Connection) -> Variant:
    """Twelve counted, three of them reserved for an order; it cost 70 and sells for 129."""
    made = world.variant(shop.store, "ORI-LMP-BRS", on_hand=0)
    made.price, made.cost, made.currency = Decimal(129), Decimal("70.50"), "EUR"
    made.save()
    made.product.title, made.product.language, made.product.description = "Orion table lamp", "en", "Three soft rings."
    made.product.save()
    recount(store=shop.store, variant=made, location=world.location(shop.store), counted=12, reason="first count")
    world.reserve(world.order(shop, quantity=3).items.get(), made, granted=3)
    return made


@pytest.fixture
def product(lamp: Variant) -> Product:
    return lamp.product


@pytest.fixture
def listing(shop: Connection, lamp: Variant) -> MarketplaceProduct:
    return listed(shop, lamp, price=Decimal("119"), stock=7)


def listed(shop: Connection, variant: Variant | None = None, sku: str = "", **fields: object) -> MarketplaceProduct:
    """What the shop offers; linked when a variant is given."""
    sku = sku or (variant.sku if variant else "THEIRS")
    values: dict[str, object] = {
        "variant": variant, "product": variant.product if variant else None, "marketplace_product_id": f"p-{sku}",
        "marketplace_sku": sku, "status": "active", "last_sync_at": timezone.now(), "currency": "EUR",
        "linked_at": timezone.now() if variant else None, "title": f"There {sku}",
    }  # fmt: skip
    return MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, **{**values, **fields}
    )
