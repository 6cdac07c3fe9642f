"""Single values of the native systems. A value of another kind raises UnexpectedPayload, naming its field."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]


def money(value: Any, at: str) -> Decimal:
    """Exact: text, a whole number, or a Decimal that was never a float. None and "" are nothing."""
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise UnexpectedPayload(at, value)
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise UnexpectedPayload(at, value) from None
    if not found.is_finite() or abs(found) >= 10**11:
        raise UnexpectedPayload(at, value)
    return found


def written(amount: Decimal) -> str:
    """Two decimals, or up to four where there are more."""
    places = max(2, min(4, -int(amount.normalize().as_tuple().exponent)))
    return f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def text(row: Json, name: str) -> str:
    """Text or a number as text; "" where there is none."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnexpectedPayload(name, value)
    return str(value)


def needed(row: Json, name: str) -> str:
    """Text that cannot be missing; a number of any size stays exact."""
    found = text(row, name).strip()
    if not found:
        raise UnexpectedPayload(name, row.get(name))
    return found


def group(row: Json, name: str) -> Json:
    """An object; an empty one where there is none."""
    value = row.get(name)
    if value is None or value == []:  # PHP writes an empty object as a list
        return {}
    if not isinstance(value, Mapping):
        raise UnexpectedPayload(name, value)
    return value


def rows(row: Json, name: str) -> list[Json]:
    """A list of objects; an empty one where there is none."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise UnexpectedPayload(name, value)
    return value


def units(row: Json, name: str) -> int:
    """A number of pieces, at least one."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UnexpectedPayload(name, value)
    return value


def currency(row: Json) -> str:
    found = needed(row, "currency")
    if len(found) != 3:
        raise UnexpectedPayload("currency", found)
    return found
