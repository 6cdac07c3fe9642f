"""What the marketplaces count by themselves, as a page: beside our own numbers, of the same days."""

from __future__ import annotations

import html
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import ListingFigures, MarketplaceProduct
from marketplaces.framework import registry
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.conftest import Cast

ADDRESS = "/analytics/marketplaces/?range=custom&since=2026-10-01&until=2026-10-31"


def page(client: Client, address: str = ADDRESS) -> str:
    text = html.unescape(client.get(address).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def told(listing: MarketplaceProduct, day: int, **numbers: Any) -> ListingFigures:
    shop = listing.connection
    return ListingFigures.objects.create(
        store=shop.store, connection=shop, listing=listing, day=date(2026, 10, day), currency="RUB", **numbers
    )


def ordered(listing: MarketplaceProduct, at: str, quantity: int) -> None:
    made = world.order(listing.connection, ordered_at=datetime.fromisoformat(at), quantity=quantity)
    made.items.update(listing=listing)


@pytest.fixture
def lamp(shop: Connection) -> MarketplaceProduct:
    """Seven units there on two days; six here, and some on days that Ozon did not tell."""
    made = world.listing(shop)
    told(made, 5, ordered_units=4, revenue=Decimal(24800), views=310, returned_units=1)
    told(made, 6, ordered_units=3, revenue=Decimal(18600), views=90, returned_units=0)
    ordered(made, "2026-10-04T21:30:00+00:00", 4)  # half past midnight of the 5th in Moscow
    ordered(made, "2026-10-06T20:30:00+00:00", 2)  # late on the 6th there
    ordered(made, "2026-10-06T21:30:00+00:00", 9)  # the 7th
    ordered(made, "2026-10-03T12:00:00+00:00", 9)
    return made


def test_both_sides_stand_beside_each_other_with_their_difference(owner: Client, lamp: MarketplaceProduct) -> None:
    said = page(owner)
    row = said[said.index(lamp.title) :]
    for words in ("400", " 1 ", " 7 ", " 6 ", "−1", "43,400", "37,200", "Europe/Moscow"):
        assert words in row, words


def test_a_card_that_is_counted_as_a_whole_stands_beside_all_its_variants(
    owner: Client, lamp: MarketplaceProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = world.listing(lamp.connection, sku="ORI-LMP-S")
    MarketplaceProduct.objects.filter(pk=small.pk).update(
        marketplace_product_id=lamp.marketplace_product_id, marketplace_variant_id="S"
    )
    ordered(small, "2026-10-05T12:00:00+00:00", 3)
    assert " 7 6 −1 " in page(owner)
    monkeypatch.setattr(registry.connector_class("ozon"), "figures_of_cards", True)
    said = page(owner)
    assert " 7 9 +2 " in said and "ORI-LMP-S" not in said


def test_what_was_not_told_is_a_dash_and_no_zero(owner: Client, lamp: MarketplaceProduct) -> None:
    told(world.listing(lamp.connection, sku="ORI-LMP-2"), 5, ordered_units=1, revenue=Decimal(6200), views=7)
    row = page(owner).split("ORI-LMP-2")[-1]
    assert re.match(r" 7 – 1 0 −1 ", row), row


def test_what_nobody_was_told_has_no_column_and_is_named_below(owner: Client, lamp: MarketplaceProduct) -> None:
    said = page(owner)
    assert "Views Returned Units there" in said and "Not told to this shop: sessions, into basket, cancelled." in said


def test_the_stranger_sees_none_of_it(stranger: Client, lamp: MarketplaceProduct) -> None:
    assert lamp.title not in page(stranger)


def test_who_sees_no_money_gets_no_page(packer: Client, lamp: MarketplaceProduct) -> None:
    assert packer.get(ADDRESS).status_code == 403


def test_without_figures_it_says_so(owner: Client, cast: Cast) -> None:
    said = page(owner, "/analytics/marketplaces/")
    assert "No marketplace told figures of these days" in said and re.search("They come from .*Ozon.*, read some", said)


def test_the_tab_leads_there(owner: Client, lamp: MarketplaceProduct) -> None:
    assert 'href="/analytics/marketplaces/?' in owner.get("/analytics/?whole=1").content.decode()


def test_the_product_and_the_listing_say_what_was_counted_in_thirty_days(
    owner: Client, shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.listing(shop, world.variant(shop.store))
    today = timezone.now().astimezone(shop.store.zone).date()
    ListingFigures.objects.create(
        store=shop.store, connection=shop, listing=made, day=today - timedelta(days=2), ordered_units=4, views=310
    )
    for address in (f"/products/{made.product_id}/", f"/listings/{made.pk}/"):
        assert "30 days there: 4 units ordered · 310 views" in page(owner, address), address
    monkeypatch.setattr(registry.connector_class("ozon"), "figures_of_cards", True)
    assert "30 days there, all sizes: 4 units" in page(owner, f"/listings/{made.pk}/")
