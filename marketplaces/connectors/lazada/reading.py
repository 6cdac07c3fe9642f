"""Reads single fields of Lazada's answers; another form than documented raises UnexpectedPayload with the name."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json

YES = frozenset({"true", "1", "yes"})


def text(source: Json, name: str) -> str:
    """Text or number as text; "" where it is absent or null."""
    return reading.text(source.get(name), name)


def needed_text(source: Json, name: str) -> str:
    """Text that must be there."""
    return reading.needed_text(source.get(name), name)


def flag(source: Json, name: str) -> bool:
    """A yes or no, which comes as a boolean here, as text there and as a digit elsewhere."""
    value = source.get(name)
    return value if isinstance(value, bool) else reading.text(value, name).lower() in YES


def whole(source: Json, name: str, default: int | None = None) -> int:
    """A whole number, also as text; without a default it must be there."""
    return reading.whole(source.get(name), name, default)


def identity(source: Json, name: str) -> str:
    """An id, which is a number in some answers and text in others."""
    return str(whole(source, name))


def find_money(source: Json, name: str) -> Decimal | None:
    """An amount exactly as written, with or without commas; None where it is absent, null or an empty text."""
    value = source.get(name)
    return reading.find_money(value.replace(",", "") if isinstance(value, str) else value, name)


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
    return reading.mapping(source.get(name), name)


def needed_mapping(source: Json, name: str) -> Json:
    """An object that must be there."""
    if source.get(name) is None:
        raise UnexpectedPayload(name, None)
    return mapping(source, name)


def rows(source: Json, name: str) -> Sequence[Json]:
    """A list of objects; empty where absent or null."""
    return reading.rows(source.get(name), name)


def page(source: Json, name: str, *signs: str) -> Sequence[Json]:
    """The rows of one page of a list. Without the list and without each of `signs` it is no page: nothing was read."""
    if name not in source and not any(sign in source for sign in signs):
        raise UnexpectedPayload(name, dict(source), fix=reading.NO_PAGE)
    return rows(source, name)


def names(source: Json, name: str) -> tuple[str, ...]:
    """A list of words, also one that is written as the text of a JSON list; empty where there is none."""
    return tuple(str(each) for each in reading.listed(_unfolded(source.get(name), name), name))


def _unfolded(value: Any, name: str) -> Any:
    """One word alone, and a list that is written as text, as a list."""
    if not isinstance(value, str):
        return value
    if not value.startswith("["):
        return [value] if value else None
    try:
        return json.loads(value)
    except ValueError as error:
        raise UnexpectedPayload(name, value) from error
