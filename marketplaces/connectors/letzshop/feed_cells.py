"""Single cells of a feed as people write them: pure. A value and a warning, or CellRefused where none can be kept."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from .reading import CURRENCY

T = TypeVar("T")
Read = tuple[T, str]
CENT = Decimal("0.01")
#: Languages that write the fraction behind a comma.
COMMA = frozenset({"fr", "de", "lb"})
IN_STOCK, OUT_OF_STOCK, PREORDER, BACKORDER = "in_stock", "out_of_stock", "preorder", "backorder"
AVAILABILITIES = {
    "instock": IN_STOCK, "enstock": IN_STOCK, "disponible": IN_STOCK, "auflager": IN_STOCK, "oplager": IN_STOCK,
    "lieferbar": IN_STOCK, "vorrätig": IN_STOCK,
    "outofstock": OUT_OF_STOCK, "rupturedestock": OUT_OF_STOCK, "nichtauflager": OUT_OF_STOCK,
    "netoplager": OUT_OF_STOCK, "ausverkauft": OUT_OF_STOCK, "épuisé": OUT_OF_STOCK, "indisponible": OUT_OF_STOCK,
    "preorder": PREORDER, "précommande": PREORDER, "vorbestellbar": PREORDER,
    "backorder": BACKORDER, "availablefororder": BACKORDER,
}  # fmt: skip
YES, NO = (
    frozenset({"true", "yes", "ja", "wahr", "oui", "vrai"}),
    frozenset({"false", "no", "nein", "falsch", "non", "faux"}),
)
RATES = frozenset({Decimal(each) for each in (0, 3, 8, 14, 17)})
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))
GTIN_LENGTHS = (8, 12, 13, 14)
ACTIVE = re.compile(r"<(script|style|iframe|object|embed)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
HANDLER = re.compile(r"""\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


class CellRefused(ValueError):
    """str() is the sentence; the row cannot be kept."""


def price(raw: str, *, language: str = "") -> Read[tuple[Decimal, str]]:
    """An amount to the cent and its currency. What can be read two ways is refused: a price is never guessed."""
    said = raw.strip().removeprefix("'")
    if not said:
        raise CellRefused("The price is empty. Enter one.")
    plain = said.translate(SPACES)
    numbers = re.findall(r"\d[\d.,]*", plain)
    if len(numbers) != 1:
        raise CellRefused(f"“{raw}” is no single price. Write it like 49.90 EUR.")
    before, _, after = plain.partition(numbers[0])
    if "-" in before or "−" in before:
        raise CellRefused(f"The price {raw} is below zero.")
    word = (before + after).strip(".").upper()
    currency = CURRENCY if word in ("", "€") else word
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise CellRefused(f"“{raw}” names no currency we know. Write it like 49.90 EUR.")
    exact = _number(numbers[0].rstrip(".,"), raw, language)
    rounded = exact.quantize(CENT, ROUND_HALF_UP)
    return (rounded, currency), _price_warning(raw, exact, rounded, currency)


def _price_warning(raw: str, exact: Decimal, rounded: Decimal, currency: str) -> str:
    if exact != rounded:
        return f"The price {raw} was rounded to {rounded}."
    if not exact:
        return "The price is zero."
    return (
        f"The price is in {currency}, not in {CURRENCY}; it was kept and not converted." if currency != CURRENCY else ""
    )


def _number(number: str, raw: str, language: str) -> Decimal:
    """Two different marks: the last one is the decimal one. One mark: decimal, unless three digits make it doubtful."""
    marks = [mark for mark in ".," if mark in number]
    if not marks:
        return Decimal(number)
    if len(marks) == 2:
        decimal = max(marks, key=number.rindex)
        whole, _, part = number.rpartition(decimal)
        return Decimal(f"{_grouped(whole, {'.': ',', ',': '.'}[decimal], raw)}.{part or '0'}")
    (mark,) = marks
    if number.count(mark) > 1:
        return Decimal(_grouped(number, mark, raw))
    whole, _, part = number.partition(mark)
    doubtful = len(part) == 3 and 1 <= len(whole) <= 3 and whole != "0"
    if doubtful and (mark == "," or language in COMMA):
        raise CellRefused(f"“{raw}” could be {whole}{part} or {whole}.{part}. Write it with two decimals.")
    return Decimal(f"{whole}.{part or '0'}")


def _grouped(whole: str, mark: str, raw: str) -> str:
    first, *groups = whole.split(mark)
    if (not 1 <= len(first) <= 3 and groups) or not all(len(each) == 3 and each.isdigit() for each in groups):
        raise CellRefused(f"“{raw}” is no price. Write it like 1234.50 EUR.")
    return first + "".join(groups)


def sale_price(raw: str, regular: Decimal, *, language: str = "") -> Read[Decimal | None]:
    """A lower price for now; one that is not lower, or cannot be read, is dropped."""
    if not raw.strip():
        return None, ""
    try:
        (amount, _), warning = price(raw, language=language)
    except CellRefused as refused:
        return None, f"The sale price was left out: {refused}"
    if amount >= regular:
        return None, f"The sale price {raw} is not lower than the price and was left out."
    return amount, warning


def gtin(raw: str) -> Read[str]:
    """Digits with a good check digit, leading zeros kept or given back; "" for any other, which never costs the row."""
    said = re.sub(r"[\s\-]", "", raw).removeprefix("'")
    if not said:
        return "", ""
    if not said.isascii() or not said.isdigit():
        damaged = " A spreadsheet has rounded it." if re.search(r"[eE]\+", said) else ""
        return "", f"The GTIN {raw.strip()} is no number and was left out.{damaged}"
    if not said.strip("0"):
        return "", "The GTIN is all zeros and was left out."
    if len(said) in GTIN_LENGTHS and _checks(said):
        return said, ""
    if len(said) + 1 in GTIN_LENGTHS and len(said) not in GTIN_LENGTHS and _checks(f"0{said}"):
        return f"0{said}", ""
    return "", f"The check digit of the GTIN {said} is wrong; it was left out."


def _checks(digits: str) -> bool:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def availability(raw: str) -> Read[str]:
    """In any of the feeds' languages; nothing is sold on a guess."""
    word = raw.strip().lower().rstrip("/").rpartition("/")[2]
    found = AVAILABILITIES.get(re.sub(r"[\s_\-]+", "", word))
    if found is not None:
        return found, ""
    return OUT_OF_STOCK, f"“{raw}” is no availability we know; the product is not sold until it is corrected."


def boolean(raw: str) -> Read[bool | None]:
    """Yes and no in the words that the platform takes."""
    word = raw.strip().lower()
    if word in YES or word in NO:
        return word in YES, ""
    return None, f"“{raw}” is neither yes nor no." if word else ""


def tax_rate(raw: str) -> Read[Decimal | None]:
    """Percent. A fraction is a mistake; a rate of another country is kept."""
    said = raw.strip().removesuffix("%").strip().replace(",", ".")
    if not said:
        return None, ""
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", said) or 0 < Decimal(said) < 1:
        return None, f"The tax rate {raw} is no percentage; the shop's usual one is taken."
    rate = Decimal(said)
    return rate, "" if rate in RATES else f"{raw} is no tax rate of Luxembourg; it was kept."


def quantity(raw: str) -> Read[int | None]:
    """Whole pieces."""
    said = raw.strip().removeprefix("'")
    if not said:
        return None, ""
    found = re.fullmatch(r"(>=?|\+)?\s*(-?\d{1,9})(?:[.,]0+)?\+?", said)
    if found is None:
        raise CellRefused(f"The quantity “{raw}” is no number of pieces.")
    count = int(found[2])
    if count < 0:
        return 0, f"The quantity {raw} is below zero; it counts as none."
    return count, f"The quantity “{raw}” counts as {count}." if found[1] else ""


def title(raw: str) -> str:
    """One line, composed letters."""
    return unicodedata.normalize("NFC", " ".join(raw.split()))


def description(raw: str) -> str:
    """HTML without what acts."""
    return unicodedata.normalize("NFC", HANDLER.sub("", ACTIVE.sub("", raw)).strip())


def address(raw: str, what: str) -> Read[str]:
    """A web address; any other kind is dropped."""
    said = raw.strip()
    if said.startswith("//"):
        said = f"https:{said}"
    if not said or re.match(r"https?://[^\s/]+", said, re.IGNORECASE):
        return said, ""
    return "", f"The {what} {said[:60]} is no web address and was left out."


def plain(raw: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    said = raw.strip()
    return said[1:] if len(said) > 1 and said[0] == "'" and said[1] in "=+-@0123456789" else said
