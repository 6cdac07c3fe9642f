"""Reads single values of a marketplace's answers; another form than expected raises UnexpectedPayload with its path.

What one marketplace writes in its own way stands in the `reading.py` of its connector.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.results import RefusedItem

T = TypeVar("T")
Json = Mapping[str, Any]
#: How numbers and texts come out of JSON.
PLAIN = frozenset({str, int, Decimal})
#: What to do about an answer that is no page of a list.
NO_PAGE = "Look whether the shop's address leads to the marketplace; what was stored before is safe."


def text(value: Any, path: str = "") -> str:
    """Text or number as text (identifiers come as either), without blanks around it; "" for null."""
    if type(value) is str:  # most are; the question below is a dear one
        return value.strip()
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
    """An amount, exact, written as text or as a number; None for null and empty text."""
    if value is None or value == "":
        return None
    if type(value) not in PLAIN and isinstance(value, bool | Mapping | list):
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
    """An ISO 8601 time as UTC, also where its zone is missing; None for null and empty text."""
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
    """A time in ISO 8601 to the millisecond, as most of them write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def mapping(value: Any, path: str) -> Json:
    """An object; empty for null."""
    if value is None:
        return {}
    if type(value) is not dict and not isinstance(value, Mapping):
        raise UnexpectedPayload(path, value)
    return value


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
        if type(row) is not dict and not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", row)
    return found


def read_all(found: Sequence[Any], read: Callable[[Json], T], id_name: str) -> tuple[list[T], list[RefusedItem]]:
    """What could be read, and what could not with the reason: one odd row never stops the others.

    `id_name` names a row that could not be read; "offer.id" looks inside.
    """
    items: list[T] = []
    refused: list[RefusedItem] = []
    for row in found:
        if not isinstance(row, Mapping):
            refused.append(RefusedItem(remote_id="", error=UnexpectedPayload(id_name, row), raw={"row": row}))
            continue
        try:
            items.append(read(row))
        except UnexpectedPayload as error:
            refused.append(RefusedItem(remote_id=_id(row, id_name), error=error, raw=row))
    return items, refused


def _id(row: Json, path: str) -> str:
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return str(found or "")
