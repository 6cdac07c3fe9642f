"""Single cells of a feed as people and spreadsheets write them: a value, and a warning where it is not the one written.

What cannot be kept raises CellRefused: that row is corrected by a person, and the rest comes in.
"""

import re
import unicodedata

from stdnum import ean
from stdnum.exceptions import ValidationError

LARGEST_STOCK = 1_000_000_000
IN_STOCK, OUT_OF_STOCK, PREORDER, BACKORDER = "in_stock", "out_of_stock", "preorder", "backorder"
#: In the languages that feeds come in, without blanks, lines and case.
AVAILABILITIES = {
    "instock": IN_STOCK, "available": IN_STOCK, "enstock": IN_STOCK, "disponible": IN_STOCK, "auflager": IN_STOCK,
    "lieferbar": IN_STOCK, "vorrätig": IN_STOCK, "oplager": IN_STOCK, "вналичии": IN_STOCK, "disponibile": IN_STOCK,
    "limitedavailability": IN_STOCK, "instoreonly": IN_STOCK, "onlineonly": IN_STOCK,
    "outofstock": OUT_OF_STOCK, "soldout": OUT_OF_STOCK, "discontinued": OUT_OF_STOCK, "rupturedestock": OUT_OF_STOCK,
    "épuisé": OUT_OF_STOCK, "indisponible": OUT_OF_STOCK, "nichtauflager": OUT_OF_STOCK, "ausverkauft": OUT_OF_STOCK,
    "nichtlieferbar": OUT_OF_STOCK, "netoplager": OUT_OF_STOCK, "нетвналичии": OUT_OF_STOCK, "esaurito": OUT_OF_STOCK,
    "agotado": OUT_OF_STOCK,
    "preorder": PREORDER, "presale": PREORDER, "précommande": PREORDER, "vorbestellbar": PREORDER,
    "предзаказ": PREORDER,
    "backorder": BACKORDER, "availablefororder": BACKORDER, "подзаказ": BACKORDER, "surcommande": BACKORDER,
}  # fmt: skip
YES = frozenset({"true", "yes", "1", "ja", "wahr", "oui", "vrai", "да"})
NO = frozenset({"false", "no", "0", "nein", "falsch", "non", "faux", "нет"})
GTIN_LENGTHS = (8, 12, 13, 14)
ACTIVE = re.compile(r"<(script|style|iframe|object|embed)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
HANDLER = re.compile(r"""\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
#: Letters of UTF-8 that were read as cp1252 and written again.
ENCODED_TWICE = re.compile("[ÃÂ][\u0080-\u00bf\u2018-\u203a\u20ac\u2122]")


class CellRefused(ValueError):
    """str() is the sentence; the row cannot be kept."""


def code(raw: str) -> str:
    """A SKU without the apostrophe that keeps a spreadsheet from reading it as a formula or a number."""
    said = unicodedata.normalize("NFC", raw.strip())
    return said[1:] if len(said) > 1 and said[0] == "'" and said[1] in "=+-@0123456789" else said


def line(raw: str) -> str:
    """One line of text: blanks and line breaks between words are one blank, letters are composed ones."""
    return unicodedata.normalize("NFC", " ".join(raw.split()))


def text(raw: str) -> str:
    """Text that may be HTML, without what acts; line breaks stay."""
    calm = HANDLER.sub("", ACTIVE.sub("", raw)) if "<" in raw else raw
    return unicodedata.normalize("NFC", calm.strip())


def looks_encoded_twice(said: str) -> bool:
    """Whether it says “CrÃ©mant” where “Crémant” is meant; that is told, and never repaired on a guess."""
    return ENCODED_TWICE.search(said) is not None


def gtin(raw: str, *, sku: str) -> tuple[str | None, str]:
    """Digits with a good check digit, leading zeros kept or given back; any other is left out, never the row."""
    said = re.sub(r"[\s\-]", "", raw).removeprefix("'")
    if not said:
        return None, ""
    if not said.strip("0"):
        return None, f"The GTIN of {sku} is all zeros and was left out."
    for candidate in (said, f"0{said}"):
        if len(candidate) in GTIN_LENGTHS and _checks(candidate):
            return candidate, ""
        if len(said) in GTIN_LENGTHS or not said.isdigit():
            break  # a zero is given back only where a spreadsheet can have taken it
    damaged = " A spreadsheet has rounded it." if re.search(r"[eE]\+", said) else ""
    return None, f"The GTIN {raw} of {sku} is not right and was left out.{damaged} Correct it."


def _checks(digits: str) -> bool:
    try:
        ean.validate(digits)
    except ValidationError:
        return False
    return True


def quantity(raw: str, *, sku: str) -> tuple[int | None, str]:
    """Whole pieces. Raises CellRefused for what is no number of them."""
    said = raw.strip().removeprefix("'")
    if not said:
        return None, ""
    found = re.fullmatch(r"(>=?|\+)?\s*(-?\d{1,12})(?:[.,]0+)?\+?", said)
    if found is None or int(found[2]) > LARGEST_STOCK:
        raise CellRefused(f"its quantity “{raw}” is no number of pieces. Enter one, or leave it empty.")
    count = int(found[2])
    if count < 0:
        return 0, f"The quantity {raw} of {sku} is below zero; it counts as none."
    vague = found[1] or said.endswith("+")
    return count, f"The quantity “{raw}” of {sku} counts as {count}." if vague else ""


def availability(raw: str, *, sku: str) -> tuple[str, str]:
    """One of Google's four words, whatever the language; nothing is sold on a guess."""
    word = line(raw).lower().rstrip("/").rpartition("/")[2]
    found = AVAILABILITIES.get(re.sub(r"[\s_\-]+", "", word))
    if found is None:
        return OUT_OF_STOCK, f"“{raw}” of {sku} is no availability we know; it was taken for out of stock."
    return found, ""


def boolean(raw: str, *, name: str, sku: str) -> tuple[str, str]:
    """yes or no, in the words of several languages; any other is left out."""
    word = raw.strip().lower()
    if word in YES | NO:
        return ("yes" if word in YES else "no"), ""
    return "", f"The {name} “{raw}” of {sku} is neither yes nor no and was left out."


def tax_rate(raw: str, *, sku: str) -> tuple[str, str]:
    """Percent as a plain number; what looks like a fraction is left out."""
    said = raw.strip().removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", said) or 0 < float(said) < 1:
        return "", f"The tax rate {raw} of {sku} is no percentage and was left out."
    return said, ""


def address(raw: str, *, name: str, sku: str) -> tuple[str, str]:
    """A web address; any other kind is left out."""
    said = raw.strip()
    if said.startswith("//"):
        said = f"https:{said}"
    if not said or re.match(r"https?://[^\s/]+", said, re.IGNORECASE):
        return said, ""
    return "", f"The {name} {said[:60]} of {sku} is no web address and was left out."
