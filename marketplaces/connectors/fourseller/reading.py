"""Reads single values of 4Seller's answers: amounts as text or number, times in ISO 8601, everything else strict."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]


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


def find_money(value: Any, path: str) -> Decimal | None:
    """An amount, exact in either spelling; None for null and empty text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | Mapping):
        raise UnexpectedPayload(path, value)
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise UnexpectedPayload(path, value) from error
    if not amount.is_finite():
        raise UnexpectedPayload(path, value)
    return amount


def money(value: Any, path: str) -> Decimal:
    """An amount that must be there."""
    amount = find_money(value, path)
    if amount is None:
        raise UnexpectedPayload(path, value)
    return amount


def whole(value: Any, path: str, default: int | None = None) -> int:
    """A whole number, also as text; without a default it must be there."""
    if value in (None, "") and default is not None:
        return default
    amount = find_money(value, path)
    if amount is None or amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return int(amount)


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC, also where its zone is missing; None for null and empty text."""
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
    """A time as they write it, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


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
