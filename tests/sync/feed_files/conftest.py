"""A shop whose marketplace takes stock and prices as files, with two counted listings."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from core.models import Store
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services import outbound
from inventory.services.locations import default_location
from inventory.services.stock import adjust
from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested
from sync import executor, runs
from sync.models import MarketplaceSyncLog


@pytest.fixture(autouse=True)
def files_apart(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.FEED_FOLDER = tmp_path / "var", tmp_path / "out"


@pytest.fixture
def shop(store: Store) -> Connection:
    kind = next(each for each in registry.connectors() if each.publication)
    values = {"vendor": "atelier-lumen", "api_key": "key-of-lumen-1001", "languages": "fr"}
    made = connect(store=store, code=kind.code, name="Feed", tested=Tested(code=kind.code, values=values))
    Connection.objects.filter(pk=made.pk).update(stock_out=True, currency="EUR")
    made.refresh_from_db()
    return made


def listed(shop: Connection, sku: str, on_hand: int | None = 5) -> MarketplaceProduct:
    """A listing; counted here unless `on_hand` is None."""
    product = Product.objects.create(store=shop.store, title=f"Lampe {sku}", language="fr")
    variant = Variant.objects.create(
        store=shop.store, product=product, sku=sku, price=Decimal("9.90"), currency="EUR",
        opening_counted_at=None if on_hand is None else timezone.now(),
    )  # fmt: skip
    found = MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant, title=sku,
        marketplace_product_id=sku, marketplace_sku=sku, status="active", last_sync_at=timezone.now(), currency="EUR",
    )  # fmt: skip
    if on_hand:
        place = default_location(shop.store)
        adjust(store=shop.store, variant=variant, location=place, delta=on_hand, reason="counted", actor_label="test")
    return found


def told(shop: Connection, kind: str = "inventory") -> MarketplaceSyncLog:
    """All stock (or all prices) goes into the files."""
    (outbound.mark_connection_stock if kind == "inventory" else outbound.mark_connection_prices)(shop)
    return executor.run_now(runs.start(connection=shop, sync_type=kind, cause="button"))
