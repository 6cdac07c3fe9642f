"""What a request may hold: a small table language; every wrong field is collected and told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from .answers import invalid

Problems = dict[str, list[str]]


@dataclass(frozen=True)
class Kind:
    """One value: its type and what it may hold. `rows` are lists of `inner`; an object without `inner` is open."""

    type: str
    needed: bool = False
    nullable: bool = False
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()
    pattern: str = ""
    hint: str = ""
    inner: Mapping[str, Kind] = field(default_factory=dict)


def need(kind: Kind) -> Kind:
    """The same value, but it must be there."""
    return replace(kind, needed=True)


def text(most: int | None = None, *, least: int = 0, nullable: bool = False) -> Kind:
    return Kind("text", nullable=nullable, least=least, most=most)


def word(*words: str) -> Kind:
    return Kind("text", words=words)


def whole(least: int | None = None, most: int | None = None) -> Kind:
    return Kind("whole", least=least, most=most)


def group(nullable: bool = False, **inner: Kind) -> Kind:
    return Kind("object", nullable=nullable, inner=inner)


def rows(least: int = 0, most: int | None = None, **inner: Kind) -> Kind:
    return Kind("rows", least=least, most=most, inner=inner)


FLAG = Kind("flag")
NUMBER = Kind("number")
TIME = Kind("time")
URI = Kind("uri")
OPEN = Kind("object")
MONEY = Kind("text", pattern=r"\d{1,12}(\.\d{1,2})?", hint="must be an amount as text, like 19.90")
CURRENCY = Kind("text", pattern=r"[A-Z]{3}", hint="must be three capital letters")


def read_body(inner: Mapping[str, Kind], body: Any) -> dict[str, Any]:
    """The body, held against its table. Raises 422 with every wrong field."""
    if not isinstance(body, dict):
        raise invalid({"body": ["must be an object"]})
    if problems := judged(inner, body):
        raise invalid(problems)
    return body


def read_query(inner: Mapping[str, Kind], query: Mapping[str, str]) -> dict[str, Any]:
    """The query's values, converted. Raises 422 for a wrong or unknown one."""
    converted: dict[str, Any] = {}
    for name, value in query.items():
        kind = inner.get(name)
        is_number = kind is not None and kind.type == "whole" and re.fullmatch(r"-?\d{1,9}", value)
        converted[name] = int(value) if is_number else value
    if problems := judged(inner, converted):
        raise invalid(problems)
    return converted


def judged(inner: Mapping[str, Kind], value: Mapping[str, Any], at: str = "") -> Problems:
    """What is wrong with an object, by field."""
    problems: Problems = {}
    for name in value.keys() - inner.keys():
        problems[f"{at}{name}"] = ["is not a field of this call"]
    for name, kind in inner.items():
        if name not in value:
            if kind.needed:
                problems[f"{at}{name}"] = ["is required"]
            continue
        problems.update(_judged(kind, value[name], f"{at}{name}"))
    return problems


def moment(value: str) -> datetime | None:
    """An ISO 8601 time with its zone; None for anything else."""
    try:
        found = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _judged(kind: Kind, value: Any, at: str) -> Problems:
    if value is None:
        return {} if kind.nullable else {at: ["must not be null"]}
    if kind.type == "rows":
        return _rows(kind, value, at)
    if kind.type == "list":
        good = isinstance(value, list) and value and all(each in kind.words for each in value)
        return {} if good else {at: [f"must be a list of {', '.join(kind.words)}"]}
    if kind.type == "object":
        if not isinstance(value, dict):
            return {at: ["must be an object"]}
        return judged(kind.inner, value, f"{at}.") if kind.inner else {}
    problem = _plain(kind, value)
    return {at: [problem]} if problem else {}


def _rows(kind: Kind, value: Any, at: str) -> Problems:
    if not isinstance(value, list):
        return {at: ["must be a list"]}
    if len(value) < (kind.least or 0):
        return {at: [f"needs at least {kind.least}"]}
    if kind.most is not None and len(value) > kind.most:
        return {at: [f"takes at most {kind.most}"]}
    problems: Problems = {}
    for number, row in enumerate(value):
        place = f"{at}.{number}"
        if not isinstance(row, dict):
            problems[place] = ["must be an object"]
        elif kind.inner:
            problems.update(judged(kind.inner, row, f"{place}."))
    return problems


def _plain(kind: Kind, value: Any) -> str:
    if kind.type == "whole":
        return _whole(kind, value)
    if kind.type == "number":
        return "" if isinstance(value, int | float) and not isinstance(value, bool) else "must be a number"
    if kind.type == "flag":
        return "" if isinstance(value, bool) else "must be true or false"
    if not isinstance(value, str):
        return kind.hint or "must be text"
    if kind.type == "time":
        return "" if moment(value) else "must be an ISO 8601 time with its zone"
    if kind.type == "uri":
        parts = urlsplit(value)
        return "" if parts.scheme in ("http", "https") and parts.hostname else "must be an address"
    return _text(kind, value)


def _whole(kind: Kind, value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return "must be a whole number"
    if kind.least is not None and value < kind.least:
        return f"must be {kind.least} or more"
    if kind.most is not None and value > kind.most:
        return f"must be {kind.most} or less"
    return ""


def _text(kind: Kind, value: str) -> str:
    if kind.words and value not in kind.words:
        return f"must be one of {', '.join(kind.words)}"
    if len(value.strip()) < (kind.least or 0):
        return "is required"
    if kind.most is not None and len(value) > kind.most:
        return f"is longer than {kind.most}"
    if kind.pattern and not re.fullmatch(kind.pattern, value):
        return kind.hint or "has another form"
    return ""
