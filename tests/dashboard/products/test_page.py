"""One product: texts by language, variants, listings with ours beside theirs, overrides, history."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from core.models import NeedsYou
from inventory.models import MarketplaceProduct, Product, ProductTranslation, Variant
from inventory.services.overrides import set_overrides
from inventory.services.product_edit import edit_variant
from tests.dashboard.conftest import Cast


def texts(**fields: str) -> dict[str, str]:
    return {"language": "fr", "title": "", "description": "", "was_title": "", "was_description": "", **fields}


def french(product: Product) -> tuple[str, str] | None:
    return ProductTranslation.objects.filter(product=product, language="fr").values_list("title", "description").first()


def test_the_page_names_what_is_missing_and_opens_on_it(owner: Client, product: Product) -> None:
    page = owner.get(f"/products/{product.pk}/").content.decode()
    assert "2 texts in French are missing." in page
    assert re.search(r'lang="fr" aria-current="true"', page)
    assert "Fallback from English: no French text yet. Type to replace it." in page
    assert re.search(r'class="input borrowed"[^>]*lang="en" value="Orion table lamp"', page)
    assert "French → English" in page


def test_each_language_has_its_tab(owner: Client, product: Product) -> None:
    page = owner.get(f"/products/{product.pk}/?lang=en").content.decode()
    assert "borrowed" not in page
    assert "Français" in page and 'class="count-b" aria-hidden="true">2<' in page


def test_a_text_is_saved_and_what_equals_the_fallback_stays_borrowed(owner: Client, product: Product) -> None:
    answer = owner.post(
        f"/products/{product.pk}/texts/", texts(title="Lampe Orion", description="Three soft rings."), follow=True
    )
    assert french(product) == ("Lampe Orion", "")
    page = answer.content.decode()
    assert "The texts in French are saved." in page and "1 text in French is missing." in page
    assert "Texts written: French" in page and "Nadia Weber" in page


def test_an_own_title_cannot_be_emptied_and_nothing_typed_is_lost(owner: Client, product: Product) -> None:
    answer = owner.post(
        f"/products/{product.pk}/texts/",
        texts(language="en", title=" ", description="typed", was_title="Orion table lamp",
              was_description="Three soft rings."),
    )  # fmt: skip
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "cannot be empty" in page and "typed</textarea>" in page
    product.refresh_from_db()
    assert product.description == "Three soft rings."


def test_what_somebody_else_wrote_meanwhile_stands_beside_what_was_typed(owner: Client, product: Product) -> None:
    address = f"/products/{product.pk}/texts/"
    owner.post(address, texts(title="Lampe d’abord"))
    answer = owner.post(address, texts(title="Lampe ensuite"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "it is now “Lampe d’abord”" in page and 'value="Lampe ensuite"' in page
    was = re.search(r'name="was_title" value="([^"]*)"', page)[1]
    assert was == "Lampe d’abord"
    owner.post(address, texts(title="Lampe ensuite", was_title=was))
    assert french(product) == ("Lampe ensuite", "")


def test_variants_show_numbers_with_their_why_and_money_to_who_may_see_it(
    owner: Client, packer: Client, lamp: Variant
) -> None:
    page = owner.get(f"/products/{lamp.product_id}/").content.decode()
    assert "€129.00" in page and "€70.50" in page and "12 on hand" in page
    assert f'popovertarget="why-{lamp.pk}"' in page
    shy = packer.get(f"/products/{lamp.product_id}/").content.decode()
    assert "€129" not in shy and "70.5" not in shy and "12 on hand" in shy


def test_a_listing_shows_ours_beside_theirs_and_that_they_differ(
    owner: Client, product: Product, listing: MarketplaceProduct
) -> None:
    page = owner.get(f"/products/{product.pk}/").content.decode()
    assert "€119.00" in page and re.search(r"ours €129.00", page)
    assert "1 listing shows other numbers." in page and "Differs" in page
    assert f"/listings/{listing.pk}/" in page


def test_overrides_are_shown_changed_and_removed_all(
    owner: Client, cast: Cast, product: Product, listing: MarketplaceProduct
) -> None:
    set_overrides(listing=listing, by="Anna", price=Decimal("99.90"), stock=2)
    page = owner.get(f"/products/{product.pk}/").content.decode()
    assert "€99.90" in page and "Stock told 2" in page and "Remove all overrides" in page
    text = owner.post(f"/products/{product.pk}/overrides/", follow=True).content.decode()
    assert "1 listing follows the product again." in text
    listing.refresh_from_db()
    assert (listing.price_override, listing.stock_override) == (None, None)


def test_the_history_says_who_changed_what_and_hides_money_from_the_packer(
    owner: Client, packer: Client, lamp: Variant
) -> None:
    edit_variant(variant=lamp, by="Ben", price=Decimal(135), gtin="4006381333931")
    page = owner.get(f"/products/{lamp.product_id}/").content.decode()
    assert "Variant changed: ORI-LMP-BRS" in page and "price: <del>129</del> → 135" in page and "Ben" in page
    shy = packer.get(f"/products/{lamp.product_id}/").content.decode()
    assert "4006381333931" in shy and "<del>129</del>" not in shy


def test_one_product_is_archived_and_brought_back(owner: Client, product: Product) -> None:
    assert "is archived" in owner.post(f"/products/{product.pk}/archive/", follow=True).content.decode()
    product.refresh_from_db()
    assert product.status == "archived"
    owner.post(f"/products/{product.pk}/archive/")
    product.refresh_from_db()
    assert product.status == "active"
    assert product.history.filter(history_change_reason="archived by Nadia Weber").exists()


def test_a_product_costs_few_queries(
    owner: Client, product: Product, listing: MarketplaceProduct, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(40):
        owner.get(f"/products/{product.pk}/")


@pytest.mark.parametrize("what", ["", "texts/", "edit/", "send/", "archive/", "overrides/", "variants/"])
def test_the_stranger_gets_nothing(stranger: Client, product: Product, what: str) -> None:
    address = f"/products/{product.pk}/{what}"
    assert {stranger.get(address).status_code, stranger.post(address, texts(title="x")).status_code} <= {404, 405}
    assert french(product) is None


def test_the_reader_sees_all_and_may_not(reader: Client, product: Product, listing: MarketplaceProduct) -> None:
    page = reader.get(f"/products/{product.pk}/").content.decode()
    assert "€70.50" in page and "Save translations" not in page and "Archive" not in page and "readonly" in page
    for what in ("texts/", "edit/", "archive/", "overrides/", "send/", "variants/"):
        assert reader.post(f"/products/{product.pk}/{what}", texts(title="x")).status_code == 403
    assert french(product) is None


def test_a_get_changes_nothing(owner: Client, product: Product) -> None:
    for what in ("texts/", "archive/", "overrides/"):
        assert owner.get(f"/products/{product.pk}/{what}").status_code == 405
    product.refresh_from_db()
    assert product.status == "active"
    assert not NeedsYou.objects.filter(kind="refused").exists()
