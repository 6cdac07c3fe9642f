"""The shape of a request, said as a small table, and the judge that holds a body against it.

A field name that ends in "!" is required. Whatever a table does not name is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

Check = Callable[[Any, str], None]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


class Wrong(ValueError):
    """The body does not fit; the text names the place."""


def text(*, longest: int | None = None) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, str):
            raise Wrong(f"{where}: a string is expected")
        if longest is not None and len(value) > longest:
            raise Wrong(f"{where}: at most {longest} characters")

    return check


def whole(low: int = -(2**63), high: int = 2**63 - 1) -> Check:
    def check(value: Any, where: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(f"{where}: an integer is expected")
        if not low <= value <= high:
            raise Wrong(f"{where}: value must be inside range [{low}, {high}]")

    return check


def flag(value: Any, where: str) -> None:
    if not isinstance(value, bool):
        raise Wrong(f"{where}: true or false is expected")


def id_text(value: Any, where: str) -> None:
    """An int64 that travels as text."""
    if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,19}", value):
        raise Wrong(f"{where}: an int64 as a string is expected")


def id_either(value: Any, where: str) -> None:
    """An int64 as text; the printed examples send numbers too."""
    if isinstance(value, int) and not isinstance(value, bool):
        return
    id_text(value, where)


def moment(value: Any, where: str) -> None:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise Wrong(f"{where}: a date-time like 2026-10-01T00:00:00Z is expected")
    parse_moment(value, where)


def parse_moment(value: str, where: str = "time") -> datetime:
    """The moment in UTC; nanoseconds are cut to microseconds."""
    trimmed = re.sub(r"(\.\d{6})\d+", r"\1", value).replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(trimmed).astimezone(UTC)
    except ValueError as error:
        raise Wrong(f"{where}: {value!r} is no date-time") from error


def one_of(*allowed: str) -> Check:
    def check(value: Any, where: str) -> None:
        if value not in allowed:
            raise Wrong(f"{where}: unknown value, expected one of {', '.join(allowed)}")

    return check


def many(each: Check, *, most: int | None = None, least: int = 0) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise Wrong(f"{where}: an array is expected")
        if most is not None and len(value) > most:
            raise Wrong(f"{where}: at most {most} items, got {len(value)}")
        if len(value) < least:
            raise Wrong(f"{where}: at least {least} item is expected")
        for number, item in enumerate(value):
            each(item, f"{where}[{number}]")

    return check


def fields(table: Mapping[str, Check]) -> Check:
    known = {name.rstrip("!"): check for name, check in table.items()}
    required = [name[:-1] for name in table if name.endswith("!")]

    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise Wrong(f"{where or 'body'}: an object is expected")
        for name in required:
            if name not in value:
                raise Wrong(f"{where}{'.' if where else ''}{name}: value is required")
        for name, item in value.items():
            place = f"{where}.{name}" if where else name
            if name not in known:
                raise Wrong(f"unknown field {place!r}")
            known[name](item, place)

    return check


def without_nulls(value: Any) -> Any:
    """The body as Ozon reads it: a null field is a field left out, as everywhere in the JSON of protocol buffers."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


NOTHING = fields({})
PERIOD = fields({"from": moment, "to": moment})
