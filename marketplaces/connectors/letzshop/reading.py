"""What Letzshop writes in its own way: prices in three spellings, and whole seconds."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json, find_moment, mapping, moment, needed_text, read_all, rows, text, whole

__all__ = [
    "CURRENCY", "Json", "amount", "find_moment", "find_price", "mapping", "moment", "needed_text", "price", "read_all",
    "rows", "text", "whole", "written",
]  # fmt: skip
CURRENCY = "EUR"
PRICE = re.compile(r"(?:(?P<before>[A-Z]{3}) )?(?P<amount>-?\d{1,12}(?:\.\d{1,4})?)(?: ?(?P<after>[A-Z]{3}|€))?")


def find_price(value: Any, path: str) -> tuple[Decimal, str] | None:
    """Amount and currency of "24.90", 24.9 or "24.90 EUR", exact; None for null and empty text."""
    said = text(value, path)
    if not said:
        return None
    found = PRICE.fullmatch(said)
    if found is None:
        raise UnexpectedPayload(path, value)
    named = found["before"] or found["after"] or ""
    return Decimal(found["amount"]), CURRENCY if named in ("", "€") else named


def price(value: Any, path: str) -> tuple[Decimal, str]:
    """An amount that must be there."""
    found = find_price(value, path)
    if found is None:
        raise UnexpectedPayload(path, value)
    return found


def amount(value: Any, path: str) -> Decimal | None:
    """The amount alone; None for null."""
    found = find_price(value, path)
    return None if found is None else found[0]


def written(when: datetime) -> str:
    """A time as the dialect "seed" writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
