"""Several products at once: archive and prices, each shown before it is done."""

from __future__ import annotations

import re
from decimal import Decimal

from django.test import Client

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.product_edit import edit_variant
from marketplaces.models import OutboundChange
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def test_ticked_products_lead_to_the_page_that_shows_what_would_happen(owner: Client, product: Product) -> None:
    answer = owner.post("/products/act/", {"do": "archive", "product": [str(product.pk), "x"]})
    assert answer.url == f"/products/archive/?product={product.pk}"
    text = owner.post("/products/act/", {"do": "archive"}, follow=True).content.decode()
    assert "No product was ticked" in text
    assert "No product was ticked" in owner.post("/products/act/", {"do": "x"}, follow=True).content.decode()


def test_archiving_names_what_stays_on_sale_first(owner: Client, product: Product, listing: MarketplaceProduct) -> None:
    page = owner.get(f"/products/archive/?product={product.pk}").content.decode()
    assert "Archive 1 product" in page and "1 listing stays on sale" in page
    product.refresh_from_db()
    assert product.status == "active"
    text = owner.post("/products/archive/", {"product": str(product.pk)}, follow=True).content.decode()
    assert "1 product is archived." in text
    product.refresh_from_db()
    assert product.status == "archived"


def test_archived_ones_are_brought_back_together(owner: Client, product: Product) -> None:
    owner.post("/products/archive/", {"product": str(product.pk)})
    assert "Bring 1 product back" in owner.get(f"/products/archive/?product={product.pk}").content.decode()
    text = owner.post("/products/archive/", {"product": str(product.pk), "restore": "yes"}, follow=True)
    assert "1 product is back." in text.content.decode()


def changes(page: str) -> list[str]:
    return re.findall(r'name="change" value="([^"]*)"', page)


def test_prices_are_shown_before_they_change_and_change_as_shown(
    owner: Client, lamp: Variant, listing: MarketplaceProduct
) -> None:
    asked = {"product": str(lamp.product_id), "how": "percent", "number": "−10"}
    page = owner.post("/products/prices/", asked).content.decode()
    assert "1 price would change" in page and "€116.10" in page
    lamp.refresh_from_db()
    assert lamp.price == Decimal(129)
    answer = owner.post("/products/prices/", {"product": asked["product"], "change": changes(page)}, follow=True)
    assert "1 price is changed." in answer.content.decode()
    lamp.refresh_from_db()
    assert lamp.price == Decimal("116.10")
    assert lamp.history.latest().history_change_reason == "price changed by Nadia Weber"
    assert OutboundChange.objects.filter(subject_id=listing.pk, kind="price").exists()


def test_a_price_below_cost_is_marked(owner: Client, lamp: Variant) -> None:
    asked = {"product": str(lamp.product_id), "how": "set", "number": "60"}
    assert "below cost" in owner.post("/products/prices/", asked).content.decode()


def test_a_price_changed_meanwhile_is_left_alone_and_named(owner: Client, lamp: Variant) -> None:
    asked = {"product": str(lamp.product_id), "how": "amount", "number": "1"}
    shown = changes(owner.post("/products/prices/", asked).content.decode())
    edit_variant(variant=lamp, by="Ben", price=Decimal(200))
    text = owner.post("/products/prices/", {"product": asked["product"], "change": shown}, follow=True).content.decode()
    assert "0 prices are changed." in text and "ORI-LMP-BRS: Its price was changed meanwhile" in text
    lamp.refresh_from_db()
    assert lamp.price == Decimal(200)


def test_what_cannot_be_is_refused_and_stays_typed(owner: Client, lamp: Variant) -> None:
    for how, number in (("percent", "-100"), ("set", "much"), ("percent", ""), ("x", "1"), ("set", "1e99")):
        answer = owner.post("/products/prices/", {"product": str(lamp.product_id), "how": how, "number": number})
        assert answer.status_code == 422
    for change in ("x", "a|b|c", f"{lamp.pk}|129|NaN", f"{lamp.pk}|129|-5"):
        owner.post("/products/prices/", {"product": str(lamp.product_id), "change": change})
    lamp.refresh_from_db()
    assert lamp.price == Decimal(129)


def test_a_strangers_products_are_not_touched(stranger: Client, lamp: Variant) -> None:
    ours = {"product": str(lamp.product_id)}
    stranger.post("/products/archive/", ours)
    stranger.post("/products/prices/", {**ours, "change": f"{lamp.pk}|129|1"})
    theirs = world.variant(lamp.store.__class__.objects.get(slug="elsewhere"), "THEIRS")
    stranger.post("/products/prices/", {"product": str(theirs.product_id), "change": f"{lamp.pk}|129|1"})
    lamp.refresh_from_db()
    lamp.product.refresh_from_db()
    assert (lamp.price, lamp.product.status) == (Decimal(129), "active")


def test_neither_the_packer_nor_the_reader_may(packer: Client, reader: Client, cast: Cast, product: Product) -> None:
    for client in (packer, reader):
        for address in ("act/", "archive/", "prices/"):
            assert client.post(f"/products/{address}", {"product": str(product.pk), "do": "archive"}).status_code == 403
    product.refresh_from_db()
    assert product.status == "active"


def test_a_get_changes_nothing(owner: Client, product: Product) -> None:
    assert owner.get("/products/act/").status_code == 405
    owner.get(f"/products/prices/?product={product.pk}&how=set&number=1")
    owner.get(f"/products/archive/?product={product.pk}")
    product.refresh_from_db()
    assert product.status == "active"
