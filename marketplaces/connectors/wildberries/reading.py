"""Reads single values of Wildberries' answers: kopecks, whole money, two kinds of time."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]
#: Times of statistics that name no zone are Moscow's, which knows no summer time.
MOSCOW = timezone(timedelta(hours=3))
#: What to do about an answer that is no page of a list.
NO_PAGE = "Look whether the shop's address leads to the marketplace; what was stored before is safe."
MINOR = Decimal(100)


def text(value: Any, path: str = "") -> str:
    """Text or number as text; "" for null."""
    if value is None:
        return ""
    if isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(path, value)
    return str(value).strip()


def needed_text(value: Any, path: str) -> str:
    """Text that must be there; a number as ids are must not be zero."""
    found = text(value, path)
    if not found or found == "0":
        raise UnexpectedPayload(path, value)
    return found


def find_amount(value: Any, path: str) -> Decimal | None:
    """An amount as it is written, None for null."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(path, value)
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise UnexpectedPayload(path, value) from error
    if not amount.is_finite():
        raise UnexpectedPayload(path, value)
    return amount


def find_minor(value: Any, path: str) -> Decimal | None:
    """An amount that was multiplied by a hundred; it is always whole."""
    amount = find_amount(value, path)
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return amount / MINOR


def whole(value: Any, path: str, default: int | None = None) -> int:
    """A whole number; without a default it must be there."""
    if value in (None, "") and default is not None:
        return default
    amount = find_amount(value, path)
    if amount is None or amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return int(amount)


def moment(value: Any, path: str, *, zone: timezone = UTC) -> datetime:
    """A time as UTC; one that names no zone is of this one."""
    if not isinstance(value, str):
        raise UnexpectedPayload(path, value)
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise UnexpectedPayload(path, value) from error
    return (found.replace(tzinfo=zone) if found.tzinfo is None else found).astimezone(UTC)


def seconds(when: datetime) -> str:
    """A time as order lists want it."""
    return str(int(when.timestamp()))


def in_moscow(when: datetime) -> str:
    """A time as statistics want it."""
    return when.astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M:%S")


def listed(value: Any, path: str) -> Sequence[Any]:
    """A list; empty for null."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(path, value)
    return value


def rows(value: Any, path: str) -> Sequence[Json]:
    """A list of objects; empty for null."""
    found = listed(value, path)
    for number, row in enumerate(found):
        if not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", row)
    return found


def page_of(answer: Any, name: str) -> Json:
    """One page of a list. An answer without the list's own name is none: nothing was read."""
    if not isinstance(answer, Mapping) or name not in answer:
        raise UnexpectedPayload(name, answer, fix=NO_PAGE)
    return answer


def data_of(answer: Any) -> Any:
    """What is inside the envelope of prices."""
    return page_of(answer, "data").get("data")


def is_number(identifier: str) -> bool:
    """Whether a text can be one of their ids."""
    return identifier.isascii() and identifier.isdigit() and len(identifier) < 19
