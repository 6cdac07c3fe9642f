"""A small table language for parameters: says what a call takes and refuses everything else with ``error_param``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import wrong

_INT64 = 2**63


@dataclass(frozen=True)
class Kind:
    """One parameter: its type, whether it must be there, and what it may hold."""

    type: str
    required: bool = False
    words: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    children: Mapping[str, Kind] = field(default_factory=dict)
    repeated: bool = False


Fields = Mapping[str, Kind]

TEXT = Kind("text")
INT = Kind("int")
TIME = Kind("int", low=0)
NUMBER = Kind("number")
FLAG = Kind("flag")
CSV = Kind("csv")


def need(kind: Kind) -> Kind:
    """The same parameter, but it must be there."""
    return replace(kind, required=True)


def ranged(low: int, high: int) -> Kind:
    """A whole number within bounds."""
    return Kind("int", low=low, high=high)


def word(*words: str) -> Kind:
    """A text out of a list."""
    return Kind("text", words=words)


def words_repeated(*words: str) -> Kind:
    """A list whose parameter is written once per value, as ``item_status`` is."""
    return Kind("repeated", words=words, repeated=True)


def group(**children: Kind) -> Kind:
    """An object with named fields."""
    return Kind("object", children=children)


def rows(low: int = 0, high: int | None = None, **children: Kind) -> Kind:
    """A list of objects."""
    return Kind("rows", low=low, high=high, children=children)


def ints() -> Kind:
    """A list of whole numbers."""
    return Kind("ints")


def texts() -> Kind:
    """A list of texts."""
    return Kind("texts")


def read_query(fields: Fields, query: Mapping[str, list[str]]) -> dict[str, Any]:
    """The call's own parameters out of a query string, converted; common parameters are not among them."""
    for name in query:
        if name not in fields:
            raise wrong(f"Wrong parameters, detail: unknown parameter {name}.")
    found = {name: _from_query(name, kind, query[name]) for name, kind in fields.items() if query.get(name)}
    _all_there(fields, found, "")
    return found


def read_body(fields: Fields, body: Any) -> dict[str, Any]:
    """The parameters out of a JSON body, held against the table."""
    if not isinstance(body, dict):
        raise wrong("Wrong parameters, detail: the body must be a JSON object.")
    _object("", fields, body)
    return body


def _from_query(name: str, kind: Kind, values: list[str]) -> Any:
    if kind.repeated:
        for value in values:
            _judge(name, TEXT if not kind.words else word(*kind.words), value)
        return values
    if len(values) > 1:
        raise wrong(f"Wrong parameters, detail: {name} is given more than once.")
    value = values[0]
    if kind.type == "csv":
        parts = value.split(",")
        if not all(parts):
            raise wrong(f"Wrong parameters, detail: {name} has an empty part.")
        return parts
    converted = _CONVERT.get(kind.type, str)(value)
    _judge(name, kind, converted)
    return converted


def _int(value: str) -> Any:
    return int(value) if value.lstrip("-").isascii() and value.removeprefix("-").isdigit() else value


def _flag(value: str) -> Any:
    return {"true": True, "false": False}.get(value, value)


_CONVERT = {"int": _int, "flag": _flag}


def _all_there(fields: Fields, found: Mapping[str, Any], where: str) -> None:
    for name, kind in fields.items():
        if kind.required and name not in found:
            raise wrong(f"Wrong parameters, detail: {where}{name} is required.")


def _object(where: str, fields: Fields, value: Mapping[str, Any]) -> None:
    for name in value:
        if name not in fields:
            raise wrong(f"Wrong parameters, detail: unknown field {where}{name}.")
    _all_there(fields, value, where)
    for name, child in value.items():
        _judge(where + name, fields[name], child)


def _judge(name: str, kind: Kind, value: Any) -> None:
    if not _TYPES[kind.type](value):
        raise wrong(f"Wrong parameters, detail: {name} must be {_NAMES[kind.type]}.")
    if kind.words and value not in kind.words:
        raise wrong(f"Wrong parameters, detail: {name} must be one of {', '.join(kind.words)}.")
    if kind.type == "object":
        _object(f"{name}.", kind.children, value)
        return
    size = len(value) if kind.type == "rows" else value
    if (kind.low is not None and size < kind.low) or (kind.high is not None and size > kind.high):
        raise wrong(f"Wrong parameters, detail: {name} is out of range.")
    if kind.type == "rows":
        for row in value:
            _object(f"{name}[].", kind.children, row)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_INT64 <= value < _INT64


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list_of(check: Any) -> Any:
    return lambda value: isinstance(value, list) and all(check(part) for part in value)


_TYPES = {
    "text": lambda value: isinstance(value, str),
    "int": _is_int,
    "number": _is_number,
    "flag": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "rows": _list_of(lambda row: isinstance(row, dict)),
    "ints": _list_of(_is_int),
    "texts": _list_of(lambda part: isinstance(part, str)),
}
_NAMES = {
    "text": "a text",
    "int": "a whole number",
    "number": "a number",
    "flag": "true or false",
    "object": "an object",
    "rows": "a list of objects",
    "ints": "a list of whole numbers",
    "texts": "a list of texts",
}
