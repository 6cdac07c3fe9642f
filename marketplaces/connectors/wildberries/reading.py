"""What Wildberries writes in its own way: kopecks, zeros for missing ids, statistics in Moscow's time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import (
    Json,
    find_money,
    listed,
    mapping,
    moment,
    needed_text,
    read_all,
    rows,
    text,
    whole,
)

__all__ = [
    "MOSCOW", "Json", "data_of", "find_minor", "find_money", "identifier", "in_moscow", "is_number", "listed",
    "mapping", "moment", "moscow_moment", "needed_text", "page_of", "read_all", "rows", "seconds", "text", "whole",
]  # fmt: skip

#: Times of statistics that name no zone are Moscow's, which knows no summer time.
MOSCOW = timezone(timedelta(hours=3))
MINOR = Decimal(100)


def identifier(value: Any, path: str) -> str:
    """A number of theirs, as text; zero stands for none."""
    found = needed_text(value, path)
    if found == "0":
        raise UnexpectedPayload(path, value)
    return found


def find_minor(value: Any, path: str) -> Decimal | None:
    """An amount that was multiplied by a hundred; it is always whole."""
    amount = find_money(value, path)
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return amount / MINOR


def moscow_moment(value: Any, path: str) -> datetime:
    """A time of statistics as UTC."""
    try:
        found = datetime.fromisoformat(value)
        return (found.replace(tzinfo=MOSCOW) if found.tzinfo is None else found).astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise UnexpectedPayload(path, value) from error


def seconds(when: datetime) -> str:
    """A time as order lists want it."""
    return str(int(when.timestamp()))


def in_moscow(when: datetime) -> str:
    """A time as statistics want it."""
    return when.astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M:%S")


def page_of(answer: Any, name: str) -> Json:
    """One page of a list. An answer without the list's own name is none: nothing was read."""
    if not isinstance(answer, Mapping) or name not in answer:
        raise UnexpectedPayload(name, answer, fix=reading.NO_PAGE)
    return answer


def data_of(answer: Any) -> Any:
    """What is inside the envelope of prices."""
    return page_of(answer, "data").get("data")


def is_number(identifier: str) -> bool:
    """Whether a text can be one of their ids."""
    return identifier.isascii() and identifier.isdigit() and len(identifier) < 19
