"""What both sides last agreed on: who has moved since, and what settling it sends, takes or leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError
from inventory.models import Agreement, MarketplaceProduct
from inventory.selectors.cards import Cards
from inventory.selectors.disagreements import fingerprint, held_fields
from inventory.services.agreements.compare import compare, moved_since
from inventory.services.agreements.owners import set_listing_owner, set_owner
from inventory.services.agreements.settle import Choice, settle
from inventory.services.product_edit import edit_product, edit_variant
from marketplaces.models import Marketplace, OutboundChange
from tests.inventory.world import World, wanted


@pytest.fixture
def pot(world: World) -> MarketplaceProduct:
    """A pot whose title and price agree with its listing."""
    world.shop.price_out = True
    world.shop.marketplace = Marketplace.objects.get_or_create(code="ozon", defaults={"name": "Ozon"})[0]
    world.shop.save()
    variant = world.variant("POT", 3, price=Decimal(10), currency="EUR")
    row = world.listing(variant, title="Teapot POT", price=Decimal("10.0000"))
    compare(store=world.store, listing_ids=[row.pk])
    return row


def state(listing: MarketplaceProduct, field: str = "title") -> Agreement:
    return Agreement.objects.get(listing=listing, field=field)


def there(listing: MarketplaceProduct, **seen: Any) -> None:
    """The channel shows something else, and it is read."""
    MarketplaceProduct.objects.filter(pk=listing.pk).update(**seen)
    compare(store=listing.store, listing_ids=[listing.pk])


def here(listing: MarketplaceProduct, title: str = "Ours") -> None:
    edit_product(product=listing.variant.product, by="Anna", title=title)
    compare(store=listing.store, listing_ids=[listing.pk])


def both(listing: MarketplaceProduct) -> Agreement:
    there(listing, title="Theirs")
    here(listing)
    row = state(listing)
    assert row.state == "both"
    return row


def test_what_is_first_seen_together_is_agreed_also_where_it_differs(world: World) -> None:
    row = world.listing(world.variant("CUP"), title="A cup, as the channel calls it")
    compare(store=world.store, listing_ids=[row.pk])
    found = state(row)
    assert (found.state, found.base_ours, found.base_theirs) == ("agreed", "Teapot CUP", row.title)


def test_one_side_alone_is_no_dispute_and_both_are(pot: MarketplaceProduct) -> None:
    there(pot, title="Theirs")
    assert state(pot).state == "theirs"
    here(pot)
    found = state(pot)
    assert (found.state, found.base_ours, found.ours, found.theirs) == ("both", "Teapot POT", "Ours", "Theirs")
    assert found.ours_at and found.theirs_at


def test_an_edit_of_ours_waits_at_once_where_the_channel_has_moved_already(pot: MarketplaceProduct) -> None:
    there(pot, price=Decimal(9))
    assert state(pot, "price").state == "theirs"
    edit_variant(variant=pot.variant, by="Anna", price=Decimal(12))
    assert state(pot, "price").state == "both"
    assert held_fields([pot.pk], "price") == {pot.pk}


def test_a_disputed_title_goes_out_with_no_card(world: World, pot: MarketplaceProduct) -> None:
    both(pot)
    pot.refresh_from_db()
    card = Cards(world.store, [pot.product_id]).card(pot.variant, world.shop, ref="r", listing=pot)
    assert card.title == "Theirs"


def test_when_both_say_the_same_it_is_agreed_by_itself(pot: MarketplaceProduct) -> None:
    both(pot)
    there(pot, title="Ours")
    found = state(pot)
    assert (found.state, found.base_ours, found.base_theirs, found.agreed_by) == ("agreed", "Ours", "Ours", "")


def test_what_was_told_is_agreed_on_our_side(pot: MarketplaceProduct) -> None:
    edit_variant(variant=pot.variant, by="Anna", price=Decimal(12))
    OutboundChange.objects.filter(subject_id=pot.pk, kind="price").update(sent_version=1, state="synced")
    there(pot, price=Decimal("11.9"))
    found = state(pot, "price")
    assert (found.state, found.base_ours, found.theirs) == ("theirs", "12", "11.9")


def test_theirs_becomes_the_listings_own_word_and_the_product_stays(pot: MarketplaceProduct) -> None:
    both(pot)
    done = settle(listing=pot, choices={"title": Choice("theirs")}, by="Anna")
    assert (done.taken, pot.title_override, pot.variant.product.title) == (["title"], "Theirs", "Ours")
    assert (state(pot).state, state(pot).agreed_by) == ("agreed", "Anna")
    here(pot, "Ours again")
    assert state(pot).state == "agreed"


def test_leaving_both_is_an_agreement_until_one_moves_again(pot: MarketplaceProduct) -> None:
    both(pot)
    assert settle(listing=pot, choices={"title": Choice("both")}, by="Anna").left == ["title"]
    assert state(pot).state == "agreed"
    there(pot, title="Theirs, newer")
    assert state(pot).state == "theirs"


def test_our_price_is_sent_and_stays_ours_until_it_is_seen(pot: MarketplaceProduct) -> None:
    edit_variant(variant=pot.variant, by="Anna", price=Decimal(12))
    there(pot, price=Decimal(9))
    assert state(pot, "price").state == "both"
    before = wanted(pot, "price")
    settle(listing=pot, choices={"price": Choice("ours")}, by="Anna")
    assert (wanted(pot, "price"), state(pot, "price").state) == (before + 1, "ours")
    there(pot, price=Decimal(12))
    assert state(pot, "price").state == "agreed"


def test_a_price_of_its_own_is_kept_and_sent(pot: MarketplaceProduct) -> None:
    edit_variant(variant=pot.variant, by="Anna", price=Decimal(12))
    there(pot, price=Decimal(9))
    settle(listing=pot, choices={"price": Choice("own", text="10.50")}, by="Anna")
    assert pot.price_override == Decimal("10.5")
    assert state(pot, "price").ours == "10.5"
    compare(store=pot.store, listing_ids=[pot.pk])
    assert state(pot, "price").state == "ours"


@pytest.mark.parametrize("text", ["", "-1", "free", "NaN", "1e20", "1.00001"])
def test_a_price_that_cannot_be_is_refused_and_nothing_is_settled(pot: MarketplaceProduct, text: str) -> None:
    both(pot)
    with pytest.raises(DomainError) as refused:
        settle(listing=pot, choices={"title": Choice("theirs"), "price": Choice("own", text=text)}, by="Anna")
    assert refused.value.field == "price"
    assert state(pot).state == "both"


def test_what_cannot_be_sent_says_why_and_stays_open(pot: MarketplaceProduct) -> None:
    both(pot)
    with pytest.raises(DomainError, match="cannot be sent there") as refused:
        settle(listing=pot, choices={"title": Choice("ours")}, by="Anna")
    assert (refused.value.field, state(pot).state) == ("title", "both")


def test_a_choice_made_on_what_has_changed_since_is_refused(pot: MarketplaceProduct) -> None:
    seen = fingerprint(both(pot))
    there(pot, title="Theirs, newer")
    with pytest.raises(DomainError, match="changed once more"):
        settle(listing=pot, choices={"title": Choice("theirs", seen=seen)}, by="Anna")
    settle(listing=pot, choices={"title": Choice("theirs", seen=fingerprint(state(pot)))}, by="Anna")


def test_a_rule_of_the_shop_decides_and_a_listing_may_say_otherwise(world: World, pot: MarketplaceProduct) -> None:
    set_owner(shop=world.shop, field="title", decides="theirs", by="Anna")
    there(pot, title="Theirs")
    here(pot)
    pot.refresh_from_db()
    assert (state(pot).state, state(pot).agreed_by, pot.title_override) == ("agreed", "rule", "Theirs")
    pot.title_override = ""
    pot.save()
    compare(store=world.store, listing_ids=[pot.pk])
    assert set_listing_owner(listing=pot, field="title", decides="ask", by="Anna")
    there(pot, title="Theirs, newer")
    here(pot, "Ours, newer")
    assert state(pot).state == "both"


def test_a_rule_for_ours_names_the_listings_to_be_told(world: World, pot: MarketplaceProduct) -> None:
    set_owner(shop=world.shop, field="price", decides="ours", by="Anna")
    edit_variant(variant=pot.variant, by="Anna", price=Decimal(12))
    MarketplaceProduct.objects.filter(pk=pot.pk).update(price=Decimal(9))
    found = compare(store=world.store, listing_ids=[pot.pk])
    assert (found.opened, found.to_tell, state(pot, "price").state) == (0, {pot.pk}, "ours")


def test_only_what_either_side_wrote_since_is_looked_at(world: World, pot: MarketplaceProduct) -> None:
    assert moved_since(world.shop, None) == [pot.pk]
    product = pot.variant.product
    latest = max(pot.updated_at, pot.variant.updated_at, product.updated_at)
    assert moved_since(world.shop, latest.replace(year=latest.year + 1)) == []
    edit_product(product=product, by="Anna", title="New")
    product.refresh_from_db()
    assert moved_since(world.shop, product.updated_at) == [pot.pk]


def test_a_language_that_the_product_only_borrows_is_not_compared(world: World) -> None:
    world.store.languages = ["en", "th"]
    world.store.save()
    row = world.listing(world.variant("CUP"), title="ถ้วย", language="th")
    compare(store=world.store, listing_ids=[row.pk])
    assert not Agreement.objects.filter(listing=row, field="title").exists()
