"""The page of the store's stock rule: whose word counts, who may change it, and how it looks."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from inventory.models import InventorySyncConfig, MarketplaceProduct, StoreStockRule
from inventory.services.rules import set_store_rule
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

PAGE = "/inventory/rule/"


@pytest.fixture
def lamp(cast: Cast) -> MarketplaceProduct:
    shop = world.connection(cast.store, stock_out=True)
    return world.listing(shop, world.variant(cast.store, on_hand=9))


def was(buffer: int = 0, threshold: int = 0) -> str:
    return f'{{"buffer": {buffer}, "threshold": {threshold}}}'


def test_it_is_saved_and_the_listing_says_whose_word_counts(owner: Client, lamp: MarketplaceProduct) -> None:
    answer = owner.post(PAGE, {"was": was(), "buffer": "3", "threshold": "0"}, follow=True)
    assert "1 listing is told again" in answer.content.decode()
    assert StoreStockRule.objects.get().buffer == 3
    why = owner.get(f"/inventory/listings/{lamp.pk}/why/").content.decode()
    assert "Buffer of the store" in why and PAGE in why
    overrides = f"/listings/{lamp.pk}/overrides/"
    assert "the store’s rule" in owner.get(overrides).content.decode()
    shop = owner.get(f"/connections/{lamp.connection_id}/").content.decode()
    assert "Buffer 3 by the store’s rule." in shop


def test_a_shop_whose_buffer_is_emptied_follows_the_store(owner: Client, lamp: MarketplaceProduct) -> None:
    rule = {"strategy": "real_time", "interval_minutes": "15", "send_zero": "on", "is_enabled": "on"}
    address = f"/connections/{lamp.connection_id}/rule/"
    owner.post(address, rule | {"safety_stock": "2", "out_of_stock_threshold": ""})
    assert InventorySyncConfig.objects.get().safety_stock == 2
    assert "the shop’s rule" in owner.get(PAGE).content.decode()
    owner.post(address, rule | {"safety_stock": "", "out_of_stock_threshold": ""})
    assert InventorySyncConfig.objects.get().safety_stock is None


def test_below_zero_is_refused_with_what_to_enter_and_nothing_typed_is_lost(owner: Client, cast: Cast) -> None:
    answer = owner.post(PAGE, {"was": was(), "buffer": "-3", "threshold": "7"})
    text = answer.content.decode()
    assert (answer.status_code, "Enter 0 or more." in text, 'value="7"' in text) == (422, True, True)
    assert not StoreStockRule.objects.exists()


def test_who_was_slower_sees_what_is_there_now(owner: Client, cast: Cast) -> None:
    set_store_rule(cast.store, by="Ann", buffer=2)
    answer = owner.post(PAGE, {"was": was(), "buffer": "5", "threshold": "0"})
    assert answer.status_code == 422 and "Somebody changed it meanwhile" in answer.content.decode()
    assert StoreStockRule.objects.get().buffer == 2


def test_others_read_it_and_change_nothing(
    reader: Client, packer: Client, stranger: Client, owner: Client, cast: Cast
) -> None:
    set_store_rule(cast.store, by="Ann", buffer=2)
    for who in (reader, packer):
        text = who.get(PAGE).content.decode()
        assert "2 units are kept back" in text and "Save the rule" not in text
    for who in (reader, packer, stranger):
        who.post(PAGE, {"was": was(2), "buffer": "8", "threshold": "0"})
    assert StoreStockRule.objects.get(store=cast.store).buffer == 2
    assert "8 units" in stranger.get(PAGE).content.decode(), "the stranger has a store of his own"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("face", FACES)
def test_the_pages_are_sound(chrome: Browser, live_server, owner: Client, lamp: MarketplaceProduct, face: str) -> None:
    set_store_rule(lamp.store, by="Ann", buffer=2)
    pages = {
        "rule": PAGE, "overrides": f"/listings/{lamp.pk}/overrides/", "inventory": "/inventory/",
        "parts": f"/products/{lamp.product_id}/variants/{lamp.variant_id}/parts/",
        "hold": f"/listings/{lamp.pk}/hold/", "counts": "/inventory/counts/",
    }  # fmt: skip
    with opened(chrome, live_server.url, face, owner) as page:
        for name, address in pages.items():
            page.goto(live_server.url + address)
            expect(page.locator("h1")).to_be_visible()
            picture(page, f"stock-{name}-{face}")
            assert faults(page) == [], name
            assert too_wide(page) <= 0, name
