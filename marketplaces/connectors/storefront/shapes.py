"""Kinds of values in the contract's bodies, and what is wrong with a value, as JSON pointers and sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Error = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of value."""

    type: str  # text, whole, flag, group, list, words
    needed: bool = False
    nullable: bool = False
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()
    pattern: str = ""
    hint: str = ""
    form: str = ""  # time, email, uri
    parts: Mapping[str, "Kind"] = field(default_factory=dict)
    row: "Kind | None" = None


TYPES: Mapping[str, tuple[type, str]] = {
    "text": (str, "must be text"),
    "whole": (int, "must be a whole number"),
    "flag": (bool, "must be true or false"),
    "group": (dict, "must be an object"),
    "words": (dict, "must be an object"),
    "list": (list, "must be a list"),
}
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"


def errors(kind: Kind, value: Any, at: str = "") -> Iterator[Error]:
    """What is wrong with a value. Names that the contract does not have are let pass: shops add their own."""
    if value is None and kind.nullable:
        return
    wanted, sentence = TYPES[kind.type]
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        yield at, sentence
        return
    if isinstance(value, str):
        yield from _text(kind, value, at)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from _size(kind, value, at, "be")
    elif isinstance(value, list):
        yield from _size(kind, len(value), at, "hold")
        for number, row in enumerate(value[: kind.most] if kind.row else ()):
            yield from errors(kind.row or kind, row, f"{at}/{number}")
    elif isinstance(value, dict):
        yield from _parts(kind, value, at)


def _parts(kind: Kind, value: Mapping[str, Any], at: str) -> Iterator[Error]:
    for name, part in kind.parts.items():
        here = f"{at}/{name}"
        if name in value:
            yield from errors(part, value[name], here)
        elif part.needed:
            yield here, "is required"
    if kind.type == "words":
        yield from ((f"{at}/{_pointer(name)}", "must be text") for name, each in value.items() if type(each) is not str)


def _text(kind: Kind, value: str, at: str) -> Iterator[Error]:
    if len(value) < (kind.least or 0):
        yield at, "must not be empty"
    elif kind.most is not None and len(value) > kind.most:
        yield at, f"must be {kind.most} characters at most"
    elif kind.words and value not in kind.words:
        yield at, f"must be one of {', '.join(kind.words)}"
    elif kind.pattern and not re.fullmatch(kind.pattern, value, re.ASCII):
        yield at, kind.hint or "has another form"
    elif kind.form == "time" and moment(value) is None:
        yield at, "must be a time with its zone, as 2026-01-05T10:00:00Z"
    elif kind.form == "email" and not re.fullmatch(EMAIL, value):
        yield at, "must be an e-mail address"
    elif kind.form == "uri" and not _is_address(value):
        yield at, "must be an address, as https://shop.example/1001"


def _size(kind: Kind, size: int, at: str, verb: str) -> Iterator[Error]:
    if kind.least is not None and size < kind.least:
        yield at, f"must {verb} at least {kind.least}"
    elif kind.most is not None and size > kind.most:
        yield at, f"must {verb} at most {kind.most}"


def moment(text: str) -> datetime | None:
    """RFC 3339: a time with its zone."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", text, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(_six_digits(text.upper()).replace("Z", "+00:00"))
    except ValueError:
        return None


def _six_digits(text: str) -> str:
    """Fractions of any length are legal; beyond a microsecond they are cut."""
    return re.sub(r"\.(\d+)", lambda found: "." + found[1][:6].ljust(6, "0"), text)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"\s", text)


def _pointer(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
