"""The page of what a category asks: told, chosen, typed again after a refusal, read from the practice marketplace."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from playwright.sync_api import Browser

from inventory.models import AttributeChoice, CategoryAttributes
from inventory.services.attribute_map import keep_attributes
from inventory.services.category_map import choose_category
from marketplaces.canonical.products import RemoteAttribute
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]

THEIRS = "17028701/91501"


@pytest.fixture
def shop(cast: Cast, practice: Running) -> Connection:
    made = shops.ozon(cast.store, practice)
    product = world.variant(cast.store, "LAMP").product
    product.category = "Lamps"
    product.save()
    choose_category(shop=made, ours="Lamps", theirs=THEIRS, by="Nadia")
    return made


def page(shop: Connection, word: str = "") -> str:
    return f"/connections/{shop.pk}/attributes/{word}"


def told(shop: Connection) -> str:
    return f"{page(shop)}?category={quote(THEIRS)}"


def test_it_is_told_chosen_and_taken_back(owner: Client, shop: Connection) -> None:
    keep_attributes(shop=shop, category=THEIRS, attributes=[RemoteAttribute(name="Материал", is_required=True)])
    assert "1 attribute must be said" in owner.get(told(shop)).content.decode()
    given = {"category": THEIRS, "name": "Материал", "words": "латунь"}
    assert "Материал is said now: латунь." in owner.post(page(shop, "choose/"), given, follow=True).content.decode()
    assert "must be said and is not" not in owner.get(told(shop)).content.decode()
    owner.post(page(shop, "choose/"), {**given, "take_back": "1"})
    row = AttributeChoice.objects.get()
    assert (row.words, row.fact) == ("", "")


def test_what_is_refused_stands_there_as_it_was_typed(owner: Client, shop: Connection) -> None:
    given = {"category": THEIRS, "name": "Материал", "words": "латунь", "fact": "stuff"}
    answer = owner.post(page(shop, "choose/"), given)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "not both" in shown and 'value="латунь"' in shown and 'value="stuff"' in shown
    assert not AttributeChoice.objects.exists()


def test_it_is_read_from_the_marketplace(owner: Client, shop: Connection) -> None:
    assert "Not read yet" in owner.get(told(shop)).content.decode()
    assert "attributes are read." in owner.post(page(shop, "read/"), {"category": THEIRS}, follow=True).content.decode()
    asked = {each["name"]: each for each in CategoryAttributes.objects.get().attributes}
    assert asked["Бренд"]["answered"] and asked["Цвет товара"]["also"] and asked["Цвет товара"]["only_listed"]


def test_a_category_that_nothing_of_ours_goes_into_is_to_be_chosen_first(owner: Client, shop: Connection) -> None:
    asked = {"category": "1/2", "name": "x", "words": "y"}
    for answer in (
        owner.get(page(shop), follow=True), owner.get(f"{page(shop)}?category=1/2", follow=True),
        owner.post(page(shop, "choose/"), asked, follow=True), owner.post(page(shop, "read/"), asked, follow=True),
    ):  # fmt: skip
        assert "Choose it first." in answer.content.decode()
        assert answer.redirect_chain == [(f"/connections/{shop.pk}/categories/", 302)]
    assert not AttributeChoice.objects.exists() and not CategoryAttributes.objects.exists()


def test_a_shop_that_does_not_answer_is_said_and_nothing_is_lost(owner: Client, shop: Connection) -> None:
    keep_attributes(shop=shop, category=THEIRS, attributes=[RemoteAttribute(name="Материал")])
    Connection.objects.filter(pk=shop.pk).update(base_url="http://127.0.0.1:1")
    answer = owner.post(page(shop, "read/"), {"category": THEIRS}, follow=True)
    assert answer.status_code == 200 and "attributes are read" not in answer.content.decode()
    assert len(CategoryAttributes.objects.get().attributes) == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_is_sound_and_works_without_script(
    chrome: Browser, live_server: Any, owner: Client, shop: Connection, subtests: Any
) -> None:
    owner.post(page(shop, "read/"), {"category": THEIRS})
    keep = RemoteAttribute(name="Материал", is_required=True, only_listed=True)
    read = CategoryAttributes.objects.get()
    more = [RemoteAttribute(**{**each, "also": tuple(each["also"])}) for each in read.attributes]
    keep_attributes(shop=shop, category=THEIRS, attributes=[*more, keep])
    for face in FACES:
        with subtests.test(face=face), opened(chrome, live_server.url, face, owner) as seen:
            seen.goto(live_server.url + told(shop))
            picture(seen, f"attributes-{face}")
            assert faults(seen) == []
            assert too_wide(seen) <= 0
    with opened(chrome, live_server.url, "light", owner, script=False) as seen:
        seen.goto(live_server.url + told(shop))
        seen.get_by_label("The same for all: Материал").fill("латунь")
        seen.get_by_role("form", name="Материал").get_by_role("button", name="Choose").click()
        assert seen.get_by_text("Материал is said now: латунь.").is_visible()
    assert AttributeChoice.objects.get().words == "латунь"
