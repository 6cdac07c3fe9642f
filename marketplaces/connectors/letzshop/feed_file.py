"""A feed's bytes become rows by column: which encoding, which separator, which row is torn. Nothing is guessed away."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from marketplaces.framework.errors import UnexpectedPayload

LARGEST = 100_000_000
SEPARATORS = ("\t", ";", ",")
PAGE = ("<!doctype", "<html", "<head", "<body")
SAFE = "Nothing was changed. Look whether the feed's address still leads to the feed."
#: What else columns are called, in lower case and without `g:`.
ALIASES = {
    "sku": "id", "item_id": "id", "name": "title", "titre": "title", "titel": "title", "item_title": "title",
    "beschreibung": "description", "url": "link", "final_url": "link", "image": "image_link", "image_url": "image_link",
    "prix": "price", "preis": "price", "ean": "gtin", "ean13": "gtin", "upc": "gtin", "isbn": "gtin",
    "tax_rate": "atalanda:tax_rate", "quantity": "atalanda:quantity", "stock": "atalanda:quantity",
    "stock_quantity": "atalanda:quantity", "delivery_method": "atalanda:delivery_method",
    "boost_sort": "atalanda:boost_sort", "preorder_days": "atalanda:preorder_days",
}  # fmt: skip
MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ª«¬®¯]|â€")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is its place in the file, the first line being 1."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Feed:
    """What a file holds. `torn`: rows with another number of cells, with a sentence each."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    torn: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(data: bytes) -> Feed:
    """Raises UnexpectedPayload for what is no feed at all, and for one without a single row: it empties no shop."""
    text = _decoded(_unpacked(data))
    if not text.strip():
        raise UnexpectedPayload("feed", "an empty file", fix=SAFE)
    if text.lstrip()[:200].lower().startswith(PAGE):
        raise UnexpectedPayload("feed", "a web page", fix=SAFE)
    separator, columns = _header(text)
    feed = Feed(columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    next(reader)
    for number, cells in enumerate(reader, start=2):
        _sort_in(feed, number, cells)
    if not feed.rows and not feed.torn:
        raise UnexpectedPayload("feed", "a header without rows", fix=SAFE)
    if any(MOJIBAKE.search(row.cells.get("title", "")) for row in feed.rows):
        feed.warnings.append("Letters look encoded twice, as in “CrÃ©mant”. Export the feed again in UTF-8.")
    return feed


def _unpacked(data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UnexpectedPayload("feed", "a torn archive", fix=SAFE) from error
    if len(data) > LARGEST:
        raise UnexpectedPayload("feed", "more than 100 MB", fix="Split the feed.")
    return data


def _decoded(data: bytes) -> str:
    """UTF-8 is demanded; what is not is cp1252, never latin-1, whose 0x85 would break rows."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _header(text: str) -> tuple[str, tuple[str, ...]]:
    """The separator under which the first line names the column id."""
    for separator in SEPARATORS:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        columns = _columns(cells)
        if "id" in columns and len(columns) > 1:
            return separator, columns
    raise UnexpectedPayload("feed", text.splitlines()[0][:60], fix=f"The first line must name the column id. {SAFE}")


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """A column's other name never hides the real one."""
    plain = [re.sub(r"[\s-]+", "_", cell.strip().lower()).removeprefix("g:") for cell in cells]
    return tuple(ALIASES[name] if name in ALIASES and ALIASES[name] not in plain else name for name in plain)


def _sort_in(feed: Feed, number: int, cells: list[str]) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) != len(feed.columns):
        feed.torn.append((number, f"Row {number} has {len(cells)} cells where the header names {len(feed.columns)}"))
        return
    found: dict[str, str] = {}
    for name, cell in zip(feed.columns, cells, strict=True):
        before = found.get(name, "")
        found[name] = f"{before},{cell}" if before and name == "additional_image_link" else before or cell
    feed.rows.append(Row(number, found))
