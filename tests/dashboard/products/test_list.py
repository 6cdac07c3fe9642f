"""The product list: what its rows say, its views, its search, its empty faces, and who sees what."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from core.models import User
from inventory.models import MarketplaceProduct, Product, ProductTranslation, Variant
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.products.conftest import listed


def cells(page: str, name: str) -> list[str]:
    found = re.findall(rf'data-label="{name}">(.*?)</td>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>|[^\d.−€-]", "", cell) for cell in found]


def test_a_row_says_variants_available_price_texts_shops_and_state(
    owner: Client, lamp: Variant, listing: MarketplaceProduct
) -> None:
    page = owner.get("/products/").content.decode()
    assert [cells(page, name) for name in ("Variants", "Available", "Price", "Texts missing")] == [
        ["1"], ["9"], ["€129.00"], ["2"],
    ]  # fmt: skip
    assert "On sale" in page and 'aria-label="Ozon Москва"' in page
    assert f'popovertarget="why-{lamp.pk}"' in page


def test_a_price_from_to_and_the_sum_of_all_variants(owner: Client, lamp: Variant) -> None:
    more = Variant.objects.create(
        store=lamp.store, product=lamp.product, sku="ORI-LMP-COP", price=Decimal(149), currency="EUR"
    )
    page = owner.get("/products/").content.decode()
    assert cells(page, "Price") == ["€129.00€149.00"]
    assert cells(page, "Available") == ["9"]
    assert f'popovertarget="why-{more.pk}"' not in page and "#va-h" in page


def test_the_title_is_in_the_members_language_or_says_where_it_is_from(
    owner: Client, cast: Cast, product: Product
) -> None:
    page = owner.get("/products/", headers={"Accept-Language": "fr"}).content.decode()
    assert 'lang="en">Orion table lamp' in page and "fallback from" in page
    ProductTranslation.objects.create(store=cast.store, product=product, language="fr", title="Lampe Orion")
    page = owner.get("/products/", headers={"Accept-Language": "fr"}).content.decode()
    assert 'lang="fr">Lampe Orion' in page and "fallback from" not in page


def test_the_first_visit_says_where_products_come_from(owner: Client, reader: Client) -> None:
    page = owner.get("/products/").content.decode()
    assert "No products yet" in page and "/products/import/" in page and "practice data" in page
    assert "/products/import/" not in reader.get("/products/").content.decode()


def test_an_empty_view_and_an_empty_search_say_so_and_where_it_does_match(owner: Client, product: Product) -> None:
    assert "No channel refuses a product" in owner.get("/products/?view=refused").content.decode()
    assert "No product matches “nothing”" in owner.get("/products/?q=nothing").content.decode()
    page = owner.get("/products/?view=digital&q=lamp").content.decode()
    assert "1 does in All." in page and "view=all" in page


def test_one_exact_sku_opens_at_once_and_a_part_is_searched(owner: Client, lamp: Variant) -> None:
    assert owner.get("/products/?q=ORI-LMP-BRS").url == f"/products/{lamp.product_id}/"
    assert "Orion table lamp" in owner.get("/products/?q=lmp-b").content.decode()


def test_htmx_gets_the_rows_alone(owner: Client, product: Product) -> None:
    part = owner.get("/products/", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert product.title in part and "<html" not in part


def test_a_full_page_is_small_and_costs_few_queries(
    owner: Client, shop: Connection, django_assert_max_num_queries
) -> None:
    for number in range(30):
        listed(shop, world.variant(shop.store, f"SKU-{number:02}"), stock=5)
    with django_assert_max_num_queries(32):
        answer = owner.get("/products/")
    assert 'rel="next"' in answer.content.decode()
    assert len(answer.content) < 90_000


def test_a_chip_names_the_filter_and_drops_it(owner: Client, product: Product) -> None:
    page = owner.get("/products/?view=all&status=archived").content.decode()
    assert "Remove filter: Archived" in page and 'href="?view=all"' in page


@pytest.mark.parametrize(
    "query", ["?connection=x", "?status=%00", "?view=nope", "?after=nonsense", "?q=%00", "?q=" + "x" * 500]
)
def test_what_cannot_be_asked_breaks_nothing(owner: Client, product: Product, query: str) -> None:
    assert owner.get(f"/products/{query}").status_code == 200


def test_the_packer_sees_no_price_and_ticks_nothing(packer: Client, product: Product) -> None:
    page = packer.get("/products/").content.decode()
    assert "€129" not in page and 'name="product"' not in page and "Add product" not in page


def test_the_reader_sees_all_and_presses_nothing(reader: Client, product: Product) -> None:
    page = reader.get("/products/").content.decode()
    assert "€129.00" in page and 'name="product"' not in page and "Add product" not in page


def test_the_stranger_gets_nothing(stranger: Client, product: Product) -> None:
    assert product.title not in stranger.get("/products/?q=lamp").content.decode()
    assert stranger.get("/products/?q=ORI-LMP-BRS").status_code == 200


def test_whoever_is_not_signed_in_signs_in(client: Client, db: None) -> None:
    assert client.get("/products/").url.startswith("/sign-in/")
    assert User.objects.count() == 0
