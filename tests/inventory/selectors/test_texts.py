"""A product's words: own, borrowed along the store's languages, missing."""

from core.models import Store
from inventory.models import ProductTranslation
from inventory.selectors.texts import languages_of, missing, reading, shown, words_of, words_of_products
from tests.inventory.world import World

LANGUAGES = ["fr", "en", "th"]
WORDS = words_of("Lampe", "Une lampe.", "fr", [("en", "Lamp", ""), ("th", "", "")], LANGUAGES)


def test_own_words_come_first_and_others_are_borrowed_in_the_stores_order() -> None:
    english = shown(WORDS, "en", LANGUAGES)
    assert (english["title"].value, english["title"].borrowed) == ("Lamp", False)
    assert (english["description"].value, english["description"].language) == ("Une lampe.", "fr")
    assert english["description"].borrowed
    assert shown(WORDS, "th", LANGUAGES)["title"].language == "fr"
    assert shown(WORDS, "th", ["en", "fr", "th"])["title"].language == "en"


def test_a_language_outside_the_store_is_borrowed_from_last() -> None:
    words = words_of("Лампа", "", "ru", [], ["en"])
    title = shown(words, "en", ["en"], "ru")["title"]
    assert (title.value, title.language, title.borrowed) == ("Лампа", "ru", True)


def test_missing_texts_are_counted_by_language_and_a_description_nobody_has_is_not_missing() -> None:
    assert missing(WORDS, LANGUAGES) == {"fr": 0, "en": 1, "th": 2}
    assert missing(words_of("Lampe", " ", "fr", [], LANGUAGES), LANGUAGES) == {"fr": 0, "en": 1, "th": 1}


def test_what_names_no_language_is_in_the_stores_first() -> None:
    assert missing(words_of("Lamp", "", "", [], ["en"]), ["en"]) == {"en": 0}


def test_a_member_reads_the_nearest_language_of_the_store() -> None:
    assert reading("de-AT", ["en", "de"]) == "de"
    assert reading("de", ["en", "de-LU"]) == "de-LU"
    assert reading("uz", ["en", "de"]) == "en"


def test_a_store_that_names_no_languages_has_that_of_its_locale() -> None:
    assert languages_of(Store(locale="de-LU")) == ["de"]


def test_the_words_of_many_products_cost_two_queries(world: World, django_assert_num_queries) -> None:
    world.store.languages = ["en", "de"]
    products = [world.variant(f"POT-{number}").product for number in range(4)]
    ProductTranslation.objects.create(store=world.store, product=products[0], language="de", title="Teekanne")
    with django_assert_num_queries(2):
        words = words_of_products(world.store, [each.pk for each in products])
    assert words[products[0].pk]["de"]["title"] == "Teekanne"
    assert words[products[1].pk]["en"]["title"] == "Teapot POT-1"
