"""Programs add places that feeds are fetched from; a password is taken and never told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.models import ImportSource
from tests.api.conftest import Program
from tests.sync.sources.web_server import Web, web_server

ROOT = "/api/v1/import-sources/"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.IMPORT_FOLDER, settings.IMPORT_PRIVATE_ADDRESSES = tmp_path, tmp_path / "in", True


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as server:
        server.answer = (200, {}, b"id,title,price\n1,Pot,5 EUR\n")
        yield server


def test_a_source_is_made_tried_changed_and_removed(owner: Program, web: Web) -> None:
    made = owner.post(
        ROOT, {"name": "Supplier", "kind": "url", "url": web.url, "username": "anna", "password": "s3cret"}
    )
    assert made.status == 201 and made.body["has_password"] and "s3cret" not in str(made.body)
    one = f"{ROOT}{made.body['id']}/"
    assert owner.post(f"{one}test/").body == {"is_new": True, "name": "feed.csv", "bytes": 27}
    changed = owner.patch(one, {"interval_minutes": 15, "is_enabled": False}).body
    assert (changed["interval_minutes"], changed["is_enabled"], changed["has_password"]) == (15, False, True)
    assert owner.patch(one, {"url": web.url + "?other"}).body["has_password"] is False
    assert owner.post(f"{one}fetch/").status == 202
    assert [each["id"] for each in owner.get(ROOT).body["results"]] == [made.body["id"]]
    assert owner.delete(one).status == 204 and owner.get(one).status == 404


def test_a_test_that_fails_says_why(owner: Program, web: Web) -> None:
    web.answer = (403, {}, b"")
    one = owner.post(ROOT, {"name": "Supplier", "kind": "url", "url": web.url}).body["id"]
    answer = owner.post(f"{ROOT}{one}/test/")
    assert answer.status == 422 and "Correct them." in str(answer.body)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "X", "kind": "url", "url": "ftp://example.com/x"}, {"name": "X", "kind": "folder", "folder": "../x"},
        {"name": "X", "kind": "sftp", "url": "sftp://127.0.0.1/out"}, {"name": "X", "kind": "url"},
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_from_is_refused(owner: Program, body: dict[str, Any]) -> None:
    assert owner.post(ROOT, body).status == 422
    assert not ImportSource.objects.exists()


def test_packers_and_readers_see_none_and_strangers_find_none(
    owner: Program, packer: Program, reader: Program, stranger: Program
) -> None:
    one = owner.post(ROOT, {"name": "ERP", "kind": "folder", "folder": "erp"}).body["id"]
    for program in (packer, reader):
        assert program.get(ROOT).status == 403
        assert program.patch(f"{ROOT}{one}/", {"name": "Mine"}).status == 403
    assert stranger.get(f"{ROOT}{one}/").status == 404
    assert stranger.delete(f"{ROOT}{one}/").status == 404
