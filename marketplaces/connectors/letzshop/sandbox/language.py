"""Reads GraphQL documents, as far as clients of a shop write them: operations, variables, fragments, values."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

TOKENS = re.compile(
    r"""(?P<skip>[\s,\ufeff]+|\#[^\r\n]*)|(?P<mark>\.\.\.|[!$():=@\[\]{}|&])|(?P<name>[_A-Za-z][_0-9A-Za-z]*)"""
    r"""|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<block>\"{3}.*?\"{3})"""
    r"""|(?P<text>"(?:\\.|[^"\\\r\n])*")""",
    re.DOTALL,
)


class NotGraphQL(ValueError):
    """str() says what was expected; `line` and `column` where."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(frozen=True)
class Word:
    """A bare word in the place of a value: an enum's."""

    text: str


@dataclass(frozen=True)
class Variable:
    name: str


@dataclass
class Field:
    """One wanted field. `key` is what it is called in the answer."""

    key: str
    name: str
    arguments: dict[str, Any]
    selections: list[Selection]


@dataclass
class Inline:
    """`... on Kind { }`; without a condition it is for every kind."""

    condition: str
    selections: list[Selection]


@dataclass
class Spread:
    name: str


Selection = Field | Inline | Spread


@dataclass
class Definition:
    """A declared variable; its default is in a list of one, or the list is empty."""

    name: str
    kind: str
    default: list[Any] = field(default_factory=list)


@dataclass
class Operation:
    type: str
    name: str
    variables: list[Definition]
    selections: list[Selection]


@dataclass
class Document:
    operations: list[Operation] = field(default_factory=list)
    fragments: dict[str, Inline] = field(default_factory=dict)


def read(text: str) -> Document:
    """Raises NotGraphQL."""
    return _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[tuple[str, str, int]] = []
        place = 0
        while place < len(text):
            found = TOKENS.match(text, place)
            if found is None:
                raise self._wrong(f"unexpected {text[place]!r}", place)
            if found.lastgroup != "skip":
                self._tokens.append((str(found.lastgroup), found[0], place))
            place = found.end()
        self._at = 0

    # tokens

    def _wrong(self, message: str, place: int) -> NotGraphQL:
        before = self._text[:place]
        return NotGraphQL(f"Parse error: {message}", before.count("\n") + 1, place - before.rfind("\n"))

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "", len(self._text))

    def _take(self, *, kind: str = "", text: str = "") -> str:
        found, said, place = self._peek()
        if (kind and found != kind) or (text and said != text):
            raise self._wrong(f"expected {text or kind}, got {said or 'the end'}", place)
        self._at += 1
        return said

    def _met(self, text: str) -> bool:
        if self._peek()[1] != text or self._peek()[0] in ("text", "block"):
            return False
        self._at += 1
        return True

    # parts

    def document(self) -> Document:
        found = Document()
        while self._peek()[0] != "end":
            if self._peek()[1] == "fragment":
                self._fragment(found)
            else:
                found.operations.append(self._operation())
        if not found.operations:
            raise self._wrong("there is no operation", 0)
        return found

    def _fragment(self, found: Document) -> None:
        self._take(text="fragment")
        name = self._take(kind="name")
        self._take(text="on")
        found.fragments[name] = Inline(self._take(kind="name"), self._selections())

    def _operation(self) -> Operation:
        if self._peek()[1] == "{":
            return Operation("query", "", [], self._selections())
        kind, said, place = self._peek()
        if kind != "name" or said not in ("query", "mutation"):
            raise self._wrong(f"expected query or mutation, got {said}", place)
        self._at += 1
        name = self._take() if self._peek()[0] == "name" else ""
        return Operation(said, name, self._definitions(), self._selections())

    def _definitions(self) -> list[Definition]:
        found: list[Definition] = []
        if self._met("("):
            while not self._met(")"):
                self._take(text="$")
                name = self._take(kind="name")
                self._take(text=":")
                kind = self._kind()
                found.append(Definition(name, kind, [self._value()] if self._met("=") else []))
        return found

    def _kind(self) -> str:
        if self._met("["):
            inner = self._kind()
            self._take(text="]")
            said = f"[{inner}]"
        else:
            said = self._take(kind="name")
        return f"{said}!" if self._met("!") else said

    def _selections(self) -> list[Selection]:
        self._take(text="{")
        found: list[Selection] = []
        while not self._met("}"):
            found.append(self._selection())
        if not found:
            raise self._wrong("an empty selection", self._peek()[2])
        return found

    def _selection(self) -> Selection:
        if self._met("..."):
            if self._met("on"):
                return Inline(self._take(kind="name"), self._selections())
            return Inline("", self._selections()) if self._peek()[1] == "{" else Spread(self._take(kind="name"))
        key = name = self._take(kind="name")
        if self._met(":"):
            name = self._take(kind="name")
        arguments = self._arguments()
        return Field(key, name, arguments, self._selections() if self._peek()[1] == "{" else [])

    def _arguments(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._met("("):
            while not self._met(")"):
                name = self._take(kind="name")
                self._take(text=":")
                found[name] = self._value()
        return found

    def _value(self) -> Any:
        kind, said, place = self._peek()
        self._at += 1
        if kind == "text":
            return json.loads(said)
        if kind == "block":
            return said[3:-3].strip()
        if kind == "number":
            return json.loads(said)
        if kind == "name":
            return {"true": True, "false": False, "null": None}.get(said, Word(said))
        if said == "$":
            return Variable(self._take(kind="name"))
        if said == "[":
            return self._list()
        if said == "{":
            return self._object()
        raise self._wrong(f"unexpected {said or 'end'}", place)

    def _list(self) -> list[Any]:
        found = []
        while not self._met("]"):
            found.append(self._value())
        return found

    def _object(self) -> dict[str, Any]:
        found = {}
        while not self._met("}"):
            name = self._take(kind="name")
            self._take(text=":")
            found[name] = self._value()
        return found
