"""What a feed holds once it is read, whatever kind of file it was: named columns, lines of text, and the torn ones."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.errors import DomainError

LARGEST_FILE = 100_000_000
#: No feed has so many; a file that names more of them would fill the memory.
MOST_COLUMNS = 300
#: What shops call the columns, and what they are here.
NAMES = {
    "image": "image_link", "image_url": "image_link", "url": "link", "final_url": "link", "name": "title",
    "item_title": "title", "titel": "title", "titre": "title", "beschreibung": "description", "preis": "price",
    "prix": "price", "ean": "gtin", "ean13": "gtin", "isbn": "gtin", "barcode": "gtin", "upc": "gtin",
    "stock": "quantity", "stock_quantity": "quantity", "qty": "quantity", "inventory": "quantity",
    "product_id": "id", "item_id": "id", "manufacturer": "brand", "language": "content_language",
}  # fmt: skip
KINDS = {"xlsx": "an Excel workbook, its first sheet", "json": "JSON"}
NEEDED = ("id", "title")
#: Half a letter: a byte that was no UTF-8 as Python carries it, or an escape in JSON that stands for no letter.
BROKEN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file by column name; `number` is its line as an editor or a spreadsheet counts."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class FeedFile:
    """What a file holds; `torn` are the lines that cannot be read, with a sentence each."""

    #: Of a text file; "xlsx" or "json" of another.
    encoding: str
    separator: str
    columns: tuple[str, ...]
    #: As the file itself calls them.
    heads: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    torn: list[tuple[int, str]] = field(default_factory=list)
    #: What the torn lines say, as far as it can be told.
    remains: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def described(self) -> str:
        """What kind of file it was taken for."""
        separator = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}.get(self.separator)
        return f"{self.encoding}, separated by {separator}" if separator else KINDS[self.encoding]

    def add(self, number: int, cells: Mapping[str, str], problem: str = "") -> None:
        """Put a line in, with the others or with the torn ones; one that says nothing is passed by."""
        if not problem and not any(cell.strip() for cell in cells.values()):
            return
        if not problem and any(BROKEN.search(cell) for cell in cells.values()):
            problem = f"it holds bytes that are not {self.encoding}"
        if problem:
            self.torn.append((number, f"Line {number} is torn: {problem}. Export the feed again."))
            self.remains[number] = {name: BROKEN.sub("\ufffd", cell) for name, cell in cells.items()}
            return
        self.lines.append(Line(number, {name: cell.strip() for name, cell in cells.items() if name}))


@dataclass(frozen=True, slots=True)
class Naming:
    """How the columns of a file are named: as shops call them, and by what a person has `chosen` for some.

    `loose`: the file is only looked at, so any names will do, and columns are called by their places. No more than
    `most` lines are read then.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    loose: bool = False
    most: int | None = None

    def columns(self, heads: Sequence[str]) -> tuple[str, ...]:
        """A name for each head. Raises DomainError when there is no product to be made of such columns."""
        names = name_columns(heads, self.chosen)
        need_columns(names, heads, loose=self.loose)
        return tuple(map(str, range(len(heads)))) if self.loose else names


def key_of(head: str) -> str:
    """By which a column is known again, however it is spaced and whether its letters are large."""
    return unicodedata.normalize("NFC", " ".join(head.replace("\0", "").split())).casefold()


def name_columns(heads: Sequence[str], chosen: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Lower case, underscores, no `g:` or `atalanda:`; another column's alias never hides the real one.

    What is chosen for a column goes before what it is called; "" leaves it out.
    """
    chosen = chosen or {}
    plain = [re.sub(r"^(g|atalanda):", "", re.sub(r"[\s\-]+", "_", head.strip().lower())) for head in heads]
    met = set(plain)
    names: list[str] = []
    for name in plain:
        real = NAMES.get(name, name)
        names.append(name if real in met else real)
        met.add(real)
    if "id" not in names and "sku" in names:
        names[names.index("sku")] = "id"
    taken = {name for name in chosen.values() if name}
    told = [chosen.get(key_of(head)) for head in heads]
    return tuple(
        (name if name not in taken else "") if mine is None else mine for name, mine in zip(names, told, strict=True)
    )


def need_columns(columns: Sequence[str], heads: Sequence[str], *, loose: bool = False) -> None:
    """Raise DomainError when there is no product to be made of such columns; `loose`: of any, once they are named."""
    if len(columns) > MOST_COLUMNS:
        raise DomainError(f"This file names more than {MOST_COLUMNS:,} columns. It is no feed. Nothing was changed.")
    if not loose and not all(name in columns for name in NEEDED):
        found = ", ".join(BROKEN.sub("\ufffd", head.strip())[:40] for head in heads[:8])
        raise DomainError(
            f"The first line must name the columns, “id” and “title” among them. It names: {found}. "
            "Nothing was changed."
        )


def number_text(value: Decimal) -> str:
    """A number as the price reader takes it for what it is: “1.234” on paper may be a thousand, a number may not."""
    if not value.is_finite() or not -30 < value.adjusted() < 30:
        return str(value)
    text = format(value, "f")
    whole, point, part = text.partition(".")
    part = part.rstrip("0")
    if not part:
        return whole
    return f"{whole}{point}{part}0" if len(part) == 3 else f"{whole}{point}{part}"
