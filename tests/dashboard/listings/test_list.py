"""The list of listings: what waits with its evidence, what is linked, faces and roles."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from inventory.models import MarketplaceProduct, Variant
from inventory.services.listings import rank_store
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.products.conftest import listed

GTIN = "4006381333931"


@pytest.fixture
def sure(shop: Connection, lamp: Variant) -> MarketplaceProduct:
    """The lamp by its number, under another SKU."""
    lamp.gtin = GTIN
    lamp.save()
    row = listed(shop, sku="OZ-1", title="Лампа Орион", gtin=GTIN, price=Decimal("125"), language="ru")
    rank_store(shop.store)
    return row


@pytest.fixture
def unsure(shop: Connection, lamp: Variant) -> MarketplaceProduct:
    """Something that is called half like the lamp."""
    return listed(shop, sku="EB-4410", title="Table lamp, vintage", price=Decimal(60))


def test_each_waiting_listing_has_its_likeliest_product_with_the_evidence(
    owner: Client, sure: MarketplaceProduct, unsure: MarketplaceProduct
) -> None:
    page = owner.get("/listings/").content.decode()
    assert "2 listings have no product yet." in page
    assert page.index("Лампа Орион") < page.index("Table lamp, vintage")
    row = page[page.index("Лампа Орион") : page.index("Table lamp, vintage")]
    for words in ("GTIN equal", "SKU differs", "Price within 3%", "Title in another script", "93%"):
        assert words in row
    assert "Price 53% lower there" in page


def test_a_row_offers_link_other_and_new_and_nothing_is_filled(owner: Client, unsure: MarketplaceProduct) -> None:
    page = owner.get("/listings/").content.decode()
    rows = page[page.index("<tbody") : page.index("</tbody>")]
    assert f"/listings/{unsure.pk}/link/" in rows and f"/listings/{unsure.pk}/#other" in rows
    assert f"/listings/{unsure.pk}/new/" in rows and "btn-primary" not in rows


def test_what_is_certain_is_counted_on_the_one_filled_button(owner: Client, sure: MarketplaceProduct) -> None:
    assert "Link 1 certain one…" in owner.get("/listings/").content.decode()


def test_a_listing_without_anything_alike_says_so(owner: Client, shop: Connection) -> None:
    listed(shop, sku="X", title="Nothing of ours")
    assert "Nothing alike among your products" in owner.get("/listings/").content.decode()


def test_linked_ones_show_both_numbers_where_they_differ(owner: Client, listing: MarketplaceProduct) -> None:
    page = owner.get("/listings/?view=linked").content.decode()
    assert "€119.00" in page and "ours €129.00" in page and "Differs" in page
    assert f'popovertarget="why-{listing.pk}"' in page


def test_refused_and_gone_ones_are_a_view(owner: Client, shop: Connection) -> None:
    listed(shop, sku="R", status="refused", remote_status="MODERATION_FAILED")
    listed(shop, sku="D", status="deleted")
    page = owner.get("/listings/?view=trouble").content.decode()
    assert "MODERATION_FAILED" in page and "Deleted there" in page


def test_the_empty_faces_say_what_is_missing(owner: Client, cast: object) -> None:
    assert "No shop is connected" in owner.get("/listings/").content.decode()


def test_an_empty_view_is_good_news_and_an_empty_search_says_where_it_matches(
    owner: Client, listing: MarketplaceProduct
) -> None:
    assert "Nothing waits to be linked" in owner.get("/listings/").content.decode()
    assert "Nothing is refused or gone" in owner.get("/listings/?view=trouble").content.decode()
    page = owner.get("/listings/?view=unlinked&q=There").content.decode()
    assert "No listing matches “There”" in page and "1 does in All." in page


def test_htmx_gets_the_rows_alone(owner: Client, unsure: MarketplaceProduct) -> None:
    part = owner.get("/listings/", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert "Table lamp, vintage" in part and "<html" not in part


@pytest.mark.parametrize("view", ["unlinked", "all"])
def test_a_full_page_is_small_and_costs_few_queries(
    owner: Client, shop: Connection, view: str, django_assert_max_num_queries
) -> None:
    for number in range(30):
        variant = world.variant(shop.store, f"SKU-{number:02}")
        listed(shop, None if view == "unlinked" else variant, sku=f"sku{number:02}", title=f"Thing SKU-{number:02}")
    with django_assert_max_num_queries(36):
        answer = owner.get(f"/listings/?view={view}")
    assert 'rel="next"' in answer.content.decode()
    assert len(answer.content) < 90_000


def test_what_waits_is_counted_quietly_on_the_rail(owner: Client, unsure: MarketplaceProduct) -> None:
    page = owner.get("/more/").content.decode()
    assert re.search(r'<span class="count">1<span class="sr"> to link', page)


def test_the_reader_and_the_packer_press_nothing(reader: Client, packer: Client, sure: MarketplaceProduct) -> None:
    for client in (reader, packer):
        page = client.get("/listings/").content.decode()
        assert "Лампа Орион" in page
        assert "/link/" not in page and "certain" not in page
    assert "125" not in re.sub(r"<svg.*?</svg>", "", packer.get("/listings/?view=all").content.decode())


def test_the_stranger_gets_nothing(stranger: Client, sure: MarketplaceProduct) -> None:
    assert "Лампа" not in stranger.get("/listings/?view=all").content.decode()


@pytest.mark.parametrize("query", ["?view=x", "?after=x", "?connection=1", "?status=x", "?q=%00", "?q=%25%5C"])
def test_what_cannot_be_asked_breaks_nothing(owner: Client, sure: MarketplaceProduct, query: str) -> None:
    assert owner.get(f"/listings/{query}").status_code == 200
