"""Stock files by program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sync.models import StockFile
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/stock-files/"


def test_a_file_is_made_put_changed_and_removed(owner: Program, cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FEED_FOLDER = tmp_path
    world.variant(cast.store, "LAMP")
    made = owner.post(PATH, {"name": "stock.csv", "where": "folder", "folder": "erp"})
    assert made.status == 201 and made.body["put_at"] is None
    path = f"{PATH}{made.body['id']}/"
    assert owner.post(f"{path}put/", {}).body == {"rows": 1, "why_not": ""}
    assert owner.get(path).body["rows"] == 1
    assert owner.patch(path, {"interval_minutes": 15}).body["interval_minutes"] == 15
    assert owner.patch(path, {"name": "../x"}).status == 422
    assert owner.post(f"{path}accept-key/", {}).status == 422
    assert owner.delete(path).status == 204 and not StockFile.objects.exists()


def test_secrets_go_in_and_never_come_out(owner: Program, cast: Cast) -> None:
    answer = owner.post(PATH, {"name": "s.csv", "where": "sftp", "host": "8.8.8.8", "username": "a", "password": "pst"})
    assert answer.status == 201 and "password" not in answer.body and "pst" not in str(answer.body)
    assert StockFile.objects.get().password == "pst"
