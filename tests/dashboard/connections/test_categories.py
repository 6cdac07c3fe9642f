"""The page of categories at the practice Ozon: theirs are read, one is suggested, a person chooses."""

from __future__ import annotations

import pytest
from django.test import Client

from inventory.models import CategoryChoice, CategoryTree
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast, practice: Running) -> Connection:
    made = shops.ozon(cast.store, practice)
    product = world.variant(cast.store, "LAMP").product
    product.category = "Торшер"
    product.save()
    return made


def test_theirs_are_read_suggested_and_chosen(owner: Client, shop: Connection) -> None:
    here = f"/connections/{shop.pk}/categories/"
    assert here in owner.get(f"/connections/{shop.pk}/").content.decode()
    page = owner.post(f"{here}read/", follow=True).content.decode()
    leaf = next(number for number, path in CategoryTree.objects.get(connection=shop).leaves if "Торшер" in path[-1])
    assert "1 of your categories has no place there." in page and f'value="{leaf}"' in page
    page = owner.post(f"{here}choose/", {"ours": "Торшер", "theirs": leaf}, follow=True).content.decode()
    choice = CategoryChoice.objects.get(connection=shop)
    assert (choice.ours, choice.theirs) == ("Торшер", leaf) and choice.path in page
    assert "has no place there" not in page


def test_what_is_typed_counts_before_what_is_suggested(owner: Client, shop: Connection) -> None:
    words = {"ours": "Торшер", "theirs": "1/2", "typed": "17028701/91501"}
    owner.post(f"/connections/{shop.pk}/categories/choose/", words)
    assert CategoryChoice.objects.get().theirs == "17028701/91501"


def test_a_choice_is_only_taken_back_by_saying_so(owner: Client, shop: Connection) -> None:
    here = f"/connections/{shop.pk}/categories/"
    owner.post(f"{here}choose/", {"ours": "Торшер", "typed": "17028701/91501"})
    page = owner.post(f"{here}choose/", {"ours": "Торшер", "typed": " "}, follow=True).content.decode()
    assert "Type its number or name there first." in page
    assert CategoryChoice.objects.get().theirs == "17028701/91501"
    owner.post(f"{here}choose/", {"ours": "Торшер", "typed": "", "theirs": ""})
    assert CategoryChoice.objects.get().theirs == ""


def test_the_stranger_finds_nothing_and_the_reader_chooses_nothing(
    stranger: Client, reader: Client, shop: Connection
) -> None:
    here = f"/connections/{shop.pk}/categories/"
    assert stranger.get(here).status_code == 404
    assert "Choose" not in reader.get(here).content.decode().split("<main")[-1]
    assert reader.post(f"{here}choose/", {"ours": "Торшер", "theirs": "1/2"}).status_code == 403
    assert reader.post(f"{here}read/").status_code == 403
    reader.get(here, {"ours": "Торшер", "theirs": "1/2"})
    assert not CategoryChoice.objects.exists()


def test_a_shop_that_takes_ours_as_they_are_says_so(owner: Client, cast: Cast) -> None:
    other = world.connection(cast.store, "Letzshop", code="letzshop")
    assert "takes your categories as they are" in owner.get(f"/connections/{other.pk}/categories/").content.decode()
