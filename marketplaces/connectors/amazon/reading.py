"""What Amazon writes in its own way: amounts as objects, lists that hold one object per marketplace."""

from collections.abc import Mapping, Sequence
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
    "Json", "currency_of", "find_moment", "find_money", "listed", "mapping", "moment", "needed_text", "number",
    "of_place", "page_of", "read_all", "rows", "text", "whole", "written",
]  # fmt: skip


def find_money(value: Any, path: str) -> Decimal | None:
    """The amount, exactly as written; None where there is none."""
    return None if value is None else reading.find_money(mapping(value, path).get("amount"), f"{path}.amount")


def currency_of(value: Any) -> str:
    """The currency of an amount; "" where there is none."""
    return text(value.get("currencyCode")) if isinstance(value, Mapping) else ""


def number(amount: Decimal) -> int | float:
    """A price as a JSON number. Their calls take no text; what a number cannot hold exactly raises ValueError."""
    if amount == amount.to_integral_value():
        return int(amount)
    found = float(amount)
    if Decimal(repr(found)) != amount:
        raise ValueError(f"{amount} cannot be written exactly")
    return found


def of_place(found: Sequence[Json], place: str) -> Json:
    """The entry of this marketplace among those of a list, or the only one."""
    own = [each for each in found if text(each.get("marketplaceId") or each.get("marketplace_id")) in ("", place)]
    return own[0] if own else {}


def page_of(answer: Json, name: str) -> Sequence[Any]:
    """The rows of a list's page, which Amazon never leaves out."""
    if name not in answer:
        raise UnexpectedPayload(name, None, fix=NO_PAGE)
    return listed(answer.get(name), name)
