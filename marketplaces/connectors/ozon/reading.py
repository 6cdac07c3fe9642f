"""What Ozon writes in its own way: amounts inside an object, a time that was never set, answers inside `result`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json, listed, mapping, needed_text, rows, text, whole, written

__all__ = [
    "Json", "find_moment", "find_money", "listed", "mapping", "money", "needed_text", "page_of", "rows", "text",
    "whole", "whole_answer", "written",
]  # fmt: skip
#: How a time begins that was never set: the year 1.
NEVER = "0001-"


def find_money(value: Any, path: str) -> Decimal | None:
    """An amount, written as text, as a number or inside {amount, currency}; None for null and empty text."""
    if isinstance(value, Mapping):
        return find_money(value.get("amount"), f"{path}.amount")
    return reading.find_money(value, path)


def money(value: Any, path: str) -> Decimal:
    """An amount that must be there."""
    amount = find_money(value, path)
    if amount is None:
        raise UnexpectedPayload(path, value)
    return amount


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC; None for null, empty text and the year 1: so Ozon says what has not happened yet."""
    never = isinstance(value, str) and value.startswith(NEVER)
    return None if never else reading.find_moment(value, path)


def whole_answer(answer: Any) -> Json:
    """The answer's own object: some printed answers wrap it in `result`, the schema does not."""
    found = mapping(answer, "answer")
    inner = found.get("result")
    return inner if isinstance(inner, Mapping) else found


def page_of(answer: Any, name: str) -> Json:
    """One page of a list. An answer with neither the list nor any word about its place is none: nothing was read.

    Empty lists may be left out or null, so either the list's own name or one of the paging fields must be there.
    """
    found = whole_answer(answer)
    if not {name, "has_next", "cursor", "last_id", "total"} & found.keys():
        raise UnexpectedPayload(name, answer, fix=reading.NO_PAGE)
    return found
