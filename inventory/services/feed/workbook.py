"""Feeds that come as Excel workbooks: the first sheet, each cell as the text that a CSV of it would hold."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from core.errors import DomainError
from core.money import is_currency
from inventory.services.feed.prices import SIGNS
from inventory.services.feed.table import MOST_COLUMNS, FeedFile, Naming, number_text

ZIP = b"PK\x03\x04"
#: What old .xls files begin with, and new ones that have a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A workbook is packed; unpacked it may hold so many bytes and no more.
LARGEST_UNPACKED = 200_000_000
#: These are held in memory whole, unlike the sheet.
LARGEST_WORDS = 100_000_000
#: The reader has no error of its own for a damaged file: any of these may come out of it.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
    EOFError, OSError, NotImplementedError, RecursionError,
)  # fmt: skip
LAST_ROW = 1_048_576
#: A header further down than this is none.
LAST_HEADER = 20
#: Columns where a date can only be a number that the spreadsheet has taken for one.
NEVER_DATES = frozenset({"id", "sku", "gtin", "price", "quantity", "item_group_id"})
VALUE = attrgetter("value")
CURRENCY_IN_FORMAT = re.compile(r'\[\$([^\]\-]+)[^\]]*\]|"\s*([^"]+?)\s*"|([€£₽₸₴$])')


def is_workbook(data: bytes) -> bool:
    """By its first bytes: whatever is packed, or made by an office program of old."""
    return data.startswith((ZIP, COMPOUND))


def read_workbook(data: bytes, naming: Naming) -> FeedFile:
    """Read the first sheet. Raises DomainError, with a sentence, for what is no feed at all."""
    if data.startswith(COMPOUND):
        raise _compound(data)
    _look_into(data)
    import openpyxl  # costs 100 ms: only who brings a workbook pays them

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return _sheet(book.worksheets[0], naming) if book.worksheets else _sheetless()
        finally:
            book.close()
    except DomainError:
        raise
    except DAMAGE:
        raise DomainError("This workbook is damaged. Save it again as .xlsx, or as CSV. Nothing was changed.") from None


def _compound(data: bytes) -> DomainError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return DomainError("This workbook has a password. Save it without one. Nothing was changed.")
    return DomainError("This is an old Excel file (.xls). Save it as .xlsx or as CSV. Nothing was changed.")


def _sheetless() -> FeedFile:
    raise DomainError("This workbook has no sheet with cells. Nothing was changed.")


def _look_into(data: bytes) -> None:
    """Before anything is unpacked: is it a workbook, and can it be held? A part never yields more than it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise DomainError("This is an archive, not a feed. Choose an .xlsx, CSV, TSV or JSON file.")
            if any(part.flag_bits & 1 for part in parts):
                raise DomainError("This workbook has a password. Save it without one. Nothing was changed.")
            words = sum(part.file_size for part in parts if "/worksheets/" not in part.filename)
            if words > LARGEST_WORDS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise DomainError("This workbook is too large once it is unpacked. Save it as CSV, or split it.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part)
    except DAMAGE:
        raise DomainError("This workbook is damaged. Save it again as .xlsx, or as CSV. Nothing was changed.") from None


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook declares entities; a file that does wants to grow while it is read."""
    with archive.open(part) as stream:
        head = stream.read(4096).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise DomainError("This workbook is damaged. Save it again as .xlsx, or as CSV. Nothing was changed.")


def _sheet(sheet: Any, naming: Naming) -> FeedFile:
    rows = _rows(sheet, LAST_HEADER, MOST_COLUMNS)
    start, heads = next(
        ((number, cells) for number, cells in rows if any(cell.value is not None for cell in cells)), (0, ())
    )
    if not heads:
        raise DomainError("The first sheet of this workbook is empty. Nothing was changed.")
    last = max(place for place, cell in enumerate(heads) if cell.value is not None) + 1
    named = tuple(_text(cell) for cell in heads[:last])
    columns = naming.columns(named)
    feed = FeedFile("xlsx", "", columns, named)
    for number, cells in _rows(sheet, LAST_ROW if naming.most is None else start + naming.most, last):
        if number > start and any(map(VALUE, cells)):  # a sheet may be a million empty rows long
            feed.add(number, *_line(columns, cells))
    return feed


def _rows(sheet: Any, last: int, width: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Numbered as the spreadsheet does. Both bounds are told: what the sheet says of its own size may be wrong."""
    return enumerate(sheet.iter_rows(min_row=1, max_row=last, max_col=width), start=1)


def _line(columns: Sequence[str], cells: Sequence[Any]) -> tuple[dict[str, str], str]:
    """The cells by name, and what makes them unreadable."""
    told: dict[str, str] = {}
    problem = ""
    for name, cell in zip(columns, cells, strict=False):
        told[name] = _text(cell)
        if not name or cell.value is None:
            continue
        if cell.data_type == "e":
            problem = f"its {name} is the spreadsheet's error {cell.value}"
        elif name in NEVER_DATES and isinstance(cell.value, (date, time, timedelta)):
            problem = f"its {name} has become a date in the spreadsheet, set the column to text"
    return told, problem


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value).replace("\0", "")


def _number(value: int | float, form: str) -> str:
    """Exact to the 15 digits that a spreadsheet keeps and shows; what its format adds is said too.

    A format of zeros gives a GTIN its leading ones back; one that names a currency says whose money a price is.
    """
    exact = (
        Decimal(value)
        if isinstance(value, int)
        else Decimal(format(value, ".15g") if abs(value) < 1e15 else repr(value))
    )
    text = number_text(exact)
    if re.fullmatch("0{2,30}", form) and text.isdigit():
        return text.zfill(len(form))
    found = CURRENCY_IN_FORMAT.search(form.split(";")[0])
    word = next((each.strip() for each in found.groups() if each), "") if found else ""
    return f"{text} {word}" if word == "$" or word in SIGNS or is_currency(word) else text
