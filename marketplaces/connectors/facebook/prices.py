"""Prices as the catalogue shows them: written for people, with a sign and in the manner of some country."""

import re
import unicodedata
from decimal import Decimal

from marketplaces.framework.errors import UnexpectedPayload

#: Three places after the point; all others have two or none.
THREE_PLACES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
NUMBER = re.compile(r"\d[\d.,'’\s\u00a0\u202f\u2019\u066b\u066c]*")
SEPARATORS = re.compile(r"[^\d]")


def shown(text: str, currency: str, path: str) -> Decimal | None:
    """The amount, exact; None for an empty one.

    The last separator is the decimal one if as many digits follow as a currency can have; else it groups thousands.
    """
    if not text.strip():
        return None
    found = NUMBER.search(_plain(text))
    if found is None:
        raise UnexpectedPayload(path, text)
    number = found.group().rstrip(" .,'’\u00a0\u202f")
    whole, places = _parts(number, currency)
    return Decimal(f"{SEPARATORS.sub('', whole)}.{places}" if places else SEPARATORS.sub("", whole))


def written(amount: Decimal, currency: str) -> str:
    """As a batch takes it: `150.00 THB`."""
    return f"{amount:f} {currency}"


def _parts(number: str, currency: str) -> tuple[str, str]:
    last = max((match.start() for match in SEPARATORS.finditer(number)), default=-1)
    if last < 0:
        return number, ""
    after = number[last + 1 :]
    decimal = len(after) <= 2 or (currency in THREE_PLACES and len(after) == 3)
    return (number[:last], after) if decimal else (number, "")


def _plain(text: str) -> str:
    """Digits of every script as ours."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
