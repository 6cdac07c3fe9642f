"""Units kept for one shop's promotion, said on the listing's page."""

from __future__ import annotations

import pytest
from django.test import Client

from inventory.models import MarketplaceProduct, PromotionHold
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.products.conftest import listed


@pytest.fixture
def offered(cast: Cast) -> MarketplaceProduct:
    shop = world.connection(cast.store, stock_out=True)
    return listed(shop, world.variant(cast.store, "POT", on_hand=9), sku="POT")


def _at(listing: MarketplaceProduct) -> str:
    return f"/listings/{listing.pk}/hold/"


def test_units_are_kept_shown_and_let_go(owner: Client, offered: MarketplaceProduct) -> None:
    text = owner.post(_at(offered), {"quantity": "4", "until": "2099-05-01"}, follow=True).content.decode()
    assert "4 are kept for" in text
    assert "4 of 4 are kept now" in owner.get(_at(offered)).content.decode()
    row = PromotionHold.objects.get()
    assert row.until.astimezone(offered.store.zone).isoformat()[:16] == "2099-05-02T00:00"
    text = owner.post(_at(offered), {"end": "1"}, follow=True).content.decode()
    assert "Nothing is kept for it any more" in text
    assert "are kept now" not in owner.get(_at(offered)).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quantity": "", "until": "2099-05-01"}, "Enter how many are kept"),
        ({"quantity": "x", "until": "2099-05-01"}, "Enter a whole number"),
        ({"quantity": "2", "until": "soon"}, "Choose the last day."),
        ({"quantity": "2", "until": "2020-05-01"}, "The last day is over."),
    ],
)
def test_what_cannot_be_is_said(
    owner: Client, offered: MarketplaceProduct, typed: dict[str, str], sentence: str
) -> None:
    answer = owner.post(_at(offered), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PromotionHold.objects.exists()


def test_only_who_manages_keeps_units_and_a_stranger_finds_nothing(
    packer: Client, reader: Client, stranger: Client, offered: MarketplaceProduct
) -> None:
    for client, status in ((packer, 403), (reader, 403), (stranger, 404)):
        assert client.post(_at(offered), {"quantity": "4", "until": "2099-05-01"}).status_code == status
    assert not PromotionHold.objects.exists()
