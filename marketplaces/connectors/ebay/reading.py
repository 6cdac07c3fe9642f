"""What eBay writes in its own way: amounts as objects of value and currency, lists of words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import (
    NO_PAGE,
    Json,
    find_moment,
    listed,
    mapping,
    moment,
    needed_text,
    read_all,
    rows,
    text,
    whole,
    written,
)

__all__ = [
    "Json", "find_moment", "find_money", "mapping", "moment", "money", "needed_text", "page_of", "read_all", "rows",
    "text", "whole", "words", "written",
]  # fmt: skip


def find_money(value: Any, path: str) -> Decimal | None:
    """The value of an amount, exactly as written; None where there is no amount."""
    return None if value is None else reading.money(mapping(value, path).get("value"), f"{path}.value")


def money(value: Any, path: str) -> Decimal:
    """An amount that must be there."""
    found = find_money(value, path)
    if found is None:
        raise UnexpectedPayload(path, value)
    return found


def words(value: Any, path: str) -> tuple[str, ...]:
    """A list of texts; empty for what is not there."""
    return tuple(text(each, f"{path}[]") for each in listed(value, path))


def page_of(answer: Json, name: str) -> Sequence[Any]:
    """The rows of a list's page. An empty list may be left out, but then the page says how many there are in all."""
    if name not in answer and "total" not in answer:
        raise UnexpectedPayload(name, None, fix=NO_PAGE)
    return listed(answer.get(name), name)
