"""Feeds as Excel workbooks: exact cells, and what is no feed, too large or locked."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from core.errors import DomainError
from inventory.services.feed import parse_rows, read_file, workbook

HEAD = ("id", "title", "price", "gtin", "quantity", "custom_label_0")


def _book(*rows: Sequence[Any], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _rewritten(data: bytes, **parts: bytes) -> bytes:
    """The workbook with parts of it replaced; a name's dots and slashes are written as __ and ___."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        wanted = {name.replace("___", "/").replace("__", "."): text for name, text in parts.items()}
        for name in {*old.namelist(), *wanted}:
            new.writestr(name, wanted[name] if name in wanted else old.read(name))
    return kept.getvalue()


def test_the_cells_of_the_first_sheet_are_read_as_the_text_of_a_csv() -> None:
    feed = read_file(_book(HEAD, ("LU-1", "Pot, blue\nand round", 49.9, 5401122000001, 12.0, True), (7, "Cup", 5)))
    assert feed.described == "an Excel workbook, its first sheet"
    assert [line.number for line in feed.lines] == [2, 3]
    assert feed.lines[0].cells == {
        "id": "LU-1", "title": "Pot, blue\nand round", "price": "49.9", "gtin": "5401122000001", "quantity": "12",
        "custom_label_0": "TRUE",
    }  # fmt: skip
    assert feed.lines[1].cells["id"] == "7"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (0.1 + 0.2, "0.3"), (1.234, "1.23"), (1234, "1234"), (19.99, "19.99"), (1e6, "1000000"),
        ("1.234,50 €", "1234.50"), (8.365, "8.37"), (123456789.12, "123456789.12"),
    ],
)  # fmt: skip
def test_a_price_is_the_number_that_the_spreadsheet_shows(cell: float | str, amount: str) -> None:
    parsed = parse_rows(read_file(_book(HEAD, ("1", "Pot", cell))), currency="EUR")
    assert [(row.price, row.currency) for row in parsed.rows] == [(Decimal(amount), "EUR")]


@pytest.mark.parametrize(
    ("form", "currency"),
    [
        ("#,##0.00 [$PLN]", "PLN"), ('#,##0.00 "zł"', "PLN"), ("[$€-407]#,##0.00;[Red]-[$€-407]#,##0.00", "EUR"),
        ("0.00", "KZT"),
    ],
)  # fmt: skip
def test_the_currency_of_a_cell_is_the_one_it_is_shown_with(form: str, currency: str) -> None:
    data = _book(HEAD, ("1", "Pot", 12.5), formats={"C2": form})
    parsed = parse_rows(read_file(data), currency="KZT")
    assert [(row.price, row.currency) for row in parsed.rows] == [(Decimal("12.5"), currency)]


def test_a_currency_with_three_digits_keeps_all_of_them() -> None:
    parsed = parse_rows(read_file(_book(HEAD, ("1", "Pot", 8.365), ("2", "Cup", 1.234))), currency="KWD")
    assert [row.price for row in parsed.rows] == [Decimal("8.365"), Decimal("1.234")]


def test_a_price_shown_in_some_dollar_is_refused_and_not_taken_for_the_stores_money() -> None:
    data = _book(HEAD, ("1", "Pot", 12.5), formats={"C2": "[$$-409]#,##0.00"})
    assert "which dollar" in parse_rows(read_file(data), currency="EUR").refused[0][1]


def test_a_gtin_that_is_shown_with_its_leading_zeros_keeps_them() -> None:
    data = _book(HEAD, ("1", "Pot", 5, 12345678905), formats={"D2": "000000000000"})
    assert parse_rows(read_file(data), currency="EUR").rows[0].gtin == "012345678905"


def test_a_date_is_written_as_one_and_an_id_that_became_one_is_torn() -> None:
    feed = read_file(_book(HEAD, ("1", "Pot", 5, None, None, date(2026, 3, 9)), (datetime(2026, 5, 1), "Cup", 5)))
    assert feed.lines[0].cells["custom_label_0"] == "2026-03-09"
    assert feed.torn[0][0] == 3 and "its id has become a date" in feed.torn[0][1]
    assert feed.remains[3]["title"] == "Cup"


def test_an_error_of_the_spreadsheet_costs_its_line_alone() -> None:
    feed = read_file(_book(HEAD, ("1", "Pot", "#N/A"), ("2", "Cup", 5)))
    assert [line.cells["id"] for line in feed.lines] == ["2"]
    assert "its price is the spreadsheet's error #N/A" in feed.torn[0][1]


def test_empty_rows_before_between_and_behind_are_passed_by_and_counted() -> None:
    feed = read_file(_book((), HEAD, (), ("1", "Pot", 5), (None, None), ("2", "Cup", 6)))
    assert [(line.number, line.cells["id"]) for line in feed.lines] == [(4, "1"), (6, "2")]


def test_a_million_rows_of_nothing_are_read_in_seconds() -> None:
    data = _book(HEAD, ("1", "Pot", 5))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>')
    assert far != sheet
    feed = read_file(_rewritten(data, xl___worksheets___sheet1__xml=far))
    assert [line.cells["id"] for line in feed.lines] == ["1"]


def test_a_workbook_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = _rewritten(_book(HEAD, ("1", "Pot")), xl___worksheets___sheet1__xml=b" " * 201_000_000)
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(workbook, "_sheet", lambda sheet: pytest.fail("it was unpacked"))
    with pytest.raises(DomainError, match="too large once it is unpacked"):
        read_file(bomb)


def test_words_that_would_fill_the_memory_are_refused() -> None:
    bomb = _rewritten(_book(HEAD, ("1", "Pot")), xl___sharedStrings__xml=b" " * 101_000_000)
    with pytest.raises(DomainError, match="too large once it is unpacked"):
        read_file(bomb)


def test_a_workbook_that_declares_entities_is_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><sst>&b;</sst>'
    with pytest.raises(DomainError, match="damaged"):
        read_file(_rewritten(_book(HEAD, ("1", "Pot")), xl___sharedStrings__xml=evil))


def _locked() -> bytes:
    return workbook.COMPOUND + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def _archive() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("feed.csv", "id,title\n1,Pot\n")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_locked(), "This workbook has a password"),
        (workbook.COMPOUND + b"\0" * 1200, "This is an old Excel file"),
        (_archive(), "This is an archive, not a feed"),
        (b"PK\x03\x04....", "This workbook is damaged"),
        (_book(HEAD, ("1", "Pot"))[:-200], "This workbook is damaged"),
        (_rewritten(_book(HEAD), xl___worksheets___sheet1__xml=b"<worksheet><row"), "This workbook is damaged"),
        (_book(), "first sheet of this workbook is empty"),
        (_book(("sku", "price"), (1, 2)), "It names: sku, price"),
        (_book(HEAD), "a header and no products"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_no_feed_is_told_so(data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read_file(data)


def test_who_reads_no_workbook_does_not_pay_for_its_reader() -> None:
    code = "import os, sys, django; django.setup(); import sync.uploads; sys.exit('openpyxl' in sys.modules)"
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=told).returncode == 0
