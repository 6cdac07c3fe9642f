"""Saving a product's words in one language."""

import pytest

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from inventory.models import Product, ProductTranslation
from inventory.services.texts import remove_texts, save_texts
from tests.inventory.world import World


@pytest.fixture
def product(world: World) -> Product:
    world.store.languages = ["en", "de"]
    world.store.save()
    made = world.variant("POT").product
    made.description, made.language = "Holds a litre.", "en"
    made.save()
    return made


def save(product: Product, language: str = "de", **more: object) -> list[str]:
    return save_texts(product=product, language=language, by="Anna", **{"title": "", "description": "", **more})


def german(product: Product) -> tuple[str, str] | None:
    return ProductTranslation.objects.filter(product=product, language="de").values_list("title", "description").first()


def test_a_text_is_kept_with_who_wrote_it(product: Product) -> None:
    assert save(product, title="Teekanne", description="Ein Liter.\r\nMit Deckel.") == ["title", "description"]
    assert german(product) == ("Teekanne", "Ein Liter.\nMit Deckel.")
    row = ProductTranslation.objects.get(product=product, language="de")
    assert row.history.latest().history_change_reason == "texts by Anna"


def test_what_equals_the_fallback_stays_borrowed(product: Product) -> None:
    assert save(product, title="Teapot POT", description="Ein Liter.") == ["description"]
    assert german(product) == ("", "Ein Liter.")


def test_an_emptied_text_falls_back_again(product: Product) -> None:
    save(product, title="Teekanne")
    assert remove_texts(product=product, language="de", by="Anna") == ["title"]
    assert german(product) == ("", "")


def test_saving_the_same_again_writes_nothing(product: Product) -> None:
    save(product, title="Teekanne")
    before = ProductTranslation.history.count()
    assert save(product, title="Teekanne") == []
    assert ProductTranslation.history.count() == before


def test_the_products_own_language_is_the_product_itself(product: Product) -> None:
    assert save(product, "en", title="Teapot", description="Holds a litre.") == ["title"]
    product.refresh_from_db()
    assert product.title == "Teapot"
    assert not ProductTranslation.objects.exists()
    with pytest.raises(DomainError, match="cannot be empty"):
        remove_texts(product=product, language="en", by="Anna")


def test_a_language_the_store_has_not_is_refused(product: Product) -> None:
    with pytest.raises(DomainError, match="no texts in “xx”") as refused:
        save(product, "xx", title="?")
    assert refused.value.field == "language"


def test_a_title_too_long_says_by_how_much(product: Product) -> None:
    with pytest.raises(DomainError, match="Shorten it by 7"):
        save(product, title="x" * 507)


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten(product: Product) -> None:
    save(product, title="Teekanne")
    with pytest.raises(ChangedMeanwhile) as met:
        save(product, title="Kanne", expected={"title": "", "description": ""})
    assert met.value.theirs == {"title": "Teekanne"}
    assert german(product) == ("Teekanne", "")
    assert save(product, title="Kanne", expected={"title": "Teekanne", "description": ""}) == ["title"]
