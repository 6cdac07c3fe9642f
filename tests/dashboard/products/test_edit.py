"""Making products and changing them, also by two people at once."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.product_edit import edit_product, edit_variant
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.products.conftest import listed


def typed(**fields: str) -> dict[str, str]:
    return {"title": "Cup", "sku": "CUP-1", "kind": "physical", **fields}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1].replace("&quot;", '"')


def test_a_product_is_made_counted_and_linked(owner: Client, cast: Cast, shop: Connection) -> None:
    waiting = listed(shop, sku="CUP-1")
    text = owner.post(
        "/products/new/", typed(price="12,50", gtin="4006381333931", opening_count="7"), follow=True
    ).content.decode()
    assert "Cup is made and linked to its listings." in text
    cup = Variant.objects.get(sku="CUP-1")
    assert (cup.price, cup.currency, cup.gtin) == (Decimal("12.5"), "EUR", "4006381333931")
    assert cup.stock.get().on_hand == 7
    waiting.refresh_from_db()
    assert waiting.variant == cup
    assert cup.changes.get().actor == cast.owner


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Enter a title."),
        ({"sku": ""}, "Enter a SKU"),
        ({"sku": "ORI-LMP-BRS"}, "is the SKU of “Orion table lamp” already"),
        ({"gtin": "4006381333932"}, "its check digit is wrong"),
        ({"price": "1.234"}, "can be read as 1234"),
        ({"price": "12 USD"}, "Prices here are in EUR"),
        ({"price": "-5"}, "is below zero"),
        ({"opening_count": "-1"}, "cannot be below zero"),
        ({"opening_count": "many"}, "Enter a whole number"),
        ({"opening_count": "99999999999"}, "more than can be kept"),
        ({"kind": "x"}, "x"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(
    owner: Client, lamp: Variant, fields: dict[str, str], sentence: str
) -> None:
    answer = owner.post("/products/new/", typed(brand="Typed brand", **fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page and "Typed brand" in page and "to correct" in page
    assert Product.objects.count() == 1


def test_a_product_is_changed(owner: Client, product: Product) -> None:
    page = owner.get(f"/products/{product.pk}/edit/").content.decode()
    told = {"brand": "Lumen", "category": "Lamps", "kind": "digital", "status": "draft", "was": hidden(page, "was")}
    assert "are saved" in owner.post(f"/products/{product.pk}/edit/", told, follow=True).content.decode()
    product.refresh_from_db()
    assert (product.brand, product.category, product.kind, product.status) == ("Lumen", "Lamps", "digital", "draft")
    assert product.history.latest().history_change_reason == "changed by Nadia Weber"
    assert product.history.latest().history_user.email == "nadia@example.org"


def test_who_comes_second_sees_both_and_loses_nothing(owner: Client, product: Product) -> None:
    address = f"/products/{product.pk}/edit/"
    was = hidden(owner.get(address).content.decode(), "was")
    edit_product(product=product, by="Ben", brand="First")
    told = {"brand": "Second", "category": "Typed", "kind": "physical", "status": "active"}
    answer = owner.post(address, {**told, "was": was})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "it is now “First”" in page and 'value="Second"' in page and 'value="Typed"' in page
    owner.post(address, {**told, "was": hidden(page, "was")})
    product.refresh_from_db()
    assert (product.brand, product.category) == ("Second", "Typed")


@pytest.mark.parametrize("was", ["", "{", "[]", '{"brand": "x"}', "null"])
def test_a_form_that_lost_its_memory_is_refused(owner: Client, product: Product, was: str) -> None:
    told = {"brand": "Lumen", "category": "", "kind": "physical", "status": "active", "was": was}
    answer = owner.post(f"/products/{product.pk}/edit/", told)
    assert answer.status_code == 422
    assert "Open it again" in answer.content.decode()


def test_a_variant_is_changed_and_its_price_told(owner: Client, lamp: Variant, listing: MarketplaceProduct) -> None:
    address = f"/products/{lamp.product_id}/variants/{lamp.pk}/"
    page = owner.get(address).content.decode()
    assert 'value="129"' in page and 'value="70.50"' in page
    told = {"sku": "ORI-LMP-BRS", "gtin": "", "price": "135,00", "cost": "", "weight_g": "1400", "low_stock_at": ""}
    owner.post(address, {**told, "was": hidden(page, "was")})
    lamp.refresh_from_db()
    assert (lamp.price, lamp.cost, lamp.weight_g, lamp.low_stock_at) == (Decimal(135), None, 1400, 0)
    from marketplaces.models import OutboundChange

    assert OutboundChange.objects.filter(subject_id=listing.pk, kind="price").exists()


def test_a_variant_changed_by_another_shows_their_price(owner: Client, lamp: Variant) -> None:
    address = f"/products/{lamp.product_id}/variants/{lamp.pk}/"
    was = hidden(owner.get(address).content.decode(), "was")
    edit_variant(variant=lamp, by="Ben", price=Decimal("131.50"))
    told = {"sku": "ORI-LMP-BRS", "price": "140", "cost": "70.50", "low_stock_at": "0", "was": was}
    page = owner.post(address, told).content.decode()
    assert "it is now “131.50”" in page and 'value="140"' in page


def test_one_more_variant_is_told_apart_by_an_option(owner: Client, product: Product) -> None:
    told = {"sku": "ORI-LMP-COP", "option": "material", "value": "Copper", "price": "149"}
    assert "is added" in owner.post(f"/products/{product.pk}/variants/", told, follow=True).content.decode()
    made = Variant.objects.get(sku="ORI-LMP-COP")
    assert (made.options, made.product, made.price) == ({"material": "Copper"}, product, Decimal(149))
    assert owner.post(f"/products/{product.pk}/variants/", told).status_code == 422


def test_a_variant_of_another_product_is_not_under_this_address(owner: Client, product: Product, cast: Cast) -> None:
    other = world.variant(cast.store, "OTHER")
    assert owner.get(f"/products/{product.pk}/variants/{other.pk}/").status_code == 404


def test_neither_the_packer_nor_the_reader_nor_the_stranger_may(
    packer: Client, reader: Client, stranger: Client, lamp: Variant
) -> None:
    address = f"/products/{lamp.product_id}/variants/{lamp.pk}/"
    for client, status in ((packer, 403), (reader, 403), (stranger, 404)):
        assert client.get(address).status_code == client.post(address, {"sku": "x"}).status_code == status
    for client in (packer, reader):
        assert client.get("/products/new/").status_code == client.post("/products/new/", typed()).status_code == 403
    lamp.refresh_from_db()
    assert lamp.sku == "ORI-LMP-BRS"
    assert Product.objects.count() == 1


def test_the_summary_names_the_field_of_each_error(owner: Client) -> None:
    page = owner.post("/products/new/", typed(price="x", opening_count="much")).content.decode()
    assert "“x” is no price. Write it like 1234.50 EUR." in page
    assert "How many are there: Enter a whole number" in page
    assert 'value="much"' in page
