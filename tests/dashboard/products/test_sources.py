"""Import sources on their pages: added, tried, paused, their columns said, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from inventory.models import Variant
from sync import uploads
from sync.models import ImportSource
from sync.sources import fetching, folder, keeping
from tests.dashboard.products.test_feed import FOREIGN, said, ticket
from tests.sync.sources.web_server import Web, web_server

ROOT = "/products/import/sources/"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.IMPORT_FOLDER, settings.IMPORT_PRIVATE_ADDRESSES = tmp_path, tmp_path / "in", True


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as server:
        server.answer = (200, {}, b"id,title,price\n1,Pot,5 EUR\n")
        yield server


def added(owner: Client, web: Web) -> ImportSource:
    told = {"name": "Supplier", "kind": "url", "url": web.url, "interval_minutes": "60", "password": "s3cret"}
    assert owner.post(ROOT, told).status_code == 302
    return ImportSource.objects.get()


def test_one_is_added_tried_and_brings_its_feed(owner: Client, lamp: Variant, web: Web) -> None:
    assert "Nothing is fetched yet" in owner.get(ROOT).content.decode()
    source = added(owner, web)
    page = owner.post(f"{ROOT}{source.pk}/do/test/", follow=True).content.decode()
    assert "It answers: feed.csv, 27 bytes, is new." in page and "s3cret" not in page
    run = fetching.fetch(source.pk)
    assert run is not None
    uploads.carry_out(run.pk)
    shown = owner.get(f"{ROOT}{source.pk}/").content.decode()
    assert "Brought in" in shown and f"/syncs/{run.pk}/" in shown
    assert "Supplier" in owner.get(ROOT).content.decode()


def test_a_file_that_is_no_feed_is_no_success_on_any_face(owner: Client, lamp: Variant) -> None:
    source = keeping.make(store=lamp.store, name="ERP", kind="folder", folder="erp", by="Nadia")
    there = folder.folder_of(source)
    there.mkdir(parents=True)
    (there / "a.csv").write_bytes(b"<!doctype html><p>Sign in</p>")
    run = fetching.fetch(source.pk)
    assert run is not None
    uploads.carry_out(run.pk)
    for address in (ROOT, f"{ROOT}{source.pk}/"):
        shown = owner.get(address).content.decode()
        assert "Brought in" not in shown and "a web page" in shown, address


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(owner: Client, shop: object) -> None:
    answer = owner.post(ROOT, {"name": "ERP", "kind": "folder", "folder": "../x", "interval_minutes": "60"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "small letters" in page and 'value="../x"' in page
    answer = owner.post(ROOT, {"name": "X", "kind": "url", "url": "ftp://x", "interval_minutes": "1"})
    assert answer.status_code == 422 and not ImportSource.objects.exists()


def test_it_is_changed_paused_resumed_and_removed(owner: Client, shop: object, web: Web) -> None:
    source = added(owner, web)
    one = f"{ROOT}{source.pk}/"
    owner.post(one, {"name": "Supplier 2", "url": web.url, "interval_minutes": "15"})
    source.refresh_from_db()
    assert (source.name, source.interval_minutes, source.password) == ("Supplier 2", 15, "s3cret")
    for act, on in (("pause", False), ("resume", True)):
        owner.post(f"{one}do/{act}/")
        source.refresh_from_db()
        assert source.is_enabled is on
    assert owner.post(f"{one}do/dance/").status_code == 404
    assert "is removed" in owner.post(f"{one}do/remove/", follow=True).content.decode()
    assert owner.get(one).status_code == 404


def test_its_columns_are_said_once(owner: Client, lamp: Variant, web: Web) -> None:
    source = added(owner, web)
    web.answer = (200, {}, FOREIGN.encode())
    assert fetching.fetch(source.pk) is None
    assert "Say what its columns are" in owner.get(f"{ROOT}{source.pk}/").content.decode()
    page = owner.get(f"{ROOT}{source.pk}/columns/").content.decode()
    assert said(page)["column-1"] == "title"
    wrong = owner.post(f"{ROOT}{source.pk}/columns/", {"ticket": ticket(page), **said(page), "column-1": "id"})
    assert wrong.status_code == 422
    owner.post(f"{ROOT}{source.pk}/columns/", {"ticket": ticket(page), **said(page)})
    run = fetching.fetch(source.pk)
    assert run is not None
    uploads.carry_out(run.pk)
    assert Variant.objects.filter(sku="CUP").exists()


def test_get_changes_nothing_and_others_may_not(
    owner: Client, packer: Client, reader: Client, stranger: Client, shop: object, web: Web
) -> None:
    source = added(owner, web)
    assert owner.get(f"{ROOT}{source.pk}/do/pause/").status_code == 405
    for client in (packer, reader):
        assert client.get(ROOT).status_code == 403
        assert client.post(f"{ROOT}{source.pk}/do/pause/").status_code == 403
    assert stranger.get(f"{ROOT}{source.pk}/").status_code == 404
    assert stranger.post(f"{ROOT}{source.pk}/do/pause/").status_code == 404
    source.refresh_from_db()
    assert source.is_enabled


def test_one_that_is_made_is_asked_only_what_its_kind_has_and_is_saved(owner: Client, shop: object) -> None:
    assert (
        owner.post(ROOT, {"name": "ERP", "kind": "folder", "folder": "erp", "interval_minutes": "60"}).status_code
        == 302
    )
    source = ImportSource.objects.get()
    page = owner.get(f"{ROOT}{source.pk}/").content.decode()
    assert 'name="pattern"' in page and 'name="folder"' in page
    assert 'name="url"' not in page and 'name="password"' not in page and 'name="kind"' not in page
    told = {"name": "ERP", "folder": "erp-2", "pattern": "*.csv", "interval_minutes": "30"}
    assert owner.post(f"{ROOT}{source.pk}/", told).status_code == 302
    source.refresh_from_db()
    assert (source.folder, source.pattern, source.interval_minutes) == ("erp-2", "*.csv", 30)
