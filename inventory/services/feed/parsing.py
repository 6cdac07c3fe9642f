"""A feed's lines become rows with a SKU, an exact price and a checked GTIN."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from inventory.services.feed import cells as reading
from inventory.services.feed.cells import CellRefused
from inventory.services.feed.prices import PriceUnreadable, has_points, read_price, rounded
from inventory.services.feed.table import FeedFile, Line

LARGEST_PRICE = Decimal(10) ** 11
#: Columns that tell the variants of one item group apart.
OPTIONS = ("color", "size", "material", "pattern", "gender", "age_group", "size_system", "size_type")
#: Kept as the feed says them; everything of Google's that has no column of ours.
ATTRIBUTES = (
    "mpn", "condition", "google_product_category", "product_type", "custom_label_0", "custom_label_1",
    "custom_label_2", "custom_label_3", "custom_label_4",
)  # fmt: skip
GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One variant. None: the feed has no such column, or the cell is empty; what we have then stays."""

    number: int
    sku: str
    group: str
    title: str
    description: str | None = None
    brand: str | None = None
    category: str | None = None
    language: str | None = None
    images: tuple[str, ...] | None = None
    gtin: str | None = None
    price: Decimal | None = None
    currency: str = ""
    #: The feed has a column of prices and none for this one: what is new cannot come in so.
    unpriced: bool = False
    weight_g: int | None = None
    quantity: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Parsed:
    """Rows that can be stored, and those that cannot, with a sentence; `numbers` are the lines of the latter."""

    rows: list[FeedRow] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    #: Sentences about the feed as a whole.
    notes: list[str] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What a person may want to know: of the whole, then row by row."""
        return [*self.notes, *(sentence for row in self.rows for sentence in row.warnings)]


class RowRefused(ValueError):
    """str() is the sentence."""


def parse_rows(feed: FeedFile, *, currency: str, language: str = "") -> Parsed:
    """Every line becomes a row or a refusal. `currency` is the store's, for prices that name none.

    The SKU is the feed's `sku`, else its `id`. Not its `mpn`: that is the maker's number, and colours share it. Of a
    SKU that is there twice the last line counts, as marketplaces read feeds too. `language` is the feed's own.
    """
    parsed = Parsed(refused=[(f"line {number}", sentence) for number, sentence in feed.torn])
    parsed.numbers = [number for number, _sentence in feed.torn]
    points = has_points((line.cells.get("price", "") for line in feed.lines), language=language)
    rows: dict[str, FeedRow] = {}
    for line in feed.lines:
        try:
            row = _row(line, currency, points)
        except RowRefused as refused:
            parsed.refused.append((line.cells.get("id") or f"line {line.number}", str(refused)))
            parsed.numbers.append(line.number)
        else:
            rows[row.sku] = _instead(rows.pop(row.sku, None), row)
    parsed.rows = list(rows.values())
    parsed.notes = _foreign(parsed.rows, currency)
    return parsed


def _foreign(rows: Sequence[FeedRow], currency: str) -> list[str]:
    """A whole feed in another currency is said once, not on each of its rows."""
    found = Counter(row.currency for row in rows if row.price is not None and row.currency != currency)
    return [
        f"{count:,} of its prices are in {each}; they were kept and not converted." for each, count in found.items()
    ]


def _instead(before: FeedRow | None, row: FeedRow) -> FeedRow:
    if before is None:
        return row
    told = f"{row.sku} is in line {before.number} and in line {row.number}; the later line counts."
    return replace(row, warnings=(*row.warnings, told))


def _row(line: Line, currency: str, points: bool) -> FeedRow:
    cells = line.cells
    warnings: list[str] = []
    own = reading.code(cells["id"])
    sku = reading.code(cells.get("sku", "")) or own
    if not sku:
        raise RowRefused(f"Line {line.number} has no id. Give it one that never changes.")
    if len(sku) > 100:
        raise RowRefused(f"Line {line.number}: its id is longer than 100 characters. Shorten it.")
    title = reading.line(cells["title"])
    if not title:
        raise RowRefused(f"Line {line.number}: {sku} has no title. Enter one.")
    if reading.looks_encoded_twice(title):
        warnings.append(f"“{title[:60]}” of {sku} looks encoded twice. Export the feed as UTF-8, once.")
    price, named = _price(line, sku, currency, points, warnings)
    return FeedRow(
        number=line.number, sku=sku, group=(reading.code(cells.get("item_group_id", "")) or own or sku)[:200],
        title=title[:500], description=reading.text(cells.get("description", "")) or None,
        brand=reading.line(cells.get("brand", ""))[:150] or None, category=_category(cells), language=_language(cells),
        images=_images(cells, sku, warnings), gtin=_gtin(cells, sku, warnings), price=price, currency=named,
        unpriced=price is None and "price" in cells, weight_g=_weight(cells), quantity=_quantity(line, sku, warnings),
        attributes=_attributes(cells, sku, (price, named, points), warnings), options=_picked(cells, OPTIONS),
        warnings=tuple(warnings),
    )  # fmt: skip


def _price(line: Line, sku: str, currency: str, points: bool, warnings: list[str]) -> tuple[Decimal | None, str]:
    text = line.cells.get("price", "").removeprefix("'")
    if not text:
        warnings.append(f"{sku} has no price in the feed. Enter one before it is offered anywhere.")
        return None, ""
    usual = line.cells.get("currency", "").upper()[:3] or currency
    try:
        exact, named = read_price(text, currency=usual, points=points)
    except PriceUnreadable as error:
        raise RowRefused(f"Line {line.number}: {sku}: {error}") from None
    if exact >= LARGEST_PRICE:
        raise RowRefused(f"Line {line.number}: {sku}: the price {text} is more than can be kept.")
    amount = rounded(exact, named)
    if amount != exact:
        warnings.append(f"The price {text} of {sku} was rounded to {amount}.")
    elif not amount:
        warnings.append(f"The price of {sku} is zero.")
    return amount, named


def _gtin(cells: dict[str, str], sku: str, warnings: list[str]) -> str | None:
    found, warning = reading.gtin(cells.get("gtin", ""), sku=sku)
    _warn(warnings, warning)
    return found


def _quantity(line: Line, sku: str, warnings: list[str]) -> int | None:
    try:
        count, warning = reading.quantity(line.cells.get("quantity", ""), sku=sku)
    except CellRefused as refused:
        raise RowRefused(f"Line {line.number}: {sku}: {refused}") from None
    _warn(warnings, warning)
    return count


def _weight(cells: dict[str, str]) -> int | None:
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(g|kg|oz|lb)", cells.get("shipping_weight", "").lower())
    return round(Decimal(found[1].replace(",", ".")) * GRAMS[found[2]]) if found else None


def _category(cells: dict[str, str]) -> str | None:
    return reading.line(cells.get("product_type") or cells.get("google_product_category") or "")[:250] or None


def _language(cells: dict[str, str]) -> str | None:
    return cells.get("content_language", "")[:10] or None


def _images(cells: dict[str, str], sku: str, warnings: list[str]) -> tuple[str, ...] | None:
    links: list[str] = []
    for raw in (cells.get("image_link", ""), *cells.get("additional_image_link", "").split(",")):
        link, warning = reading.address(raw, name="picture", sku=sku)
        _warn(warnings, warning)
        links.append(link)
    return tuple(dict.fromkeys(link for link in links if link)) or None


def _attributes(
    cells: dict[str, str], sku: str, price: tuple[Decimal | None, str, bool], warnings: list[str]
) -> dict[str, str]:
    """What has no column of ours, each cell in the form that feeds of ours would have it."""
    told = _picked(cells, ATTRIBUTES)
    for name, read in READ.items():
        if raw := cells.get(name, ""):
            told[name], warning = read(raw, sku=sku)
            _warn(warnings, warning)
    if raw := cells.get("sale_price", ""):
        told["sale_price"], warning = _sale_price(raw, sku, *price)
        _warn(warnings, warning)
    return {name: value for name, value in told.items() if value}


def _sale_price(raw: str, sku: str, price: Decimal | None, currency: str, points: bool) -> tuple[str, str]:
    """As written; one that is not lower than the price, or cannot be read, is left out."""
    try:
        amount, named = read_price(raw, currency=currency, points=points)
    except PriceUnreadable as error:
        return "", f"The sale price of {sku} was left out: {error}"
    if price is not None and named == currency and amount >= price:
        return "", f"The sale price {raw} of {sku} is not lower than its price and was left out."
    return raw, ""


def _warn(warnings: list[str], warning: str) -> None:
    if warning:
        warnings.append(warning)


def _picked(cells: dict[str, str], names: Sequence[str]) -> dict[str, Any]:
    return {name: reading.line(cells[name]) for name in names if cells.get(name)}


#: Attributes that are checked, and how.
READ: dict[str, Callable[..., tuple[str, str]]] = {
    "availability": reading.availability, "tax_rate": reading.tax_rate,
    "link": partial(reading.address, name="link"), "adult": partial(reading.boolean, name="word for adults"),
    "identifier_exists": partial(reading.boolean, name="identifier_exists"),
}  # fmt: skip
