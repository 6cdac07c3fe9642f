"""Programs see where a shop's files are fetched, and give them another address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from marketplaces.framework import registry
from marketplaces.models import Connection
from sync.feed_files import addresses
from sync.models import Publication
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast, settings: Any, tmp_path: Path) -> Connection:
    settings.VAR, settings.FEED_FOLDER = tmp_path / "var", tmp_path / "out"
    kind = next(each for each in registry.connectors() if each.publication)
    return world.connection(cast.store, "Atelier", kind.code, stock_out=True)


def path(shop: Connection, act: str = "") -> str:
    return f"/api/v1/connections/{shop.pk}/feeds/{act + '/' if act else ''}"


def test_a_shop_that_published_nothing_says_so(owner: Program, shop: Connection) -> None:
    body = owner.get(path(shop)).body
    assert (body["takes_files"], body["is_published"], body["files"], body["written_at"]) == (True, True, [], None)
    assert not Publication.objects.exists()


def test_an_address_is_made_exchanged_and_withdrawn(owner: Program, shop: Connection) -> None:
    first = owner.post(path(shop, "address"))
    assert first.status == 200 and first.body["files"]
    token = Publication.objects.get().token
    assert all(f"/feeds/{token}/" in each["address"] for each in first.body["files"])
    second = owner.post(path(shop, "address")).body["files"]
    assert {each["address"] for each in second}.isdisjoint(each["address"] for each in first.body["files"])
    assert owner.get(path(shop)).body["files"] == second
    assert owner.delete(path(shop, "address")).status == 204
    assert owner.get(path(shop)).body["files"] == []


def test_an_empty_file_replaces_none_and_says_why(owner: Program, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(stock_out=False, price_out=False)
    answer = owner.post(path(shop, "write"))
    assert answer.status == 422 and "neither stock nor prices" in answer.body["detail"]


def test_a_shop_that_is_told_by_calls_takes_no_files(owner: Program, cast: Cast) -> None:
    ozon = world.connection(cast.store)
    body = owner.get(path(ozon)).body
    assert (body["takes_files"], body["files"]) == (False, [])
    for answer in (owner.post(path(ozon, "address")), owner.delete(path(ozon, "address"))):
        assert answer.status == 422 and "takes no files" in answer.body["detail"]
    assert not Publication.objects.exists()


def test_the_address_is_for_managers(packer: Program, reader: Program, stranger: Program, shop: Connection) -> None:
    token = addresses.exchange(shop).token
    assert packer.get(path(shop)).status == 403 and reader.get(path(shop)).status == 403
    assert stranger.get(path(shop)).status == 404
    assert packer.post(path(shop, "address")).status == 403 and stranger.post(path(shop, "address")).status == 404
    assert Publication.objects.get().token == token
