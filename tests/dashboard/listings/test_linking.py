"""Linking: one by one, the certain ones together, a product made of it, and all of it taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.listings import link, rank_store
from marketplaces.models import Connection
from orders.models import OrderItem
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.products.conftest import listed

GTIN = "4006381333931"


@pytest.fixture
def waiting(shop: Connection, lamp: Variant) -> MarketplaceProduct:
    lamp.gtin = GTIN
    lamp.save()
    return listed(shop, sku="ORI-LMP-1", title="Лампа Орион", gtin=GTIN, price=Decimal("125"))


@pytest.fixture
def parked(shop: Connection) -> OrderItem:
    """An order line that waits for the listing's SKU."""
    return world.order(shop, quantity=2, unlinked_lines=1).items.get()


def test_a_link_takes_the_parked_order_lines_along(
    owner: Client, waiting: MarketplaceProduct, lamp: Variant, parked: OrderItem
) -> None:
    assert "waits for its product" in owner.get(f"/listings/{waiting.pk}/").content.decode()
    text = owner.post(f"/listings/{waiting.pk}/link/", {"variant": str(lamp.pk)}, follow=True).content.decode()
    assert "Лампа Орион is linked to ORI-LMP-BRS." in text and "parked order line" in text
    waiting.refresh_from_db()
    parked.refresh_from_db()
    assert (waiting.variant, waiting.linked_by, parked.variant) == (lamp, "Nadia Weber", lamp)


def test_somebody_was_quicker_and_nothing_is_overwritten(
    owner: Client, waiting: MarketplaceProduct, lamp: Variant, cast: Cast
) -> None:
    other = world.variant(cast.store, "OTHER")
    link(waiting, other, by="Ben")
    text = owner.post(f"/listings/{waiting.pk}/link/", {"variant": str(lamp.pk)}, follow=True).content.decode()
    assert "Somebody linked this listing meanwhile" in text
    waiting.refresh_from_db()
    assert waiting.variant == other
    owner.post(f"/listings/{waiting.pk}/link/", {"variant": str(lamp.pk), "again": "yes"})
    waiting.refresh_from_db()
    assert waiting.variant == lamp


def test_another_product_is_searched_with_its_evidence(owner: Client, waiting: MarketplaceProduct) -> None:
    page = owner.get(f"/listings/{waiting.pk}/?q=lmp").content.decode()
    assert "GTIN equal" in page and 'value="lmp"' in page
    assert "No product matches “zzz”" in owner.get(f"/listings/{waiting.pk}/?q=zzz").content.decode()


def test_the_certain_ones_are_listed_first_and_linked_as_shown(
    owner: Client, shop: Connection, waiting: MarketplaceProduct, lamp: Variant
) -> None:
    unsure = listed(shop, sku="X", title="Table lamp")
    rank_store(shop.store)
    page = owner.get("/listings/certain/").content.decode()
    assert "1 listing is certain" in page and "Table lamp" not in page.replace("Orion table lamp", "")
    waiting.refresh_from_db()
    assert waiting.variant is None
    text = owner.post(
        "/listings/certain/", {"link": [f"{waiting.pk}|{lamp.pk}", f"{unsure.pk}|{lamp.pk}", "x", "|"]}, follow=True
    ).content.decode()
    assert "1 listing is linked." in text and "It is not certain any more" in text
    waiting.refresh_from_db()
    unsure.refresh_from_db()
    assert (waiting.variant, unsure.variant) == (lamp, None)


def test_when_nothing_is_certain_it_says_so(owner: Client, shop: Connection) -> None:
    assert "Nothing is certain just now" in owner.get("/listings/certain/", follow=True).content.decode()


def test_a_product_is_made_of_it_after_a_look(owner: Client, shop: Connection) -> None:
    row = listed(shop, sku="NEW-1", title="Neue Lampe", price=Decimal(20), brand="Lumen")
    page = owner.get(f"/listings/{row.pk}/new/").content.decode()
    assert "NEW-1" in page and "Neue Lampe" in page and "€20.00" in page
    assert not Product.objects.filter(title="Neue Lampe").exists()
    owner.post(f"/listings/{row.pk}/new/")
    made = Variant.objects.get(sku="NEW-1")
    row.refresh_from_db()
    assert (row.variant, made.product.title, made.price) == (made, "Neue Lampe", Decimal(20))
    assert "linked already" in owner.get(f"/listings/{row.pk}/new/", follow=True).content.decode()


def test_a_sku_that_is_there_is_linked_and_not_made_twice(owner: Client, shop: Connection, lamp: Variant) -> None:
    row = listed(shop, sku="ORI-LMP-BRS", title="Lamp there")
    assert "nothing is made twice" in owner.get(f"/listings/{row.pk}/new/").content.decode()
    owner.post(f"/listings/{row.pk}/new/")
    row.refresh_from_db()
    assert row.variant == lamp and Product.objects.count() == 1


def test_without_a_sku_no_product_is_made(owner: Client, shop: Connection) -> None:
    row = listed(shop, sku="", marketplace_sku="", marketplace_product_id="77")
    page = owner.get(f"/listings/{row.pk}/new/").content.decode()
    assert "has no SKU" in page and "Make the product" not in page
    assert "has no SKU" in owner.post(f"/listings/{row.pk}/new/", follow=True).content.decode()
    assert Product.objects.count() == 0


def test_a_link_is_taken_back_and_an_unlink_too(owner: Client, waiting: MarketplaceProduct, lamp: Variant) -> None:
    owner.post(f"/listings/{waiting.pk}/link/", {"variant": str(lamp.pk)})
    assert "Unlink" in owner.get(f"/listings/{waiting.pk}/").content.decode()
    assert "it is not linked" in owner.post(f"/listings/{waiting.pk}/undo/", follow=True).content.decode()
    page = owner.get(f"/listings/{waiting.pk}/").content.decode()
    assert "It was linked to ORI-LMP-BRS before." in page
    assert "linked to ORI-LMP-BRS again" in owner.post(f"/listings/{waiting.pk}/undo/", follow=True).content.decode()
    assert "can be taken back" in owner.post(f"/listings/{waiting.pk}/unlink/", follow=True).content.decode()
    waiting.refresh_from_db()
    assert (waiting.variant, waiting.linked_by) == (None, "unlinked by Nadia Weber")


def test_nothing_to_take_back_is_said(owner: Client, waiting: MarketplaceProduct) -> None:
    text = owner.post(f"/listings/{waiting.pk}/undo/", follow=True).content.decode()
    assert "not changed in the last 30 days" in text


def test_a_listing_gets_its_own_price_and_stock(owner: Client, listing: MarketplaceProduct) -> None:
    import re

    address = f"/listings/{listing.pk}/overrides/"
    page = owner.get(address).content.decode()
    was = re.search(r'name="was" value="([^"]*)"', page)[1].replace("&quot;", '"')
    owner.post(address, {"price_override": "99,90", "stock_override": "2", "was": was})
    listing.refresh_from_db()
    assert (listing.price_override, listing.stock_override) == (Decimal("99.90"), 2)
    answer = owner.post(address, {"price_override": "88", "stock_override": "", "was": was})
    assert answer.status_code == 422
    assert "it is now “99.90”" in answer.content.decode()
    answer = owner.post(address, {"price_override": "0", "stock_override": "-1", "was": was})
    assert answer.status_code == 422
    listing.refresh_from_db()
    assert listing.price_override == Decimal("99.90")


def test_a_listing_without_a_product_has_no_overrides(owner: Client, waiting: MarketplaceProduct) -> None:
    text = owner.get(f"/listings/{waiting.pk}/overrides/", follow=True).content.decode()
    assert "Link this listing to a product first" in text


@pytest.mark.parametrize("what", ["", "link/", "new/", "unlink/", "undo/", "overrides/"])
def test_the_stranger_gets_nothing(stranger: Client, waiting: MarketplaceProduct, lamp: Variant, what: str) -> None:
    address = f"/listings/{waiting.pk}/{what}"
    assert stranger.get(address).status_code in (404, 405)
    assert stranger.post(address, {"variant": str(lamp.pk)}).status_code in (404, 405)
    waiting.refresh_from_db()
    assert waiting.variant is None


def test_a_strangers_product_is_no_choice(
    owner: Client, waiting: MarketplaceProduct, cast: Cast, stranger: Client
) -> None:
    theirs = world.variant(cast.elsewhere, "THEIRS-1")
    assert owner.post(f"/listings/{waiting.pk}/link/", {"variant": str(theirs.pk)}).status_code == 404
    assert owner.post(f"/listings/{waiting.pk}/link/", {"variant": "x"}).status_code == 404
    owner.post("/listings/certain/", {"link": f"{waiting.pk}|{theirs.pk}"})
    stranger.post("/listings/certain/", {"link": f"{waiting.pk}|{theirs.pk}"})
    waiting.refresh_from_db()
    assert waiting.variant is None


def test_neither_the_packer_nor_the_reader_may(
    packer: Client, reader: Client, waiting: MarketplaceProduct, lamp: Variant
) -> None:
    for client in (packer, reader):
        assert client.get(f"/listings/{waiting.pk}/").status_code == 200
        for what in ("link/", "new/", "unlink/", "undo/", "overrides/"):
            assert client.post(f"/listings/{waiting.pk}/{what}", {"variant": str(lamp.pk)}).status_code == 403
        assert client.post("/listings/certain/", {"link": f"{waiting.pk}|{lamp.pk}"}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.variant is None


def test_the_packer_sees_no_price_of_a_listing(packer: Client, waiting: MarketplaceProduct) -> None:
    assert "125.00" not in packer.get(f"/listings/{waiting.pk}/").content.decode()


def test_a_get_changes_nothing(owner: Client, waiting: MarketplaceProduct) -> None:
    for what in ("link/", "unlink/", "undo/"):
        assert owner.get(f"/listings/{waiting.pk}/{what}").status_code == 405
    owner.get(f"/listings/{waiting.pk}/new/")
    owner.get("/listings/certain/")
    waiting.refresh_from_db()
    assert waiting.variant is None


def test_a_suggestion_is_refused_remembered_and_taken_back(
    owner: Client, waiting: MarketplaceProduct, lamp: Variant
) -> None:
    assert "Not the same" in owner.get("/listings/").content.decode()
    text = owner.post(f"/listings/{waiting.pk}/refuse/", {"variant": str(lamp.pk)}, follow=True).content.decode()
    assert "ORI-LMP-BRS is not suggested for Лампа Орион again" in text
    assert "Nothing alike among your products" in owner.get("/listings/").content.decode()
    page = owner.get(f"/listings/{waiting.pk}/").content.decode()
    assert "1 product is not the same" in page and "refused by Nadia Weber" in page
    owner.post(f"/listings/{waiting.pk}/suggest-again/", {"variant": str(lamp.pk)})
    assert "Not the same" in owner.get("/listings/").content.decode()
