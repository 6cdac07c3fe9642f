"""Products by program: listed, made, changed only as they were read, archived."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inventory.models import InventoryChange, MarketplaceProduct, Product, Variant
from marketplaces.models import Connection, OutboundChange
from orders.models import OrderItem
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/products/"
VARIANTS = "/api/v1/variants/"


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def listing(shop: Connection, sku: str, variant: Variant | None = None, **more: Any) -> MarketplaceProduct:
    return MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id=f"p-{sku}",
        marketplace_sku=sku, variant=variant, product=variant.product if variant else None, status="active",
        last_sync_at=timezone.now(), **more,
    )  # fmt: skip


def titles(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [row["title"] for row in answer.body["results"]]


def test_they_are_listed_by_title_and_filtered(owner: Program, cast: Cast, shop: Connection) -> None:
    lamp, kettle = world.variant(cast.store, "LAMP"), world.variant(cast.store, "KETTLE", on_hand=0)
    listing(shop, "LAMP", lamp)
    Product.objects.filter(pk=kettle.product_id).update(kind="digital")
    gone = world.variant(cast.store, "GONE")
    Product.objects.filter(pk=gone.product_id).update(status="archived")
    world.variant(cast.elsewhere, "THEIRS")
    for query, found in (
        ({}, ["Thing KETTLE", "Thing LAMP"]), ({"q": "lam"}, ["Thing LAMP"]), ({"kind": "digital"}, ["Thing KETTLE"]),
        ({"status": "archived"}, ["Thing GONE"]), ({"connection": str(shop.pk)}, ["Thing LAMP"]),
        ({"view": "unlisted"}, ["Thing KETTLE"]), ({"limit": 1}, ["Thing KETTLE"]),
    ):  # fmt: skip
        assert titles(owner.get(PATH, query)) == found, query
    row = owner.get(PATH, {"q": "lam"}).body["results"][0]
    assert (row["available"], row["variants"], row["connections"]) == (5, 1, [str(shop.pk)])
    assert owner.get(PATH, {"view": "mine"}).status == 400
    answer = owner.get(PATH, {"language": "xx"})
    assert answer.status == 400 and "Known: en" in answer.body["errors"][0]["message"], answer.body


def test_titles_of_any_length_and_alphabet_have_a_next_page(owner: Program, cast: Cast) -> None:
    words = "".join(chr(0x4E00 + at * 37 % 20_000) for at in range(500))
    for number in range(3):
        Product.objects.create(store=cast.store, title=words[: 499 - number])
    page = owner.get(PATH, {"limit": 1})
    seen = titles(page)
    while page.body["next"]:
        page = owner.get(page.body["next"])
        seen += titles(page)
    assert len(seen) == len(set(seen)) == 3


def test_a_page_costs_the_same_however_many_products_it_holds(owner: Program, cast: Cast, shop: Connection) -> None:
    costs = []
    owner.get(PATH)
    for _round in range(2):
        for number in range(4):
            made = world.variant(cast.store, f"SKU-{_round}-{number}")
            listing(shop, made.sku, made)
        with CaptureQueriesContext(database) as queries:
            assert owner.get(PATH).status == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_product_is_made_counted_and_linked_to_what_waited_for_it(
    owner: Program, cast: Cast, shop: Connection
) -> None:
    waiting = listing(shop, "ORI-LMP-1")
    order = world.order(shop)
    type(order).objects.update(unlinked_lines=1)
    body = {
        "title": "Lamp", "sku": "ORI-LMP-1", "brand": "Orion", "opening_count": 7, "attributes": {"shade": "linen"},
        "variant": {"price": "12.50", "gtin": "4006381333931", "options": {"colour": "red"}, "cost": "4.00"},
    }  # fmt: skip
    answer = owner.post(PATH, body)
    assert answer.status == 201, answer.body
    (variant,) = answer.body["variants"]
    assert (variant["price"], variant["currency"], variant["cost"], variant["on_hand"]) == ("12.50", "EUR", "4.00", 7)
    assert (variant["reserved"], variant["available"]) == (1, 6)
    waiting.refresh_from_db()
    assert str(waiting.variant_id) == variant["id"] == str(OrderItem.objects.get().variant_id)
    assert [each["id"] for each in answer.body["listings"]] == [str(waiting.pk)]
    assert InventoryChange.objects.get().cause == "opening"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"sku": "A"}, 400, "title"),
        ({"title": "Lamp"}, 400, "sku"),
        ({"title": "Lamp", "sku": "TAKEN"}, 422, "sku"),
        ({"title": "Lamp", "sku": "A", "variant": {"gtin": "4006381333932"}}, 422, "gtin"),
        ({"title": "Lamp", "sku": "A", "variant": {"price": "-1"}}, 400, "variant.price"),
        ({"title": "Lamp", "sku": "A", "variant": {"price": 5}}, 400, "variant.price"),
        ({"title": "Lamp", "sku": "A", "variant": {"price": " "}}, 400, "variant.price"),
        ({"title": "Lamp", "sku": "A", "variant": {"colour": "red"}}, 400, "variant.colour"),
        ({"title": "Lamp", "sku": "A", "opening_count": -1}, 400, "opening_count"),
        ({"title": "Lamp", "sku": "A", "kind": "odd"}, 400, "kind"),
    ],
    ids=str,
)
def test_a_product_that_cannot_be_is_named_and_not_made(
    owner: Program, cast: Cast, body: Any, status: int, field: str
) -> None:
    world.variant(cast.store, "TAKEN")
    answer = owner.post(PATH, body)
    assert (answer.status, answer.body["errors"][0]["field"]) == (status, field), answer.body
    assert Product.objects.count() == 1


def test_a_place_of_a_stranger_is_not_found(owner: Program, cast: Cast) -> None:
    theirs = world.location(cast.elsewhere)
    answer = owner.post(PATH, {"title": "Lamp", "sku": "A", "opening_count": 1, "location": str(theirs.pk)})
    assert answer.status == 404 and not Product.objects.exists()


def test_a_change_of_the_version_that_was_read_is_made_and_an_older_one_is_refused(owner: Program, cast: Cast) -> None:
    product = world.variant(cast.store).product
    path = f"{PATH}{product.pk}/"
    tag = owner.get(path).headers["ETag"]
    first = owner.patch(path, {"brand": "Orion"}, If_Match=tag)
    assert first.status == 200 and first.body["brand"] == "Orion" and first.headers["ETag"] != tag
    lost = owner.patch(path, {"brand": "Other", "category": "Lamps"}, If_Match=tag)
    assert lost.status == 412 and lost.body["type"] == "urn:orion:problem:changed-meanwhile"
    product.refresh_from_db()
    assert (product.brand, product.category) == ("Orion", "")
    assert owner.patch(path, {"category": "Lamps"}).body["brand"] == "Orion"
    assert owner.patch(path, {}).status == 400 and owner.patch(path, {"title": " "}).status == 400
    assert product.history.latest().history_change_reason == "changed by Nadia Weber"


def test_a_variant_is_added_changed_and_its_new_price_is_told(owner: Program, cast: Cast, shop: Connection) -> None:
    type(shop).objects.update(price_out=True)
    variant = world.variant(cast.store)
    told = listing(shop, "ORI-LMP-1", variant, currency="EUR")
    added = owner.post(f"{PATH}{variant.product_id}/variants/", {"sku": "ORI-LMP-RED", "options": {"colour": "red"}})
    assert added.status == 201 and added.body["options"] == {"colour": "red"} and added.body["counted_at"] is None
    path = f"{VARIANTS}{variant.pk}/"
    tag = owner.get(path).headers["ETag"]
    answer = owner.patch(path, {"price": "9.90", "low_stock_at": 3}, If_Match=tag)
    assert (answer.status, answer.body["price"], answer.body["low_stock_at"]) == (200, "9.90", 3)
    assert OutboundChange.objects.get(kind="price").subject_id == told.pk
    assert owner.patch(path, {"price": "8.90"}, If_Match=tag).status == 412
    assert owner.patch(path, {"price": ""}).status == 400  # an empty cell of somebody's table takes no price away
    assert Variant.objects.get(pk=variant.pk).price == Decimal("9.90")
    assert owner.patch(path, {"sku": "ORI-LMP-RED"}).status == 422


def test_archived_and_brought_back(owner: Program, cast: Cast) -> None:
    product = world.variant(cast.store).product
    assert owner.post(f"{PATH}{product.pk}/archive/").body["status"] == "archived"
    assert titles(owner.get(PATH)) == []
    assert owner.post(f"{PATH}{product.pk}/restore/").body["status"] == "active"


def test_a_packer_sees_no_prices(packer: Program, cast: Cast) -> None:
    variant = world.variant(cast.store)
    Variant.objects.update(price=Decimal("123.45"), cost=Decimal("67.89"), currency="EUR")
    for path in (PATH, f"{PATH}{variant.product_id}/", f"{VARIANTS}{variant.pk}/"):
        answer = packer.get(path)
        assert answer.status == 200 and b"123.45" not in answer.raw and b"67.89" not in answer.raw


def test_parts_make_a_bundle_whose_numbers_they_give(owner: Program, cast: Cast) -> None:
    gift, tea = world.variant(cast.store, "GIFT", on_hand=0), world.variant(cast.store, "TEA", on_hand=9)
    path = f"/api/v1/variants/{gift.pk}/parts/"
    row = owner.put(path, {"parts": [{"variant": str(tea.pk), "quantity": 2}]}).body
    assert row["parts"] == [{"variant": str(tea.pk), "sku": "TEA", "quantity": 2}]
    assert (row["on_hand"], row["available"]) == (4, 4)
    stock = owner.get(f"/api/v1/stock/{gift.pk}/").body
    assert (stock["is_bundle"], stock["on_hand"]) == (True, 4)
    (term,) = stock["why"]["terms"]
    assert (term["kind"], term["amount"], term["parts"][0]["name"]) == ("parts", 4, "2 × TEA")
    twice = [{"variant": str(tea.pk)}, {"variant": str(tea.pk)}]
    for parts, status, sentence in (
        (twice, 400, "named twice"), ([{"variant": str(gift.pk)}], 422, "part of itself"),
    ):  # fmt: skip
        refused = owner.put(path, {"parts": parts})
        assert refused.status == status and sentence in str(refused.body)
    assert owner.put(path, {"parts": []}).body["parts"] == []
