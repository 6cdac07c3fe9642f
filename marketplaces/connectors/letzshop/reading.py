"""Reads single values of the answers: prices in three spellings, times with their offset, the rest strict."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]
CURRENCY = "EUR"
PRICE = re.compile(r"(?:(?P<before>[A-Z]{3}) )?(?P<amount>-?\d{1,12}(?:\.\d{1,4})?)(?: ?(?P<after>[A-Z]{3}|€))?")


def text(value: Any, path: str = "") -> str:
    """Text or a whole number as text; "" for null."""
    if value is None:
        return ""
    if isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(path, value)
    return str(value).strip()


def needed_text(value: Any, path: str) -> str:
    """Text that must be there."""
    found = text(value, path)
    if not found:
        raise UnexpectedPayload(path, value)
    return found


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


def whole(value: Any, path: str) -> int:
    """A whole number that must be there."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnexpectedPayload(path, value)
    return value


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC; None for null. One without an offset could be any hour, so it is refused."""
    if value is None or value == "":
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise UnexpectedPayload(path, value) from error
    if found.tzinfo is None:
        raise UnexpectedPayload(path, value)
    return found.astimezone(UTC)


def moment(value: Any, path: str) -> datetime:
    """A time that must be there."""
    found = find_moment(value, path)
    if found is None:
        raise UnexpectedPayload(path, value)
    return found


def written(when: datetime) -> str:
    """A time as the dialect "seed" writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def mapping(value: Any, path: str) -> Json:
    """An object; empty for null."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnexpectedPayload(path, value)
    return value


def rows(value: Any, path: str) -> Sequence[Json]:
    """A list of objects; empty for null."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(path, value)
    for number, row in enumerate(value):
        if not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", row)
    return value
