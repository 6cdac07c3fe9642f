"""What both sides changed is asked about under Disagree alone, and is no drift."""

from decimal import Decimal

import pytest

from core.models import NeedsYou
from inventory.models import Agreement, InventorySyncConfig, MarketplaceProduct, Variant
from inventory.services.agreements.compare import compare
from inventory.services.agreements.settle import Choice, settle
from inventory.services.outbound import mark_price
from marketplaces.models import Connection, OutboundChange
from sync.drift.deciding import decide
from sync.models import Drift
from tests.sync.drift.scene import asks, looked, told


def both_changed(shop: Connection, lamp: MarketplaceProduct) -> None:
    """Agreed at 40; then 30 there and 45 here, which the push has held back."""
    compare(store=shop.store, listing_ids=[lamp.pk])
    asks(shop, "30")
    compare(store=shop.store, listing_ids=[lamp.pk])
    becomes_disputed(shop, lamp)


def becomes_disputed(shop: Connection, lamp: MarketplaceProduct) -> None:
    Variant.objects.filter(pk=lamp.variant_id).update(price=Decimal(45))
    mark_price([lamp.pk])
    told(shop, "price", {"price": "40", "currency": "EUR"})
    assert Agreement.objects.get(listing=lamp, field="price").state == "both"


def settled(lamp: MarketplaceProduct, side: str) -> None:
    settle(listing=MarketplaceProduct.objects.get(pk=lamp.pk), choices={"price": Choice(side=side)}, by="Nadia")


def test_a_price_both_sides_changed_is_asked_about_under_disagree_alone(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_price=True)
    both_changed(shop, lamp)
    assert looked(shop) == 0
    assert not Drift.objects.exists() and not NeedsYou.objects.filter(cause_key=f"drift:{shop.pk}").exists()


@pytest.mark.parametrize("side", ["theirs", "both"])
def test_what_was_settled_under_disagree_is_no_drift(shop: Connection, lamp: MarketplaceProduct, side: str) -> None:
    both_changed(shop, lamp)
    settled(lamp, side)
    looked(shop)
    assert not Drift.objects.exists()
    asks(shop, "28")
    looked(shop)
    assert Drift.objects.get().theirs == "28"


def test_a_price_that_became_disputed_after_it_was_found_is_not_told_from_here(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    compare(store=shop.store, listing_ids=[lamp.pk])
    asks(shop, "30")
    compare(store=shop.store, listing_ids=[lamp.pk])
    looked(shop)
    becomes_disputed(shop, lamp)
    done, left = decide(store=shop.store, ids=[Drift.objects.get().pk], act="heal", by="Nadia")
    assert done == 0 and "Disagree" in left[0].why
    assert OutboundChange.objects.get(kind="price").state == "synced"
