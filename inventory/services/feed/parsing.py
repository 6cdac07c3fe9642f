"""A feed's lines become rows with a SKU, an exact price and a checked GTIN."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stdnum import ean
from stdnum.exceptions import ValidationError

from inventory.services.feed.prices import PriceUnreadable, read_price
from inventory.services.feed.table import FeedFile, Line

LARGEST_PRICE = Decimal(10) ** 11
LARGEST_STOCK = 1_000_000_000
#: Columns that tell the variants of one item group apart.
OPTIONS = ("color", "size", "material", "pattern", "gender", "age_group", "size_system", "size_type")
#: Kept as the feed says them; everything of Google's that has no column of ours.
ATTRIBUTES = (
    "mpn", "link", "condition", "availability", "identifier_exists", "google_product_category", "product_type",
    "sale_price", "custom_label_0", "custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4",
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


class RowRefused(ValueError):
    """str() is the sentence."""


def parse_rows(feed: FeedFile, *, currency: str) -> Parsed:
    """Every line becomes a row or a refusal. `currency` is the store's, for prices that name none.

    The SKU is the feed's `sku`, else its `id`. Not its `mpn`: that is the maker's number, and colours share it.
    """
    parsed = Parsed(refused=[(f"line {number}", sentence) for number, sentence in feed.torn])
    parsed.numbers = [number for number, _sentence in feed.torn]
    met: dict[str, int] = {}
    for line in feed.lines:
        try:
            row = _row(line, currency)
            if (before := met.setdefault(row.sku, line.number)) != line.number:
                raise RowRefused(f"Line {line.number}: {row.sku} is in line {before} already. Keep one of them.")
        except RowRefused as refused:
            parsed.refused.append((line.cells.get("id") or f"line {line.number}", str(refused)))
            parsed.numbers.append(line.number)
        else:
            parsed.rows.append(row)
    return parsed


def _row(line: Line, currency: str) -> FeedRow:
    cells = line.cells
    warnings: list[str] = []
    sku = cells.get("sku") or cells["id"]
    if not sku:
        raise RowRefused(f"Line {line.number} has no id. Give it one that never changes.")
    if len(sku) > 100:
        raise RowRefused(f"Line {line.number}: its id is longer than 100 characters. Shorten it.")
    if not cells["title"]:
        raise RowRefused(f"Line {line.number}: {sku} has no title. Enter one.")
    price, named = _price(line, sku, currency, warnings)
    return FeedRow(
        number=line.number, sku=sku, group=(cells.get("item_group_id") or cells["id"])[:200],
        title=cells["title"][:500], description=cells.get("description") or None,
        brand=cells.get("brand", "")[:150] or None, category=_category(cells), language=_language(cells),
        images=_images(cells), gtin=_gtin(cells, sku, warnings), price=price, currency=named,
        weight_g=_weight(cells), quantity=_quantity(line, sku, warnings), attributes=_picked(cells, ATTRIBUTES),
        options=_picked(cells, OPTIONS), warnings=tuple(warnings),
    )  # fmt: skip


def _price(line: Line, sku: str, currency: str, warnings: list[str]) -> tuple[Decimal | None, str]:
    text = line.cells.get("price", "")
    if not text:
        warnings.append(f"{sku} has no price in the feed. Enter one before it is offered anywhere.")
        return None, ""
    try:
        amount, named = read_price(text, currency=line.cells.get("currency", "").upper()[:3] or currency)
    except PriceUnreadable as error:
        raise RowRefused(f"Line {line.number}: {sku}: {error}") from None
    if amount >= LARGEST_PRICE:
        raise RowRefused(f"Line {line.number}: {sku}: the price {text} is more than can be kept.")
    return amount, named


def _gtin(cells: dict[str, str], sku: str, warnings: list[str]) -> str | None:
    """As written, leading zeros included; one that fails its check digit is not kept."""
    text = re.sub(r"[\s\-]", "", cells.get("gtin", ""))
    if not text.strip("0"):
        return None
    try:
        ean.validate(text)
    except ValidationError:
        damaged = " A spreadsheet has rounded it." if re.search(r"[eE]\+", text) else ""
        warnings.append(f"The GTIN {cells['gtin']} of {sku} is not right and was left out.{damaged} Correct it.")
        return None
    return text


def _quantity(line: Line, sku: str, warnings: list[str]) -> int | None:
    text = line.cells.get("quantity", "")
    if not text:
        return None
    if not re.fullmatch(r"\d+([.,]0+)?", text) or int(re.split("[.,]", text)[0]) > LARGEST_STOCK:
        warnings.append(f"The quantity “{text}” of {sku} is no count. Count it by hand.")
        return None
    return int(re.split("[.,]", text)[0])


def _weight(cells: dict[str, str]) -> int | None:
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(g|kg|oz|lb)", cells.get("shipping_weight", "").lower())
    return round(Decimal(found[1].replace(",", ".")) * GRAMS[found[2]]) if found else None


def _category(cells: dict[str, str]) -> str | None:
    return (cells.get("product_type") or cells.get("google_product_category") or "")[:250] or None


def _language(cells: dict[str, str]) -> str | None:
    return cells.get("content_language", "")[:10] or None


def _images(cells: dict[str, str]) -> tuple[str, ...] | None:
    links = [cells.get("image_link", ""), *cells.get("additional_image_link", "").split(",")]
    return tuple(dict.fromkeys(link.strip() for link in links if link.strip())) or None


def _picked(cells: dict[str, str], names: Sequence[str]) -> dict[str, Any]:
    return {name: cells[name] for name in names if cells.get(name)}
