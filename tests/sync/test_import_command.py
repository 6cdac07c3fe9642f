"""manage.py import: a feed comes in as a run."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from inventory.models import Product
from sync.models import MarketplaceSyncLog
from tests.conftest import shared
from tests.inventory.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A store."""
    return make_world()


def _import(world: World, path: Path) -> tuple[int, dict[str, Any]]:
    out = io.StringIO()
    code = 0
    try:
        call_command("import", str(path), store=world.store.slug, json=True, stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(out.getvalue())


def _file(folder: Path, text: str) -> Path:
    path = folder / "feed.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_real_feed_comes_in_and_again_unchanged(world: World) -> None:
    path = shared("data") / "feed_google_81_ru_kzt.csv"
    code, line = _import(world, path)
    assert (code, line["status"], line["total_records"], line["created"]) == (0, "completed", 81, 81)
    code, line = _import(world, path)
    assert (code, line["unchanged"], line["errors"]) == (0, 81, [])
    assert Product.objects.filter(store=world.store).count() == 81


def test_refused_rows_are_named_and_the_run_is_partly_done(world: World, tmp_path: Path) -> None:
    code, line = _import(world, _file(tmp_path, "id,title,price\n1,Pot,5 EUR\n2,,5 EUR\n"))
    assert (code, line["status"], line["total_records"], line["failed_records"]) == (1, "partially_completed", 2, 1)
    assert line["errors"] == [{"item": "2", "reason": "Line 3: 2 has no title. Enter one."}]


@pytest.mark.parametrize("text", ["", "<html><body>Sign in</body></html>", "id,title\n"])
def test_what_is_no_feed_changes_nothing(world: World, tmp_path: Path, text: str) -> None:
    code, line = _import(world, _file(tmp_path, text))
    assert (code, line["status"], line["total_records"]) == (2, "failed", 0)
    assert line["errors"][0]["reason"]
    assert not Product.objects.filter(store=world.store).exists()


def test_warnings_are_in_the_log_of_the_run(world: World, tmp_path: Path) -> None:
    _import(world, _file(tmp_path, "id,title,price\n1,Pot,\n"))
    log = MarketplaceSyncLog.objects.get(store=world.store)
    assert any("1 has no price" in text for _when, text in log.messages)
    assert log.options == {"file": "feed.csv", "place": 1}


def test_a_missing_file_or_store_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import", str(tmp_path / "none.csv"), store=world.store.slug)
    with pytest.raises(CommandError, match="There is no store “nowhere”"):
        call_command("import", str(tmp_path / "none.csv"), store="nowhere")


def test_a_workbook_and_json_come_in_by_the_same_command_and_change_nothing_twice(world: World, tmp_path: Path) -> None:
    book, lines = openpyxl.Workbook(), tmp_path / "feed.jsonl"
    assert book.active is not None
    for row in (("id", "title", "price"), ("1", "Pot", 5.5), ("2", "Cup", "1.234")):
        book.active.append(row)
    book.save(tmp_path / "feed.xlsx")
    code, line = _import(world, tmp_path / "feed.xlsx")
    assert (code, line["status"], line["created"], line["failed_records"]) == (1, "partially_completed", 1, 1)
    lines.write_text('{"id": "1", "title": "Pot", "price": 5.5}\n{"id": "2", "title": "Cup", "price": 1.234}\n')
    code, line = _import(world, lines)
    assert (code, line["created"], line["unchanged"]) == (0, 1, 1)
    said = [text for log in MarketplaceSyncLog.objects.filter(store=world.store) for _when, text in log.messages]
    assert {"Read as an Excel workbook, its first sheet.", "Read as JSON."} <= set(said)


FOREIGN = "Artikelnummer;Bezeichnung;Preis\nA-1;Pot;5,50 €\n"


def test_foreign_columns_are_guessed_aloud_and_not_acted_upon(world: World, tmp_path: Path) -> None:
    path, said, out = _file(tmp_path, FOREIGN), io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import", str(path), store=world.store.slug, json=True, stdout=out, stderr=said)
    assert (ended.value.code, json.loads(out.getvalue())["status"]) == (2, "failed")
    assert "Guessed: Artikelnummer → id, Bezeichnung → title, Preis → price." in said.getvalue()


def test_a_map_is_printed_corrected_given_and_kept_for_the_next_time(world: World, tmp_path: Path) -> None:
    path, shown = _file(tmp_path, FOREIGN), io.StringIO()
    call_command("import", str(path), store=world.store.slug, show_map=True, stdout=shown)
    assert json.loads(shown.getvalue()) == {"Artikelnummer": "id", "Bezeichnung": "title", "Preis": "price"}
    (tmp_path / "map.json").write_text(shown.getvalue())
    line, out = None, io.StringIO()
    call_command("import", str(path), store=world.store.slug, map=str(tmp_path / "map.json"), json=True, stdout=out)
    line = json.loads(out.getvalue())
    assert (line["status"], line["created"]) == ("completed", 1)
    code, line = _import(world, path)
    assert (code, line["unchanged"]) == (0, 1)
    assert Product.objects.get().title == "Pot"


@pytest.mark.parametrize("text", ["[]", "{", '{"Preis": 1}', '{"Preis": "title"}', '{"Nothing": "id"}'])
def test_a_map_that_cannot_be_is_refused_and_nothing_comes_in(world: World, tmp_path: Path, text: str) -> None:
    path = _file(tmp_path, FOREIGN)
    (tmp_path / "map.json").write_text(text)
    with pytest.raises(CommandError):
        call_command("import", str(path), store=world.store.slug, map=str(tmp_path / "map.json"))
    assert not MarketplaceSyncLog.objects.exists()
