"""The card of the feed files: their address for those who manage the shop, and what became of the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from marketplaces.framework import registry
from marketplaces.models import Connection
from sync.feed_files import addresses
from sync.models import Publication
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast, settings: Any, tmp_path: Path) -> Connection:
    settings.VAR, settings.FEED_FOLDER = tmp_path / "var", tmp_path / "out"
    kind = next(each for each in registry.connectors() if each.publication)
    return world.connection(cast.store, "Atelier", kind.code, stock_out=True)


def act(client: Client, shop: Connection, do: str, **given: str) -> Any:
    return client.post(f"/connections/{shop.pk}/feeds/", {"do": do, **given}, follow=True)


def test_a_shop_that_publishes_nothing_says_what_will_be_published(owner: Client, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(stock_out=False)
    text = owner.get(f"/connections/{shop.pk}/").content.decode()
    assert "Nothing is published until you switch one of them on" in text
    assert "Write them now" not in text
    assert not Publication.objects.exists()


def test_who_sends_products_is_told_what_else_their_rows_need(owner: Client, shop: Connection) -> None:
    said = "Switch “Send stock” and “Send prices” on as well"
    assert said not in owner.get(f"/connections/{shop.pk}/").content.decode()
    Connection.objects.filter(pk=shop.pk).update(products_out=True)
    assert said in owner.get(f"/connections/{shop.pk}/").content.decode()
    Connection.objects.filter(pk=shop.pk).update(price_out=True)
    assert said not in owner.get(f"/connections/{shop.pk}/").content.decode()


def test_an_address_is_made_exchanged_and_withdrawn(owner: Client, shop: Connection) -> None:
    act(owner, shop, "exchange")
    first = Publication.objects.get().token
    assert first and f"/feeds/{first}/" in owner.get(f"/connections/{shop.pk}/").content.decode()
    text = act(owner, shop, "exchange").content.decode()
    second = Publication.objects.get().token
    assert second != first and second in text and first not in text
    assert "The files have no address" in act(owner, shop, "withdraw").content.decode()
    assert Publication.objects.get().token is None


def test_the_address_is_for_those_who_manage_the_shop(packer: Client, shop: Connection) -> None:
    token = addresses.exchange(shop).token
    page = packer.get(f"/connections/{shop.pk}/").content.decode()
    assert "Feed files" in page
    assert str(token) not in page
    assert act(packer, shop, "withdraw").status_code in (403, 404)
    assert Publication.objects.get().token == token


def test_a_stranger_gets_nothing_and_get_changes_nothing(stranger: Client, owner: Client, shop: Connection) -> None:
    assert act(stranger, shop, "exchange").status_code == 404
    assert owner.get(f"/connections/{shop.pk}/feeds/").status_code == 405
    assert "no such act" in act(owner, shop, "nonsense").content.decode()
    assert not Publication.objects.exists()


def test_a_shop_without_listings_says_that_there_is_nothing_to_publish(owner: Client, shop: Connection) -> None:
    assert "No listing can be published" in act(owner, shop, "publish").content.decode()


def test_a_folder_is_a_plain_name(owner: Client, shop: Connection) -> None:
    assert "folder’s name" in act(owner, shop, "folder", folder="../x").content.decode().replace("&#x27;", "’")
    act(owner, shop, "folder", folder="letzshop")
    assert Publication.objects.get().folder == "letzshop"


def test_a_marketplace_that_takes_no_files_has_no_such_card(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    assert "Feed files" not in owner.get(f"/connections/{shop.pk}/").content.decode()
    assert "no such files" in act(owner, shop, "exchange").content.decode()
    assert not Publication.objects.exists()
