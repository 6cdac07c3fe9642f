"""Sending a product to channels by page: looked at, sent, followed; what is missing is said beside it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import MarketplaceProduct, Offer, Variant
from marketplaces.models import Connection, OutboundChange
from sync.models import MarketplaceSyncLog
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def channel(cast: Cast) -> Connection:
    return world.connection(cast.store, name="4Seller shop", code="fourseller", currency="EUR", products_out=True)


@pytest.fixture
def lamp(cast: Cast) -> Variant:
    made = world.variant(cast.store, "LAMP")
    made.price, made.currency = Decimal("39.90"), "EUR"
    made.save()
    return made


def path(variant: Variant, word: str = "publish") -> str:
    return f"/products/{variant.product_id}/{word}/"


def test_the_page_shows_what_each_shop_would_be_told(owner: Client, channel: Connection, lamp: Variant) -> None:
    page = owner.get(path(lamp)).content.decode()
    assert "4Seller shop" in page and "becomes a new listing" in page and "39.90" in page
    assert "Ozon" not in page, "a shop that takes no products is not offered"
    assert not Offer.objects.exists()


def test_it_is_sent_to_the_ticked_shops_and_its_page_follows_it(
    owner: Client, channel: Connection, lamp: Variant
) -> None:
    answer = owner.post(path(lamp), {"shop": [str(channel.pk)]}, follow=True)
    page = answer.content.decode()
    assert "1 card goes out now." in page
    assert answer.redirect_chain == [(f"/products/{lamp.product_id}/#of-h", 302)]
    assert f'hx-get="{path(lamp, "offers")}"' in page
    assert MarketplaceSyncLog.objects.get().sync_type == "products_out"
    OutboundChange.objects.update(state="refused", error="The title is too long", error_said="title: max 10")
    part = owner.get(path(lamp, "offers")).content.decode()
    assert "hx-get" not in part and "The title is too long" in part and "title: max 10" in part
    assert f"{path(lamp)}?shop={channel.pk}" in part


def test_nothing_ticked_sends_nothing(owner: Client, channel: Connection, lamp: Variant) -> None:
    assert "No shop was ticked" in owner.post(path(lamp), {}).content.decode()
    assert not Offer.objects.exists()


def test_what_is_missing_is_said_and_keeps_it_here(owner: Client, channel: Connection, lamp: Variant) -> None:
    Variant.objects.update(price=None)
    page = owner.get(path(lamp)).content.decode()
    assert "It has no price in EUR." in page
    answer = owner.post(path(lamp), {"shop": [str(channel.pk)]}, follow=True)
    assert "1 stays: It has no price in EUR." in answer.content.decode()
    assert not Offer.objects.exists()


def test_a_switch_that_is_off_is_said_with_the_way_to_it(owner: Client, channel: Connection, lamp: Variant) -> None:
    Connection.objects.update(products_out=False)
    page = owner.get(path(lamp)).content.decode()
    assert "switched off at 4Seller shop" in page and f"/connections/{channel.pk}/" in page
    owner.post(path(lamp), {"shop": [str(channel.pk)]})
    assert not Offer.objects.exists()


def test_a_store_whose_shops_take_none_is_told_so(owner: Client, lamp: Variant) -> None:
    assert "None of your shops takes products from here" in owner.get(path(lamp)).content.decode()


def test_many_are_sent_at_once_and_their_run_is_followed(
    owner: Client, channel: Connection, lamp: Variant, cast: Cast
) -> None:
    bare = world.variant(cast.store, "BARE")
    ids = [str(lamp.product_id), str(bare.product_id)]
    answer = owner.post("/products/act/", {"do": "publish", "product": ids})
    assert answer["Location"].startswith("/products/publish/?product=")
    page = owner.get(answer["Location"]).content.decode()
    assert "1 new" in page and "1 stays here" in page and "BARE" in page
    answer = owner.post("/products/publish/", {"product": ids, "shop": [str(channel.pk)]})
    assert answer["Location"] == f"/syncs/{MarketplaceSyncLog.objects.get().pk}/"
    assert Offer.objects.get().variant == lamp


def test_a_listing_is_taken_out_after_a_question(owner: Client, channel: Connection, lamp: Variant) -> None:
    listing = _listing(channel, lamp)
    address = f"/listings/{listing.pk}/take-out/"
    assert address in owner.get(f"/listings/{listing.pk}/").content.decode()
    assert "Take it out of 4Seller shop?" in owner.get(address).content.decode()
    assert not Offer.objects.exists()
    answer = owner.post(address, follow=True)
    assert "It is taken out of 4Seller shop now." in answer.content.decode()
    offer = Offer.objects.get()
    assert (offer.wanted, offer.listing) == ("removed", listing)


def test_where_it_cannot_be_taken_out_the_reason_stands_in_place_of_the_button(
    owner: Client, cast: Cast, lamp: Variant
) -> None:
    listing = _listing(world.connection(cast.store, name="Uzum shop", code="uzum", currency="UZS"), lamp)
    page = owner.get(f"/listings/{listing.pk}/take-out/").content.decode()
    assert "lets nothing be taken out from here" in page and "btn-danger" not in page
    owner.post(f"/listings/{listing.pk}/take-out/")
    assert not Offer.objects.exists()


@pytest.mark.parametrize("word", ["publish", "offers"])
def test_a_stranger_finds_nothing(stranger: Client, lamp: Variant, word: str) -> None:
    assert stranger.get(path(lamp, word)).status_code == 404


def test_a_read_only_member_looks_and_sends_nothing(reader: Client, channel: Connection, lamp: Variant) -> None:
    assert reader.post(path(lamp), {"shop": [str(channel.pk)]}).status_code == 403
    assert reader.get(path(lamp, "offers")).status_code == 200
    assert path(lamp) not in reader.get(f"/products/{lamp.product_id}/").content.decode()
    assert not Offer.objects.exists()


def _listing(shop: Connection, variant: Variant) -> MarketplaceProduct:
    return MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id="P-1",
        marketplace_sku=variant.sku, variant=variant, product=variant.product, status="active",
        last_sync_at=timezone.now(),
    )  # fmt: skip


def test_when_all_is_answered_the_listings_are_drawn_anew(owner: Client, channel: Connection, lamp: Variant) -> None:
    owner.post(path(lamp), {"shop": [str(channel.pk)]})
    _listing(channel, lamp)
    OutboundChange.objects.update(state="synced")
    part = owner.get(path(lamp, "offers"), headers={"HX-Request": "true"}).content.decode()
    assert 'id="listings" hx-swap-oob="true"' in part and "4Seller shop" in part
    assert "oob" not in owner.get(f"/products/{lamp.product_id}/").content.decode()


def test_a_category_that_a_marketplace_asks_for_is_named_on_the_page(owner: Client, cast: Cast, lamp: Variant) -> None:
    shop = world.connection(cast.store, name="eBay shop", code="ebay", currency="EUR", products_out=True)
    lamp.product.images, lamp.product.description = ["https://img.example/lamp.jpg"], "It shines."
    lamp.product.save()
    page = owner.get(path(lamp)).content.decode()
    assert "Name the category of" in page and f'name="category-{shop.pk}"' in page
    assert f'value="{shop.pk}" disabled' not in page
    owner.post(path(lamp), {"shop": [str(shop.pk)]})
    assert not Offer.objects.exists()
    owner.post(path(lamp), {"shop": [str(shop.pk)], f"category-{shop.pk}": "20625"})
    assert Offer.objects.get().category == "20625"


def test_a_shop_in_another_currency_is_given_a_price_of_its_own(owner: Client, cast: Cast, lamp: Variant) -> None:
    shop = world.connection(cast.store, name="US shop", code="fourseller", currency="USD", products_out=True)
    page = owner.get(path(lamp)).content.decode()
    assert "It has no price in USD." in page and f'name="price-{shop.pk}"' in page
    for typed in ("cheap", "0", "45 EUR"):
        answer = owner.post(path(lamp), {"shop": [str(shop.pk)], f"price-{shop.pk}": typed})
        assert not Offer.objects.exists(), typed
        page = answer.content.decode()
        assert answer.status_code == 422 and f'value="{typed}" aria-invalid="true"' in page
        assert f'value="{shop.pk}" aria-labelledby="ch-{shop.pk}" checked' in page, "its tick stays, too"
    owner.post(path(lamp), {"shop": [str(shop.pk)], f"price-{shop.pk}": "45,90"})
    assert Offer.objects.get().price == Decimal("45.90")
    assert "$45.90" in owner.get(path(lamp)).content.decode()
