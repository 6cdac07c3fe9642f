"""Products sent to a practice marketplace over HTTP: made once, changed, taken out; each refusal has its reason."""

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.core.management import call_command

from core.errors import DomainError
from core.models import NeedsYou
from inventory.models import MarketplaceProduct, Offer, Variant
from inventory.selectors.offering import Terms
from inventory.services.offers import withdraw
from inventory.services.product_edit import edit_product, edit_variant
from marketplaces.canonical.products import ProductCard
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.results import ItemResult
from marketplaces.models import OutboundChange
from sync.push import products
from sync.switches import switch
from tests.sync.push.conftest import Market


def test_a_product_is_made_there_once_and_becomes_a_linked_listing(market: Market) -> None:
    variant = market.variant("OUT-1", units=7)
    (offer,) = market.publish(variant).offers
    entry = market.run()
    assert (entry.status, entry.created_records, entry.failed_records) == ("completed", 1, 0)
    there = market.there()["OUT-1"]
    assert (there["name"], Decimal(there["price"])) == ("Teapot", Decimal("39.90"))
    listing = market.listing("OUT-1")
    offer.refresh_from_db()
    assert (listing.variant, offer.listing) == (variant, listing)
    assert market.change(offer).state == "synced"
    market.publish(variant)
    assert (market.run().updated_records, len(market.there())) == (1, 7)


def test_a_new_product_has_no_units_until_stock_is_sent(market: Market) -> None:
    market.publish(market.variant("OUT-1", units=7))
    market.run()
    assert market.listing("OUT-1").stock == 0
    assert not OutboundChange.objects.filter(kind="stock").exists()
    switch(market.shop, "stock_out", on=True, by="test")
    market.run("inventory")
    assert market.there()["OUT-1"]["stock"][""]["available"] == 7


def test_stock_of_a_product_that_was_never_counted_is_not_told(market: Market) -> None:
    switch(market.shop, "stock_out", on=True, by="test")
    market.publish(market.variant("OUT-1"))
    market.run()
    assert not OutboundChange.objects.filter(kind="stock").exists()


def test_an_edit_goes_out_by_itself_and_leaves_price_and_stock_alone(market: Market) -> None:
    variant = market.variant("OUT-1", units=3)
    (offer,) = market.publish(variant).offers
    market.run()
    before = market.there()["OUT-1"]
    edit_variant(variant=variant, by="mara", price=Decimal("99.00"))
    edit_product(product=variant.product, by="mara", title="Glass teapot")
    assert market.change(offer).state == "waiting"
    market.run()
    after = market.there()["OUT-1"]
    assert (after["name"], after["price"], after["stock"]) == ("Glass teapot", before["price"], before["stock"])
    assert market.listing("OUT-1").title == "Glass teapot"


def test_a_product_that_was_only_read_is_not_written_over(market: Market) -> None:
    market.run("products", create_missing=True)
    listing = MarketplaceProduct.objects.filter(connection=market.shop, variant__isnull=False).first()
    assert listing is not None and listing.product is not None
    edit_product(product=listing.product, by="mara", title="Ours")
    assert market.run().total_records == 0
    assert market.there()[listing.marketplace_sku]["name"] == listing.title


def test_a_listing_is_taken_out_and_may_be_offered_again(market: Market) -> None:
    variant = market.variant("OUT-1")
    market.publish(variant)
    market.run()
    withdraw(listing=market.listing("OUT-1"), by="mara")
    assert market.run().status == "completed"
    assert "OUT-1" not in market.there()
    assert market.listing("OUT-1").status == "deleted"
    assert market.run().total_records == 0
    market.publish(variant)
    market.run()
    assert "OUT-1" in market.there()
    assert Offer.objects.get().listing != MarketplaceProduct.objects.get(status="deleted")


def test_of_two_wishes_the_latest_wins(market: Market) -> None:
    variant = market.variant("OUT-1")
    market.publish(variant)
    market.run()
    withdraw(listing=market.listing("OUT-1"), by="mara")
    market.publish(variant)
    market.run()
    assert "OUT-1" in market.there()


def test_one_refused_product_never_fails_the_rest(market: Market) -> None:
    good, bad = market.variant("OUT-1"), market.variant("OUT-2")
    market.publish(good, bad)
    bad.price = None
    bad.save()
    entry = market.run()
    assert (entry.status, entry.created_records, entry.failed_records) == ("partially_completed", 1, 1)
    refused = OutboundChange.objects.get(state="refused")
    assert "no price" in refused.error
    need = NeedsYou.objects.get(settled_at__isnull=True)
    assert need.title == "4Seller shop did not take the product OUT-2"
    bad.price = Decimal("5.00")
    bad.save()
    market.publish(bad)
    assert market.run().created_records == 1
    need.refresh_from_db()
    assert need.settled_at is not None


def test_what_lacks_something_or_is_forbidden_is_not_even_asked_for(market: Market) -> None:
    other, none, free = (
        market.variant("OUT-1", currency="JPY"), market.variant("OUT-2", price=None),
        market.variant("OUT-3", price=Decimal(0)),
    )  # fmt: skip
    left = market.publish(other, none, free).left
    assert [line.reason for line in left] == [f"It has no price in {market.shop.currency}."] * 3
    switch(market.shop, "products_out", on=False, by="test")
    market.shop.refresh_from_db()
    (line,) = market.publish(market.variant("OUT-4")).left
    assert line.reason == "“Send products” is switched off at 4Seller shop. Switch it on on its page."
    assert not Offer.objects.exists()


def test_a_listing_of_the_same_sku_that_is_not_linked_is_not_doubled(market: Market) -> None:
    market.run("products")
    sku = next(iter(market.there()))
    (line,) = market.publish(market.variant(sku)).left
    assert "not linked" in line.reason


def test_a_listing_read_meanwhile_is_changed_and_not_made_again(market: Market) -> None:
    sku = next(iter(market.there()))
    (offer,) = market.publish(market.variant(sku, title="Ours")).offers
    market.run("products")
    entry = market.run()
    assert (entry.created_records, entry.updated_records) == (0, 1)
    offer.refresh_from_db()
    assert offer.listing == market.listing(sku)
    assert market.there()[sku]["name"] == "Ours"


@pytest.mark.parametrize("fault", ["torn", "error500"])
def test_a_creation_whose_answer_is_lost_is_found_by_its_sku_before_it_is_sent_again(
    market: Market, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (offer,) = market.publish(market.variant("OUT-1")).offers
    market.control("faults", {"kind": fault, "path": "/v1/products/batch"})
    assert market.run().status == "failed"
    assert market.change(offer).state == "retry"
    market.control("faults", method="DELETE")
    made = "OUT-1" in market.there()
    calls = _watched(market, monkeypatch)
    market.due_now()
    entry = market.run()
    if not made:  # nobody can know that: it is looked for once more before it is sent again
        assert (entry.failed_records, calls) == (1, [])
        market.due_now()
        market.run()
    assert market.change(offer).state == "synced"
    assert calls == [["P" if made else ""]]
    assert "OUT-1" in market.there()


def _watched(market: Market, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """For each call, which of its cards named a product that is there."""
    calls: list[list[str]] = []
    kind = registry.connector_class(market.shop.marketplace.code)
    real = kind.push_products

    def push(connector: Connector, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        calls.append([card.remote_product_id[:1] for card in cards])
        return real(connector, cards)

    monkeypatch.setattr(kind, "push_products", push)
    return calls


def test_what_is_accepted_and_not_shown_is_looked_for_until_a_person_is_told(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = registry.connector_class(market.shop.marketplace.code)
    find = kind.find_products
    monkeypatch.setattr(kind, "find_products", lambda self, skus: [])
    (offer,) = market.publish(market.variant("OUT-1")).offers
    market.run()
    assert market.change(offer).state == "accepted"
    for _ in range(products.LOOKS):
        market.due_now()
        market.run()
    need = NeedsYou.objects.get(settled_at__isnull=True)
    assert need.title == "4Seller shop took OUT-1 but does not show it"
    monkeypatch.setattr(kind, "find_products", find)
    market.due_now()
    market.run()
    need.refresh_from_db()
    assert need.settled_at is not None
    assert market.change(offer).state == "synced"
    assert market.listing("OUT-1").variant is not None


def test_nothing_is_sent_while_the_switch_is_off(market: Market) -> None:
    (offer,) = market.publish(market.variant("OUT-1")).offers
    switch(market.shop, "products_out", on=False, by="test")
    assert market.run().total_records == 0
    assert "OUT-1" not in market.there()
    switch(market.shop, "products_out", on=True, by="test")
    market.run()
    assert "OUT-1" in market.there()
    assert market.change(offer).state == "synced"


def test_a_wish_taken_back_before_it_was_sent_sends_nothing(market: Market) -> None:
    (offer,) = market.publish(market.variant("OUT-1")).offers
    offer.wanted = Offer.Wish.REMOVED
    offer.save()
    assert market.run().unchanged_records == 1
    assert "OUT-1" not in market.there()


def test_sisters_are_told_apart_by_their_options(market: Market) -> None:
    red = market.variant("OUT-R", options={"colour": "red"})
    blue = market.variant("OUT-B", options={"colour": "blue"})
    blue.product = red.product
    blue.save()
    market.publish(red, blue)
    market.run()
    assert {market.there()[sku]["name"] for sku in ("OUT-R", "OUT-B")} == {"Teapot, red", "Teapot, blue"}


def test_a_price_given_for_a_shop_in_another_currency_stays_the_listings_own(market: Market) -> None:
    variant = market.variant("OUT-1", currency="JPY", price=Decimal(6000))
    terms = {market.shop.pk: Terms(price=Decimal("41.50"))}
    market.publish(variant, terms=terms)
    market.run()
    assert Decimal(market.there()["OUT-1"]["price"]) == Decimal("41.50")
    listing = market.listing("OUT-1")
    assert listing.price_override == Decimal("41.50")
    listing.price_override = None
    listing.save()
    market.publish(variant)
    market.run()
    assert market.listing("OUT-1").price_override is None, "whoever took it away is not overruled"


@pytest.mark.parametrize("word", ["products-out", "products_out"])
def test_the_command_sends_them(market: Market, capsys: pytest.CaptureFixture[str], word: str) -> None:
    market.publish(market.variant("OUT-1"))
    call_command("sync", word, "--connection", str(market.shop.pk), "--json")
    line = json.loads(capsys.readouterr().out)
    assert (line["sync_type"], line["status"], line["created"], line["errors"]) == ("products_out", "completed", 1, [])
    assert "OUT-1" in market.there()


def test_a_marketplace_that_only_lets_products_be_changed_is_told_changes_and_makes_none(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    market.run("products", create_missing=True)
    kind = registry.connector_class(market.shop.marketplace.code)
    able = (kind.capabilities - {Capability.PUSH_PRODUCTS}) | {Capability.CHANGE_CARDS}
    monkeypatch.setattr(kind, "capabilities", able)
    monkeypatch.setattr(kind, "change_cards", kind.push_products)
    monkeypatch.setattr(kind, "push_products", Connector.push_products)
    known = Variant.objects.filter(store=market.store).first()
    assert known is not None
    edit_product(product=known.product, by="mara", title="Ours")
    published = market.publish(known, market.variant("OUT-1"))
    assert [line.reason for line in published.left] == [
        "4Seller takes changes of what is offered there, but no new products. Make it there first."
    ]
    before = market.there().keys()
    assert market.run().updated_records == 1
    assert market.there()[known.sku]["name"] == "Ours"
    assert market.there().keys() == before
    with pytest.raises(DomainError, match="lets nothing be taken out"):
        withdraw(listing=market.listing(known.sku), by="mara")
