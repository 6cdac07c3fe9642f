"""What the native systems write in their own way: nothing for zero, an empty object as a list, pieces from one on."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json

LARGEST = Decimal(10) ** 11


def money(value: Any, at: str) -> Decimal:
    """Exact, for their numbers with a point were never floats here; nothing is zero."""
    found = reading.find_money(value, at) or Decimal(0)
    if abs(found) >= LARGEST:
        raise UnexpectedPayload(at, value)
    return found


def written(amount: Decimal) -> str:
    """Two decimals, or up to four where there are more."""
    places = max(2, min(4, -int(amount.normalize().as_tuple().exponent)))
    return f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def text(row: Json, name: str) -> str:
    """Text, or a number of any size as text; "" where there is none."""
    return reading.text(row.get(name), name)


def needed(row: Json, name: str) -> str:
    """Text that cannot be missing."""
    return reading.needed_text(row.get(name), name)


def group(row: Json, name: str) -> Json:
    """An object; an empty one where there is none, which PHP writes as a list."""
    value = row.get(name)
    return reading.mapping(None if value == [] else value, name)


def rows(row: Json, name: str) -> list[Json]:
    """A list of objects; an empty one where there is none."""
    return list(reading.rows(row.get(name), name))


def units(row: Json, name: str) -> int:
    """A number of pieces, at least one; a number in quotes is none of theirs."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UnexpectedPayload(name, value)
    return value


def currency(row: Json) -> str:
    found = needed(row, "currency")
    if len(found) != 3:
        raise UnexpectedPayload("currency", found)
    return found
