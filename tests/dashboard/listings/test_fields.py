"""Both sides of a listing, field by field: shown with what was last agreed, settled by who may, alone and in bulk."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from inventory.models import Agreement, FieldOwner, MarketplaceProduct, Variant
from inventory.selectors.disagreements import fingerprint
from inventory.services.agreements.compare import compare
from inventory.services.product_edit import edit_variant
from marketplaces.models import Connection
from tests.dashboard.products.conftest import listed


@pytest.fixture
def disputed(shop: Connection, lamp: Variant) -> MarketplaceProduct:
    """A lamp at 129: we ask 139 by now, the shop 119, each by itself."""
    row = listed(shop, lamp, price=Decimal(129), title="Lamp there")
    compare(store=shop.store, listing_ids=[row.pk])
    MarketplaceProduct.objects.filter(pk=row.pk).update(price=Decimal(119))
    compare(store=shop.store, listing_ids=[row.pk])
    edit_variant(variant=lamp, by="Nadia", price=Decimal(139))
    return row


def price(listing: MarketplaceProduct) -> Agreement:
    return Agreement.objects.get(listing=listing, field="price")


def test_the_list_counts_them_and_names_what_each_side_says(owner: Client, disputed: MarketplaceProduct) -> None:
    page = owner.get("/listings/?view=disagree").content.decode()
    assert "Lamp there" in page and "Orion: €139.00" in page and ": €119.00" in page
    assert f"/listings/{disputed.pk}/fields/" in page


def test_the_page_shows_base_ours_and_theirs_and_proposes_nothing(owner: Client, disputed: MarketplaceProduct) -> None:
    page = owner.get(f"/listings/{disputed.pk}/fields/").content.decode()
    for words in ("€129.00", "€139.00", "€119.00", "Both sides changed", "Ask me"):
        assert words in page
    assert " checked" not in page


def test_taking_theirs_settles_it_and_says_so(owner: Client, disputed: MarketplaceProduct) -> None:
    path = f"/listings/{disputed.pk}/fields/"
    posted = {"side_price": "theirs", "seen_price": fingerprint(price(disputed))}
    page = owner.post(path, posted, follow=True).content.decode()
    assert "1 is taken from there." in page
    disputed.refresh_from_db()
    assert disputed.price_override == Decimal(119)
    assert "Nobody disagrees" in owner.get("/listings/?view=disagree").content.decode()


def test_what_cannot_be_stands_at_its_field_and_keeps_what_was_typed(
    owner: Client, disputed: MarketplaceProduct
) -> None:
    posted = {"side_price": "own", "own_price": "cheap", "seen_price": fingerprint(price(disputed))}
    answer = owner.post(f"/listings/{disputed.pk}/fields/", posted)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter a price above 0" in page and 'value="cheap"' in page
    assert price(disputed).state == "both"


def test_who_decides_next_time_is_kept_for_the_listing_or_the_shop(owner: Client, disputed: MarketplaceProduct) -> None:
    path = f"/listings/{disputed.pk}/fields/"
    owner.post(path, {"next_price": "theirs"})
    assert price(disputed).decides == "theirs"
    owner.post(path, {"next_price": "shop:ours"})
    assert (FieldOwner.objects.get().decides, price(disputed).decides) == ("ours", "")


def test_in_bulk_the_act_is_shown_before_it_is_done(owner: Client, disputed: MarketplaceProduct) -> None:
    asked = {"listing": str(disputed.pk), "side": "ours"}
    page = owner.get("/listings/settle/", asked).content.decode()
    assert "Settle 1 listing" in page and "119" in page and "139" in page
    assert price(disputed).state == "both"
    seen = {f"seen_{disputed.pk}_price": fingerprint(price(disputed))}
    page = owner.post("/listings/settle/", {**asked, **seen}, follow=True).content.decode()
    assert "1 listing is settled." in page
    assert price(disputed).state == "ours"


def test_in_bulk_what_changed_meanwhile_is_named_and_stays(owner: Client, disputed: MarketplaceProduct) -> None:
    posted = {"listing": str(disputed.pk), "side": "ours", f"seen_{disputed.pk}_price": "old"}
    page = owner.post("/listings/settle/", posted, follow=True).content.decode()
    assert "changed once more" in page
    assert price(disputed).state == "both"


@pytest.mark.parametrize("asked", [{}, {"side": "ours"}, {"side": "x", "listing": "y"}])
def test_without_ticks_it_says_what_to_do(owner: Client, disputed: MarketplaceProduct, asked: dict[str, str]) -> None:
    assert "Tick listings that disagree" in owner.get("/listings/settle/", asked, follow=True).content.decode()


def test_who_may_not_manage_sees_it_and_settles_nothing(
    reader: Client, packer: Client, stranger: Client, disputed: MarketplaceProduct
) -> None:
    path = f"/listings/{disputed.pk}/fields/"
    page = reader.get(path).content.decode()
    assert "€139.00" in page and "Settle the chosen" not in page
    assert "€139.00" not in packer.get(path).content.decode()
    assert "139.00" not in packer.get("/listings/?view=disagree").content.decode()
    assert reader.post(path, {"side_price": "theirs"}).status_code == 403
    assert reader.post("/listings/settle/", {"listing": str(disputed.pk), "side": "ours"}).status_code == 403
    assert stranger.get(path).status_code == stranger.post(path, {"side_price": "theirs"}).status_code == 404
    assert price(disputed).state == "both"


def test_looking_changes_nothing(owner: Client, disputed: MarketplaceProduct) -> None:
    owner.get(f"/listings/{disputed.pk}/fields/", {"side_price": "theirs"})
    assert price(disputed).state == "both"
