"""A product's words by language, the borrowed ones named."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection as database
from django.db import transaction

from core.models import Store
from inventory.models import Product, ProductTranslation
from inventory.services.texts import save_texts
from tests.api.conftest import Answer, Program
from tests.dashboard.conftest import Cast


@pytest.fixture
def product(cast: Cast) -> Product:
    Store.objects.filter(pk=cast.store.pk).update(languages=["en", "de", "fr"])
    return Product.objects.create(store=cast.store, title="Lamp", description="It shines.", language="en")


def path(product: Product, language: str = "") -> str:
    return f"/api/v1/products/{product.pk}/translations/{language + '/' if language else ''}"


def test_every_language_says_what_is_its_own_and_what_is_borrowed(owner: Program, product: Product) -> None:
    found = {row["language"]: row for row in owner.get(path(product)).body["results"]}
    assert list(found) == ["en", "de", "fr"]
    assert found["en"]["is_own"] and not found["en"]["title"]["borrowed"] and found["en"]["missing"] == 0
    assert found["de"]["title"] == {"value": "Lamp", "language": "en", "borrowed": True} and found["de"]["missing"] == 2


def test_a_text_is_written_and_taken_away_again(owner: Program, product: Product) -> None:
    wrote = owner.put(path(product, "de"), {"title": "Lampe", "description": ""})
    assert wrote.status == 200 and wrote.body["title"] == {"value": "Lampe", "language": "de", "borrowed": False}
    assert wrote.body["description"]["borrowed"]
    assert owner.get(f"/api/v1/products/{product.pk}/").body["translations"][1]["title"]["value"] == "Lampe"
    assert owner.get("/api/v1/products/", {"language": "de"}).body["results"][0]["title"] == "Lampe"
    assert owner.delete(path(product, "de")).body["title"]["borrowed"]


def test_what_equals_the_borrowed_text_stays_borrowed(owner: Program, product: Product) -> None:
    assert owner.put(path(product, "de"), {"title": "Lamp"}).body["title"]["borrowed"]


def test_its_own_language_changes_the_product_and_cannot_be_taken_away(owner: Program, product: Product) -> None:
    owner.put(path(product, "en"), {"title": "Desk lamp", "description": "It shines."})
    product.refresh_from_db()
    assert product.title == "Desk lamp"
    for answer in (owner.delete(path(product, "en")), owner.put(path(product, "en"), {"title": ""})):
        assert answer.status == 422 and answer.body["errors"][0]["field"] == "title"


def test_nothing_is_lost_between_two_writers(owner: Program, product: Product) -> None:
    tag = owner.get(path(product, "de")).headers["ETag"]
    assert owner.put(path(product, "de"), {"title": "Lampe"}, If_Match=tag).status == 200
    assert owner.put(path(product, "de"), {"title": "Leuchte"}, If_Match=tag).status == 412
    assert owner.delete(path(product, "de"), If_Match=tag).status == 412
    assert owner.get(path(product, "de")).body["title"]["value"] == "Lampe"


@pytest.mark.parametrize("language", ["it", "x" * 40, "%00"])
def test_a_language_that_the_store_has_not_is_not_found(owner: Program, product: Product, language: str) -> None:
    assert owner.get(path(product, language)).status == 404
    assert owner.put(path(product, language), {"title": "Lampada"}).status == 404


@pytest.mark.django_db(transaction=True)
def test_a_text_that_is_written_while_it_is_taken_away_stays(owner: Program, product: Product) -> None:
    """The version is right when it is looked at; what counts is whether it is still right under the lock."""
    product = Product.objects.get(pk=product.pk)  # its store has the languages
    owner.put(path(product, "de"), {"title": "Lampe"})
    tag = owner.get(path(product, "de")).headers["ETag"]

    def take_away() -> Answer:
        try:
            return owner.delete(path(product, "de"), If_Match=tag)
        finally:
            database.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            save_texts(product=product, language="de", title="Leuchte", description="", by="Nadia")
            asked = pool.submit(take_away)
            wait_until_somebody_waits()
        answer = asked.result()
    assert answer.status == 412
    assert ProductTranslation.objects.get(language="de").title == "Leuchte"


def wait_until_somebody_waits() -> None:
    """Until another connection stands before a lock that ours holds."""
    end = time.monotonic() + 20
    with database.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    pytest.fail("Nobody came to the lock.")
