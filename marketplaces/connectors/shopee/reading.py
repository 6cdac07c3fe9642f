"""Reads single fields of Shopee's answers; another form than documented raises UnexpectedPayload with the name."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json


def text(source: Json, name: str) -> str:
    """Text or number as text; "" where it is absent or null."""
    value = source.get(name)
    if value is None:
        return ""
    if isinstance(value, (Mapping, list)):
        raise UnexpectedPayload(name, value)
    return str(value)


def needed_text(source: Json, name: str) -> str:
    """Text that must be there."""
    value = text(source, name)
    if not value:
        raise UnexpectedPayload(name, source.get(name))
    return value


def whole(source: Json, name: str, default: int | None = None) -> int:
    """A whole number; without a default it must be there."""
    return reading.whole(source.get(name), name, default)


def find_money(source: Json, name: str) -> Decimal | None:
    """An amount in major units, exactly as written; None where it is absent, null or an empty text."""
    return reading.find_money(source.get(name), name)


def find_moment(source: Json, name: str) -> datetime | None:
    """Unix seconds as UTC; None where absent, null or 0 (their way of saying "not yet")."""
    seconds = whole(source, name, default=0)
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError) as error:
        raise UnexpectedPayload(name, seconds) from error


def moment(source: Json, name: str) -> datetime:
    """Unix seconds that must be there."""
    found = find_moment(source, name)
    if found is None:
        raise UnexpectedPayload(name, source.get(name))
    return found


def mapping(source: Json, name: str) -> Json:
    """An object; empty where absent or null."""
    return reading.mapping(source.get(name), name)


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
        raise UnexpectedPayload(name, dict(source), fix=reading.NO_PAGE)
    return rows(source, name)


def names(source: Json, name: str) -> tuple[str, ...]:
    """A list of words; empty where absent or null."""
    value = source.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(name, value)
    return tuple(str(each) for each in value)
