"""A bundle's parts, named on the product's page."""

from __future__ import annotations

import pytest
from django.test import Client

from inventory.models import BundlePart, Variant
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def gift(cast: Cast) -> Variant:
    return world.variant(cast.store, "GIFT", on_hand=0)


@pytest.fixture
def tea(cast: Cast) -> Variant:
    return world.variant(cast.store, "TEA", on_hand=9)


def _at(variant: Variant) -> str:
    return f"/products/{variant.product_id}/variants/{variant.pk}/parts/"


def test_parts_are_named_shown_and_taken_out_again(owner: Client, gift: Variant, tea: Variant) -> None:
    text = owner.post(_at(gift), {"sku_0": "TEA", "units_0": "2", "sku_1": ""}, follow=True).content.decode()
    assert "GIFT is a bundle of its parts now." in text
    assert 'Bundle of 2 × <a href="/inventory/' in text
    assert '<strong class="num">4</strong>' in text
    assert 'value="TEA"' in owner.get(_at(gift)).content.decode()
    text = owner.post(_at(gift), {"sku_0": "", "units_0": "2"}, follow=True).content.decode()
    assert "GIFT is no bundle any more." in text
    assert not BundlePart.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sku_0": "NOPE"}, "There is no product with the SKU NOPE."),
        ({"sku_0": "TEA", "units_0": "0"}, "1 to 1000 are in a bundle"),
        ({"sku_0": "TEA", "units_0": "many"}, "Enter a whole number"),
        ({"sku_0": "TEA", "sku_1": "TEA"}, "TEA is named twice"),
        ({"sku_0": "GIFT"}, "GIFT cannot be a part of itself."),
    ],
)
def test_what_cannot_be_is_said_and_stays_typed(
    owner: Client, gift: Variant, tea: Variant, typed: dict[str, str], sentence: str
) -> None:
    answer = owner.post(_at(gift), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{typed["sku_0"]}"' in answer.content.decode()
    assert not BundlePart.objects.exists()


def test_the_why_of_a_bundle_names_what_its_parts_make(owner: Client, gift: Variant, tea: Variant) -> None:
    owner.post(_at(gift), {"sku_0": "TEA", "units_0": "2"})
    text = owner.get(f"/inventory/{gift.pk}/why/").content.decode()
    assert "As many as its parts make" in text and "2 × TEA" in text


def test_a_bundle_is_not_counted_but_its_parts(owner: Client, gift: Variant, tea: Variant) -> None:
    owner.post(_at(gift), {"sku_0": "TEA", "units_0": "2"})
    text = owner.get(f"/inventory/{gift.pk}/adjust/", follow=True).content.decode()
    assert "GIFT is a bundle: it is counted by its parts." in text


def test_only_who_manages_names_parts_and_a_stranger_finds_nothing(
    packer: Client, reader: Client, stranger: Client, gift: Variant, tea: Variant
) -> None:
    for client, status in ((packer, 403), (reader, 403), (stranger, 404)):
        assert client.post(_at(gift), {"sku_0": "TEA"}).status_code == status
    assert not BundlePart.objects.exists()
