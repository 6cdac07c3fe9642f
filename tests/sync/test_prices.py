"""A price of nothing is never told: a feed without prices wrote it, and goods would be given away."""

from decimal import Decimal

import pytest
from django.utils import timezone

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.outbound import mark_connection_prices
from inventory.services.price_holds import allow
from inventory.services.price_rules import set_price_rule
from marketplaces.models import ApiCall, Connection, OutboundChange
from sync import executor, runs


@pytest.mark.parametrize("price", ["0", "-3", "0.0049"])
def test_a_price_of_nothing_stays_here(shop: Connection, price: str) -> None:
    product = Product.objects.create(store=shop.store, title="Lamp")
    variant = Variant.objects.create(
        store=shop.store, product=product, sku="L-1", price=Decimal(price), currency="EUR"
    )  # fmt: skip
    MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant,
        marketplace_product_id="1", marketplace_sku="L-1", status="active", last_sync_at=timezone.now(), currency="EUR",
    )  # fmt: skip
    Connection.objects.filter(pk=shop.pk).update(
        price_out=True, base_url="http://127.0.0.1:9", settings={"private_address": True}
    )
    shop.refresh_from_db()
    assert mark_connection_prices(shop) == 1
    entry = executor.run_now(runs.start(connection=shop, sync_type="prices", cause="button"))
    assert (entry.status, entry.unchanged_records) == ("completed", 1)
    assert not ApiCall.objects.filter(connection=shop).exists()
    assert OutboundChange.objects.get(connection=shop).last_sent == {}


def test_a_price_below_its_cost_is_held_and_goes_once_it_was_let_go(shop: Connection) -> None:
    product = Product.objects.create(store=shop.store, title="Lamp")
    variant = Variant.objects.create(
        store=shop.store, product=product, sku="L-1", price=Decimal(20), cost=Decimal(25), currency="EUR"
    )  # fmt: skip
    row = MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant,
        marketplace_product_id="1", marketplace_sku="L-1", status="active", last_sync_at=timezone.now(), currency="EUR",
    )  # fmt: skip
    Connection.objects.filter(pk=shop.pk).update(
        price_out=True, base_url="http://127.0.0.1:9", settings={"private_address": True}
    )
    shop.refresh_from_db()
    set_price_rule(store=shop.store, by="Anna")
    entry = executor.run_now(runs.start(connection=shop, sync_type="prices", cause="button"))
    assert (entry.status, entry.unchanged_records) == ("completed", 1)
    assert "1 prices are held back" in str(entry.messages) and not ApiCall.objects.filter(connection=shop).exists()
    assert OutboundChange.objects.get(connection=shop).last_sent == {}
    assert allow(store=shop.store, listing_ids=[row.pk], by="Anna") == 1
    executor.run_now(runs.start(connection=shop, sync_type="prices", cause="button"))
    assert ApiCall.objects.filter(connection=shop).exists()  # nobody answers there, but it was to be told
