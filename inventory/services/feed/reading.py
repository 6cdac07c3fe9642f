"""A feed's bytes become rows: which encoding, which separator, which line is torn. Nothing is guessed away silently."""

import codecs
import csv
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice

from core.errors import DomainError
from inventory.services.feed.objects import is_json, read_json
from inventory.services.feed.table import BROKEN, LARGEST_FILE, NEEDED, FeedFile, Naming, name_columns
from inventory.services.feed.workbook import is_workbook, read_workbook

#: A record with more lines than this has lost a quotation mark.
LONGEST_RECORD = 500
SEPARATORS = ("\t", ",", ";", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
GZIP = b"\x1f\x8b"
CYRILLIC_RUN = re.compile(rb"[\xa8\xb8\xc0-\xff]{3}")


def read_file(data: bytes, naming: Naming | None = None) -> FeedFile:
    """Read a feed; `naming` says what columns are that are called otherwise.

    Raises DomainError, with a sentence, for what is no feed at all.
    """
    naming = naming or Naming()
    if len(data) > LARGEST_FILE:
        raise DomainError("This file is larger than 100 MB. Split it.")
    if data.startswith(GZIP):
        data = _unpacked(data)
    if is_workbook(data):
        return _filled(read_workbook(data, naming))
    text, encoding = _decode(data)
    _refuse_pages(text)
    return _filled(read_json(text, naming) if is_json(text) else _read_rows(text, encoding, naming))


def _unpacked(data: bytes) -> bytes:
    """What a .gz holds, one after the other where there are several; never more than a file may have."""
    whole = bytearray()
    while data.startswith(GZIP):
        unpacking = zlib.decompressobj(wbits=31)
        try:
            whole += unpacking.decompress(data, LARGEST_FILE + 1 - len(whole))
        except zlib.error:
            raise DomainError("This packed file (.gz) is damaged. Pack it again. Nothing was changed.") from None
        if len(whole) > LARGEST_FILE:
            raise DomainError("This file is larger than 100 MB once it is unpacked. Split it.")
        if not unpacking.eof:
            raise DomainError("This packed file (.gz) breaks off. Download it again. Nothing was changed.")
        data = unpacking.unused_data
    return bytes(whole)


def _filled(feed: FeedFile) -> FeedFile:
    if not feed.lines and not feed.torn:
        raise DomainError("This feed has a header and no products. Nothing was changed.")
    return feed


def _read_rows(text: str, encoding: str, naming: Naming) -> FeedFile:
    physical = list(io.StringIO(text, newline=""))  # not splitlines(): a description may hold other line breaks
    separator, heads, start = _header(physical, naming)
    feed = FeedFile(encoding, separator, naming.columns(heads), tuple(heads))
    records = _records(physical, start, separator, len(heads))
    for number, cells, problem in islice(records, naming.most):
        _sort_in(feed, number, cells, problem)
    return feed


def _decode(data: bytes) -> tuple[str, str]:
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, name), name
    head = data[:400]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        return _strictly(data, name), name
    # Cut in the middle of a letter, or damaged in places, it is still UTF-8: the lines with such bytes are torn.
    escaped = data.decode("utf-8", errors="surrogateescape")
    if _is_utf8(escaped):
        return escaped.replace("\0", ""), "utf-8"
    name = _old_code_page(data)
    return data.decode(name, errors="replace").replace("\0", ""), name


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name, errors="surrogateescape" if name == "utf-8-sig" else "strict").replace("\0", "")
    except UnicodeDecodeError as error:
        raise DomainError(
            f"This file says it is {name}, but byte {error.start:,} is not. It is torn: export it again."
        ) from None


def _is_utf8(escaped: str) -> bool:
    """Whole or mostly: letters of an old code page hardly ever happen to be UTF-8 ones."""
    broken = len(BROKEN.findall(escaped))
    if not broken:
        return True
    letters = sum(sign >= "\x80" for sign in escaped) - broken
    return letters >= broken


def _old_code_page(data: bytes) -> str:
    """Accented letters stand alone in western words; Cyrillic ones come in runs."""
    high = sum(byte >= 0x80 for byte in data)
    runs = sum(len(found) for found in CYRILLIC_RUN.findall(data))
    return "cp1251" if runs * 2 > high else "cp1252"


def _refuse_pages(text: str) -> None:
    start = text.lstrip()[:300].lower()
    if not start:
        raise DomainError("This file is empty. Nothing was changed.")
    if start.startswith(("<!doctype html", "<html", "<head", "<body")):
        raise DomainError(
            "This is a web page, not a feed: perhaps a sign-in page was saved in its place. Download the feed again."
        )
    if start.startswith("<"):
        raise DomainError("This is an XML feed. Export it as CSV, TSV, JSON or .xlsx.")


def _header(physical: Sequence[str], naming: Naming) -> tuple[str, list[str], int]:
    """The separator under which the first line names the columns; Excel's `sep=` line and empty lines are passed by."""
    start = 0
    while start < len(physical) and (not physical[start].strip() or physical[start].lower().startswith("sep=")):
        start += 1
    if any(BROKEN.search(line) for line in physical[start : start + 1]):
        raise DomainError("The first line of this file is damaged. Export the feed again. Nothing was changed.")
    best: tuple[str, list[str]] = ("", [])
    for separator in SEPARATORS:
        heads = next(csv.reader(physical[start : start + 1], delimiter=separator), [])
        columns = name_columns(heads, naming.chosen)
        if all(name in columns for name in NEEDED):
            return separator, heads, start + 1
        best = max(best, (separator, heads), key=lambda each: len(each[1]))
    return *best, start + 1  # where what is needed is in none, whoever names them says so


def _records(physical: Sequence[str], start: int, separator: str, width: int) -> Iterator[tuple[int, list[str], str]]:
    """Records with the line they begin at. A quote that is never closed costs its own line, not those behind it."""
    place = start
    while place < len(physical):
        reader = csv.reader(_from(physical, place), delimiter=separator)
        try:
            cells, problem = next(reader, []), ""
        except csv.Error:
            cells, problem = [], "a cell is longer than 131,000 characters"
        used = max(1, reader.line_num)
        if used > 1 and len(cells) != width:
            cells, used = next(csv.reader([physical[place]], delimiter=separator, quoting=csv.QUOTE_NONE), []), 1
            problem = "" if len(cells) == width else "a quotation mark is opened and never closed"
        yield place + 1, cells, problem
        place += used


def _from(physical: Sequence[str], place: int) -> Iterator[str]:
    return (physical[number] for number in range(place, min(len(physical), place + LONGEST_RECORD)))


def _sort_in(feed: FeedFile, number: int, cells: list[str], problem: str) -> None:
    width = len(feed.columns)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if not problem and any(cell.strip() for cell in cells) and len(cells) != width:
        problem = f"it has {len(cells)} cells where the header names {width}"
    names = [*feed.columns, *(f"cell_{place + 1}" for place in range(width, len(cells)))]
    feed.add(number, dict(zip(names, cells, strict=False)), problem)
