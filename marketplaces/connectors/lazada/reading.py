"""Reads single fields of Lazada's answers; another form than documented raises UnexpectedPayload with the name."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]
#: What to do about an answer that is no page of a list.
NO_PAGE = "Look whether the shop's address leads to the marketplace; what was stored before is safe."
YES = frozenset({"true", "1", "yes"})


def text(source: Json, name: str) -> str:
    """Text or number as text; "" where it is absent or null."""
    value = source.get(name)
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        raise UnexpectedPayload(name, value)
    return str(value)


def needed_text(source: Json, name: str) -> str:
    """Text that must be there."""
    value = text(source, name)
    if not value:
        raise UnexpectedPayload(name, source.get(name))
    return value


def flag(source: Json, name: str) -> bool:
    """A yes or no, which comes as a boolean here, as text there and as a digit elsewhere."""
    return text(source, name).lower() in YES


def whole(source: Json, name: str, default: int | None = None) -> int:
    """A whole number, also as text; without a default it must be there."""
    value = source.get(name)
    if value in (None, "") and default is not None:
        return default
    if isinstance(value, bool) or value is None:
        raise UnexpectedPayload(name, value)
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise UnexpectedPayload(name, value) from error
    if not number.is_finite() or number != number.to_integral_value():
        raise UnexpectedPayload(name, value)
    return int(number)


def identity(source: Json, name: str) -> str:
    """An id, which is a number in some answers and text in others."""
    return str(whole(source, name))


def find_money(source: Json, name: str) -> Decimal | None:
    """An amount exactly as written, with or without commas; None where it is absent, null or an empty text."""
    value = source.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(name, value)
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation as error:
        raise UnexpectedPayload(name, value) from error
    if not amount.is_finite():
        raise UnexpectedPayload(name, value)
    return amount


def money(source: Json, name: str) -> Decimal:
    """An amount; 0 where none is told."""
    return find_money(source, name) or Decimal(0)


def moment(source: Json, name: str) -> datetime:
    """`2026-01-01 07:00:17 +0700` or ISO 8601, as UTC. Without an offset nobody could tell the hour."""
    value = text(source, name)
    try:
        found = datetime.fromisoformat(value.replace(" +", "+").replace(" -", "-"))
    except ValueError as error:
        raise UnexpectedPayload(name, value) from error
    if found.tzinfo is None:
        raise UnexpectedPayload(name, value)
    return found.astimezone(UTC)


def find_moment(source: Json, name: str) -> datetime | None:
    """The same where the field is a courtesy: None for what is absent or cannot be read."""
    try:
        return moment(source, name)
    except UnexpectedPayload:
        return None


def find_milliseconds(source: Json, name: str) -> datetime | None:
    """Unix milliseconds as UTC; None where absent or 0."""
    stamp = whole(source, name, default=0)
    try:
        return datetime.fromtimestamp(stamp / 1000, UTC) if stamp > 0 else None
    except (ValueError, OverflowError, OSError) as error:
        raise UnexpectedPayload(name, stamp) from error


def mapping(source: Json, name: str) -> Json:
    """An object; empty where absent or null."""
    value = source.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnexpectedPayload(name, value)
    return value


def needed_mapping(source: Json, name: str) -> Json:
    """An object that must be there."""
    if source.get(name) is None:
        raise UnexpectedPayload(name, None)
    return mapping(source, name)


def rows(source: Json, name: str) -> Sequence[Json]:
    """A list of objects; empty where absent or null."""
    value = source.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise UnexpectedPayload(name, value)
    return value


def page(source: Json, name: str, *signs: str) -> Sequence[Json]:
    """The rows of one page of a list. Without the list and without each of `signs` it is no page: nothing was read."""
    if name not in source and not any(sign in source for sign in signs):
        raise UnexpectedPayload(name, dict(source), fix=NO_PAGE)
    return rows(source, name)


def names(source: Json, name: str) -> tuple[str, ...]:
    """A list of words, also one that is written as the text of a JSON list; empty where there is none."""
    value = source.get(name)
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise UnexpectedPayload(name, value) from error
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        raise UnexpectedPayload(name, value)
    return tuple(str(each) for each in value)
