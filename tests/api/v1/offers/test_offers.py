"""Products sent to shops by program: looked at before, sent, refused with the field that is missing, taken out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from inventory.models import MarketplaceProduct, Offer, Variant
from marketplaces.models import Connection, Marketplace, OutboundChange
from sync.models import MarketplaceSyncLog
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    marketplace, _made = Marketplace.objects.get_or_create(code="fourseller", defaults={"name": "4Seller"})
    return Connection.objects.create(
        store=cast.store, marketplace=marketplace, name="4Seller shop", remote_account_id="s-1", currency="EUR",
        products_out=True,
    )  # fmt: skip


@pytest.fixture
def lamp(cast: Cast) -> Variant:
    made = world.variant(cast.store, "LAMP")
    made.price, made.currency = Decimal("39.90"), "EUR"
    made.save()
    return made


def path(variant: Variant, word: str = "publish") -> str:
    return f"/api/v1/products/{variant.product_id}/{word}/"


def test_a_look_says_what_would_be_sent_and_what_is_missing(owner: Program, shop: Connection, lamp: Variant) -> None:
    (row,) = owner.get(path(lamp)).body["results"]
    assert (row["act"], row["goes"], row["price"], row["currency"]) == ("create", True, "39.90", "EUR")
    Variant.objects.update(price=None)
    (row,) = owner.get(path(lamp), {"connection": str(shop.pk)}).body["results"]
    assert (row["goes"], row["missing"]) == (False, [{"field": "price", "message": "It has no price in EUR."}])
    assert not Offer.objects.exists()


def test_it_is_sent_by_a_run_that_can_be_followed(owner: Program, shop: Connection, lamp: Variant) -> None:
    answer = owner.post(path(lamp), {"connections": [str(shop.pk)]})
    assert answer.status == 202, answer.body
    (offer,) = answer.body["offers"]
    assert (offer["sku"], offer["wanted"], offer["listing"], offer["change"]["state"]) == (
        "LAMP", "offered", None, "waiting",
    )  # fmt: skip
    run = MarketplaceSyncLog.objects.get()
    assert answer.body["runs"] == [str(run.pk)]
    assert (run.sync_type, run.cause) == ("products_out", "api")
    assert owner.get(path(lamp, "offers")).body["results"] == [offer]
    owner.post(path(lamp), {"connections": [str(shop.pk)]})
    assert (Offer.objects.count(), OutboundChange.objects.get().wanted_version) == (1, 2)


def test_what_cannot_go_stays_with_its_reason(owner: Program, shop: Connection, lamp: Variant, cast: Cast) -> None:
    other = world.variant(cast.store, "FREE")
    body = {"products": [str(lamp.product_id), str(other.product_id)], "connections": [str(shop.pk)]}
    Variant.objects.filter(pk=other.pk).update(price=Decimal(0))
    answer = owner.post("/api/v1/products/publish/", body)
    assert ([row["sku"] for row in answer.body["offers"]], [row["sku"] for row in answer.body["left"]]) == (
        ["LAMP"], ["FREE"],
    )  # fmt: skip
    assert answer.body["left"][0]["missing"][0]["field"] == "price"
    Connection.objects.update(products_out=False)
    left = owner.post(path(lamp), {"connections": [str(shop.pk)]}).body["left"]
    assert "switched off at 4Seller shop" in left[0]["reason"]


def test_what_is_not_ours_is_not_found(owner: Program, shop: Connection, lamp: Variant, cast: Cast) -> None:
    theirs, elsewhere = world.variant(cast.elsewhere, "THEIRS"), world.connection(cast.elsewhere)
    assert owner.post(path(lamp), {"connections": [str(elsewhere.pk)]}).status == 404
    assert owner.post(path(theirs), {"connections": [str(shop.pk)]}).status == 404
    body = {"connections": [str(shop.pk)], "variants": [str(theirs.pk)]}
    assert owner.post(path(lamp), body).status == 404
    assert not Offer.objects.exists()


def test_a_member_who_may_not_manage_sends_nothing(reader: Program, shop: Connection, lamp: Variant) -> None:
    assert reader.post(path(lamp), {"connections": [str(shop.pk)]}).status == 403
    assert not Offer.objects.exists()


def test_a_listing_is_taken_out(owner: Program, shop: Connection, lamp: Variant) -> None:
    listing = MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id="P-1",
        marketplace_sku="LAMP", variant=lamp, product=lamp.product, status="active", last_sync_at=timezone.now(),
    )  # fmt: skip
    answer = owner.delete(f"/api/v1/listings/{listing.pk}/")
    assert (answer.status, answer.body["wanted"], answer.body["listing"]) == (202, "removed", str(listing.pk))
    assert OutboundChange.objects.get().kind == "product"
    listing.variant = None
    listing.save()
    answer = owner.delete(f"/api/v1/listings/{listing.pk}/")
    assert answer.status == 422 and "not linked" in answer.body["detail"]


def test_a_price_and_a_category_are_given_by_shop(owner: Program, shop: Connection, lamp: Variant) -> None:
    Variant.objects.update(price=None)
    body = {"connections": [str(shop.pk)], "prices": {str(shop.pk): "41.50"}, "categories": {str(shop.pk): "Pots"}}
    assert owner.post(path(lamp), body | {"prices": {str(shop.pk): "-1"}}).status == 400
    assert owner.post(path(lamp), body).status == 202
    offer = Offer.objects.get()
    assert (offer.price, offer.category) == (Decimal("41.50"), "Pots")
