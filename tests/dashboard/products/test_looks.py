"""The pages of products and listings in a real browser: light, dark, on a phone, by keyboard, and without script."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from inventory.models import MarketplaceProduct, ProductTranslation, Variant
from inventory.services.listings import rank_shop
from inventory.services.overrides import set_overrides
from marketplaces.models import Connection, OutboundChange
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide
from tests.dashboard.products.conftest import listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "products": "/products/",
    "products-missing": "/products/?view=missing&status=active",
    "products-empty": "/products/?view=refused&q=nothing",
    "product": "/products/{product}/",
    "product-en": "/products/{product}/?lang=en",
    "product-edit": "/products/{product}/edit/",
    "product-send": "/products/{product}/send/",
    "product-new": "/products/new/",
    "products-import": "/products/import/",
    "products-archive": "/products/archive/?product={product}",
    "products-prices": "/products/prices/?product={product}",
    "variant-edit": "/products/{product}/variants/{variant}/",
    "variant-new": "/products/{product}/variants/",
    "listings": "/listings/",
    "listings-linked": "/listings/?view=linked",
    "listings-trouble": "/listings/?view=trouble",
    "listings-all": "/listings/?view=all",
    "listings-certain": "/listings/certain/",
    "listing-waiting": "/listings/{waiting}/?q=lamp",
    "listing-new": "/listings/{waiting}/new/",
    "listing-linked": "/listings/{listing}/",
    "listing-overrides": "/listings/{listing}/overrides/",
}


@pytest.fixture
def places(cast: Cast, shop: Connection, lamp: Variant, listing: MarketplaceProduct) -> dict[str, Any]:
    """A lamp in three languages with an override and a waiting change; listings that are sure, unsure and refused."""
    cast.store.languages = ["en", "fr", "th", "ru"]
    cast.store.save()
    lamp.gtin = "4006381333931"
    lamp.save()
    Variant.objects.create(
        store=cast.store, product=lamp.product, sku="ORI-LMP-COP", options={"material": "Copper"}, price=Decimal(149),
        currency="EUR", position=1,
    )  # fmt: skip
    ProductTranslation.objects.create(
        store=cast.store, product=lamp.product, language="ru", title="Лампа настольная «Орион», латунь"
    )
    set_overrides(listing=listing, by="Ben", price=Decimal("99.90"))
    now = timezone.now()
    OutboundChange.objects.filter(subject_id=listing.pk).delete()
    OutboundChange.objects.create(
        store=cast.store, connection=shop, kind="stock", subject_id=listing.pk, state="refused", wanted_version=2,
        sent_version=1, wanted_at=now, due_at=now, error="The number is too large.", error_said="stock must be < 10",
    )  # fmt: skip
    bangkok = world.connection(cast.store, "Lumen TH", "shopee", currency="THB", is_sandbox=True)
    waiting = listed(bangkok, sku="TH-1", title="โคมไฟตั้งโต๊ะ โอไรออน ทองเหลือง", gtin="4006381333931", language="th")
    listed(bangkok, sku="TH-2", title="Table lamp, vintage style with a very long name indeed", price=Decimal(62))
    listed(shop, sku="REF", status="refused", remote_status="MODERATION_FAILED")
    for number in range(5):
        listed(shop, world.variant(cast.store, f"SKU-{number}"), stock=5, price=Decimal(number + 1))
    return {"product": lamp.product_id, "variant": lamp.pk, "listing": listing.pk, "waiting": waiting.pk}


@pytest.mark.parametrize("face", FACES)
def test_every_page_is_sound(chrome: Browser, live_server, owner: Client, places: dict[str, Any], face: str) -> None:
    wrong: dict[str, object] = {}
    with opened(chrome, live_server.url, face, owner) as page:
        for name, path in PAGES.items():
            page.goto(live_server.url + path.format(**places))
            if found := faults(page):
                wrong[name] = found
            if (pixels := too_wide(page)) > 0:
                wrong[f"{name} is too wide"] = pixels
            picture(page, f"{name}-{face}")
    assert wrong == {}


def test_a_product_is_found_opened_and_its_text_replaced_by_typing(
    chrome: Browser, live_server, owner: Client, places: dict[str, Any]
) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/products/")
        page.get_by_placeholder("Title, SKU, GTIN").fill("LMP-B")
        page.get_by_placeholder("Title, SKU, GTIN").press("Enter")
        page.wait_for_url("**q=LMP-B**")
        page.locator("#rows .go").first.wait_for()
        assert page.locator("#rows tbody tr").count() == 1
        page.locator("h1").click()
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url(f"**/products/{places['product']}/**")
        page.get_by_role("link", name="ไทย").click()
        field = page.get_by_label("Title")
        assert "borrowed" in (field.get_attribute("class") or "")
        field.fill("โคมไฟ")
        page.get_by_role("button", name="Save translations").click()
        page.get_by_text("The texts in Thai are saved.").wait_for()
        assert "borrowed" not in (page.get_by_label("Title").get_attribute("class") or "")


def test_the_why_of_a_number_opens_beside_it(
    chrome: Browser, live_server, owner: Client, places: dict[str, Any]
) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/products/{places['product']}/")
        page.locator(f'[popovertarget="why-{places["variant"]}"]').click()
        page.locator(f"#why-{places['variant']}").get_by_text("Reserved").first.wait_for()


def test_linking_and_a_feed_work_without_script(
    chrome: Browser, live_server, owner: Client, places: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    rank_shop(MarketplaceProduct.objects.get(pk=places["waiting"]).connection)
    feed = tmp_path / "feed.csv"
    feed.write_text("id;title;price\nCUP-1;Cup;4,00 €\n")
    with opened(chrome, live_server.url, "phone", owner, script=False) as page:
        page.goto(f"{live_server.url}/listings/")
        page.get_by_role("link", name="certain one").click()
        page.get_by_role("button", name="Link the ticked ones").click()
        expect(page.get_by_text("1 listing is linked.")).to_be_visible()
        page.goto(f"{live_server.url}/products/import/")
        page.locator("#id_file").set_input_files(str(feed))
        page.get_by_role("button", name="Show what would change").click()
        expect(page.get_by_text("What feed.csv would do")).to_be_visible()
        page.get_by_role("button", name="Import 1 row").click()
        page.wait_for_url("**/syncs/**")
    assert MarketplaceProduct.objects.get(pk=places["waiting"]).variant_id == places["variant"]
