"""The shape of a request as a small table, and the judge that holds a query and a body against it.

A name that ends in "!" is required. Whatever a table does not name is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from marketplaces.sandbox.messages import Request

Check = Callable[[Any, str], Any]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)")
SKU = re.compile(r"(?=.*\S)[^\x00-\x08\x0A-\x1f\x7f]{1,255}")


class Wrong(ValueError):
    """The request does not fit; the text names the place."""


def text(*, longest: int | None = None) -> Check:
    def check(value: Any, where: str) -> Any:
        if not isinstance(value, str):
            raise Wrong(f"{where}: a string is expected")
        if longest is not None and len(value) > longest:
            raise Wrong(f"{where}: at most {longest} characters")
        return value

    return check


def sku(value: Any, where: str) -> Any:
    if not isinstance(value, str) or not SKU.fullmatch(value):
        raise Wrong(f"{where}: a SKU of 1 to 255 characters is expected")
    return value


def whole(low: int = -(2**63), high: int = 2**63 - 1) -> Check:
    def check(value: Any, where: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Wrong(f"{where}: an integer from {low} to {high} is expected")
        return value

    return check


def number(low: float = 0) -> Check:
    def check(value: Any, where: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or value < low:
            raise Wrong(f"{where}: a number from {low:g} is expected")
        return value

    return check


def flag(value: Any, where: str) -> Any:
    if not isinstance(value, bool):
        raise Wrong(f"{where}: true or false is expected")
    return value


def moment(value: Any, where: str) -> Any:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise Wrong(f"{where}: a date-time with an offset, like 2026-10-01T00:00:00+03:00, is expected")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise Wrong(f"{where}: {value!r} is no date-time") from None


def day(value: Any, where: str) -> Any:
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise Wrong(f"{where}: a date like 2026-10-01 is expected") from None


def one_of(*allowed: str) -> Check:
    def check(value: Any, where: str) -> Any:
        if value not in allowed:
            raise Wrong(f"{where}: {value!r} is none of {', '.join(allowed)}")
        return value

    return check


def many(each: Check, *, most: int | None = None, least: int = 1, unique: bool = False) -> Check:
    """A list; null stands for none. An empty one is refused unless `least` is 0, as the specification has it."""

    def check(value: Any, where: str) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            raise Wrong(f"{where}: an array is expected")
        if not least <= len(value) <= (len(value) if most is None else most):
            raise Wrong(f"{where}: size must be between {least} and {most}, got {len(value)}")
        if unique and len({repr(item) for item in value}) < len(value):
            raise Wrong(f"{where}: values must be unique")
        return [each(item, f"{where}[{place}]") for place, item in enumerate(value)]

    return check


def fields(table: Mapping[str, Check]) -> Check:
    known = {name.rstrip("!"): check for name, check in table.items()}
    required = [name[:-1] for name in table if name.endswith("!")]

    def check(value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise Wrong(f"{where or 'body'}: an object is expected")
        for name in required:
            if value.get(name) is None:
                raise Wrong(f"{where}{'.' if where else ''}{name}: must not be null")
        found = {}
        for name, item in value.items():
            place = f"{where}.{name}" if where else name
            if name not in known:
                raise Wrong(f"{place}: unknown field")
            found[name] = known[name](item, place)
        return found

    return check


def from_text(check: Check) -> Check:
    """A whole number in a query."""

    def read(value: Any, where: str) -> Any:
        if not re.fullmatch(r"-?\d{1,18}", value):
            raise Wrong(f"{where}: an integer is expected")
        return check(int(value), where)

    return read


def query(request: Request, table: Mapping[str, Check]) -> dict[str, Any]:
    """The values of a query; "page_token" is another name of "pageToken". Unknown names are passed over."""
    given = dict(request.query)
    if "page_token" in given:
        given.setdefault("pageToken", given["page_token"])
    return {name: check(given[name], name) for name, check in table.items() if name in given}


def limit(most: int) -> Check:
    """How many on a page: more than there may be is cut, as the documents say."""

    def check(value: Any, where: str) -> Any:
        return min(most, from_text(whole(1))(value, where))

    return check
