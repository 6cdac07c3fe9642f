"""Stock files by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sync.models import StockFile
from tests.dashboard import world
from tests.dashboard.conftest import Cast

TYPED = {"name": "stock.csv", "where": "folder", "folder": "erp", "interval_minutes": "60"}


@pytest.fixture
def file(cast: Cast, settings: Any, tmp_path: Path, owner: Client) -> StockFile:
    settings.FEED_FOLDER = tmp_path
    world.variant(cast.store, "LAMP")
    owner.post("/settings/stock-files/new/", TYPED)
    return StockFile.objects.get()


def test_a_file_is_made_put_switched_off_and_removed(
    owner: Client, file: StockFile, tmp_path: Path, cast: Cast
) -> None:
    page = f"/settings/stock-files/{file.pk}/"
    assert "Waits for its first turn" in owner.get("/settings/stock-files/").content.decode()
    text = owner.post(f"{page}act/", {"do": "put"}, follow=True).content.decode()
    assert "Put with 1 line." in text and (tmp_path / cast.store.slug / "erp" / "stock.csv").exists()
    assert "Switched off" in owner.post(f"{page}act/", {"do": "off"}, follow=True).content.decode()
    owner.post(page, {**TYPED, "name": "other.csv"})
    file.refresh_from_db()
    assert (file.name, file.is_active) == ("other.csv", False)
    assert "No stock file yet" in owner.post(f"{page}act/", {"do": "remove"}, follow=True).content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(owner: Client, cast: Cast) -> None:
    typed = {**TYPED, "where": "sftp", "host": "127.0.0.1", "username": "shop", "password": "secret-1"}
    answer = owner.post("/settings/stock-files/new/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and "private network" in text and 'value="shop"' in text
    assert "secret-1" not in text and not StockFile.objects.exists()
    assert "Enter a file name" in owner.post("/settings/stock-files/new/", {**TYPED, "name": "../x"}).content.decode()


def test_only_who_manages_connections_makes_one(packer: Client, stranger: Client, file: StockFile) -> None:
    assert packer.get("/settings/stock-files/").status_code == 403
    assert packer.post("/settings/stock-files/new/", TYPED).status_code == 403
    assert stranger.get(f"/settings/stock-files/{file.pk}/").status_code == 404
    assert stranger.post(f"/settings/stock-files/{file.pk}/act/", {"do": "remove"}).status_code == 404
