"""Reads single values of eBay's answers: amounts as text, times in ISO 8601; anything else raises UnexpectedPayload."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]


def text(value: Any, path: str = "") -> str:
    """Text, or a whole number as text; "" for what is not there."""
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


def whole(value: Any, path: str, default: int | None = None) -> int:
    """A whole number; without a default it must be there."""
    if value in (None, "") and default is not None:
        return default
    number = _decimal(value, path)
    if number != number.to_integral_value():
        raise UnexpectedPayload(path, value)
    return int(number)


def find_money(value: Any, path: str) -> Decimal | None:
    """The value of an amount, exactly as written; None where there is no amount."""
    if value is None:
        return None
    amount = mapping(value, path)
    return _decimal(amount.get("value"), f"{path}.value")


def money(value: Any, path: str) -> Decimal:
    """An amount that must be there."""
    found = find_money(value, path)
    if found is None:
        raise UnexpectedPayload(path, value)
    return found


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC; None for what is not there."""
    if value is None or value == "":
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise UnexpectedPayload(path, value) from error


def moment(value: Any, path: str) -> datetime:
    """A time that must be there."""
    found = find_moment(value, path)
    if found is None:
        raise UnexpectedPayload(path, value)
    return found


def written(moment: datetime) -> str:
    """A time as eBay writes it: UTC, with exactly three digits after the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def mapping(value: Any, path: str) -> Json:
    """An object; empty for what is not there."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnexpectedPayload(path, value)
    return value


def rows(value: Any, path: str) -> Sequence[Json]:
    """A list of objects; empty for what is not there."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(path, value)
    for number, row in enumerate(value):
        if not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", row)
    return value


def words(value: Any, path: str) -> tuple[str, ...]:
    """A list of texts; empty for what is not there."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(path, value)
    return tuple(text(each, f"{path}[]") for each in value)


def _decimal(value: Any, path: str) -> Decimal:
    if value is None or isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(path, value)
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise UnexpectedPayload(path, value) from error
    if not number.is_finite():
        raise UnexpectedPayload(path, value)
    return number
