"""Reads a file of keys: one a line, or a table with a heading; what cannot be read gets a sentence of its own."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from core.errors import DomainError

MOST_BYTES, MOST_KEYS, LONGEST_KEY = 4_000_000, 20_000, 1_000
HEADS = {
    "key": "key", "code": "key", "license key": "key", "license_key": "key", "serial": "key",
    "sku": "sku", "expires": "expires", "expires_at": "expires", "expiry": "expires", "valid until": "expires",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A line of the file. `problem` says why it cannot be taken; `key` is never shown by accident."""

    line: int
    sku: str
    key: str
    expires_at: datetime | None = None
    problem: str = ""

    def __repr__(self) -> str:
        return f"KeyRow(line={self.line}, sku={self.sku!r})"


def read(raw: bytes, *, zone: ZoneInfo) -> list[KeyRow]:
    """The rows of a file. Raises DomainError for what is no file of keys at all."""
    if len(raw) > MOST_BYTES:
        raise DomainError(_("The file is larger than 4 MB. Load it in pieces."))
    lines = _text(raw).splitlines()
    filled = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not filled:
        raise DomainError(_("The file holds no keys."))
    if len(filled) > MOST_KEYS:
        raise DomainError(_("The file holds more than 20,000 keys. Load it in pieces."))
    if filled[0][1].lstrip().startswith("<"):
        raise DomainError(_("This is a web page, not a file of keys."))
    heads = _heads(filled[0][1])
    return list(_table(filled, *heads, zone) if heads else _plain(filled))


def _text(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _heads(first: str) -> tuple[str, list[str]] | None:
    """The separator and what each column is, where the first line is a heading."""
    for separator in (";", "\t", ","):
        names = [HEADS.get(name.strip().strip('"').lower(), "") for name in first.split(separator)]
        if "key" in names:
            return separator, names
    return None


def _plain(filled: Sequence[tuple[int, str]]) -> Iterator[KeyRow]:
    for number, line in filled:
        yield _row(number, "", line.strip())


def _table(filled: Sequence[tuple[int, str]], separator: str, names: list[str], zone: ZoneInfo) -> Iterator[KeyRow]:
    rows = csv.reader((line for _number, line in filled[1:]), delimiter=separator)
    for (number, _line), cells in zip(filled[1:], rows, strict=False):
        found = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        ends, problem = _moment(found.get("expires", ""), zone)
        yield _row(number, found.get("sku", ""), found.get("key", ""), ends, problem)


def _row(number: int, sku: str, key: str, ends: datetime | None = None, problem: str = "") -> KeyRow:
    if not key:
        problem = problem or _("There is no key in this line.")
    elif len(key) > LONGEST_KEY or not key.isprintable():
        problem = problem or _("This is no key: it is too long, or holds signs that cannot be printed.")
    return KeyRow(line=number, sku=sku, key=key, expires_at=ends, problem=problem)


def _moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """A day counts to its end in the store's time."""
    if not text:
        return None, ""
    try:
        if moment := parse_datetime(text) if len(text) > 10 else None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), ""
        if day := parse_date(text):
            return datetime.combine(day, time.max, zone), ""
    except ValueError:
        pass
    return None, _("“%s” is no date. Write it as 2027-01-31.") % text[:40]
