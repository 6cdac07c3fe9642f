"""Holds a document against a schema, asks the resolvers of its root fields, cuts their answers to what was wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .language import Document, Field, Inline, Operation, Selection, Spread, Variable, Word
from .schema import SCALARS, SCHEMAS, Root, Schema, bare

ABSENT = object()
DEEPEST = 20
Resolver = Callable[[Mapping[str, Any]], Any]


class Invalid(ValueError):
    """The document or its variables are wrong; nothing was done."""


class FieldFailed(Exception):
    """A resolver's own no: this field is null and an error names its path."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


#: Fields that fail when they are read, by type and name, with the words for it.
BROKEN = {("Shipment", "tracking"): "Cannot return null for non-nullable field"}


def dialect_of(operation: Operation, asked: str = "") -> str:
    """Both dialects listen at one address: the first root field tells which is spoken, else the one that is `asked`."""
    name = next((each.name for each in operation.selections if isinstance(each, Field)), "")
    speaking = [each for each, schema in SCHEMAS.items() if name in schema.roots[operation.type]]
    return speaking[0] if len(speaking) == 1 else asked if asked in SCHEMAS else "platform"


def chosen(document: Document, name: str | None) -> Operation:
    """The operation to carry out."""
    found = [each for each in document.operations if not name or each.name == name]
    if len(found) != 1:
        raise Invalid("No operation named " + repr(name) if name else "An operation name is required")
    return found[0]


class Execution:
    """One operation on one schema."""

    def __init__(self, document: Document, operation: Operation, schema: Schema, variables: Mapping[str, Any]) -> None:
        self._document, self._operation, self._schema = document, operation, schema
        self._declared = {each.name: each for each in operation.variables}
        self.errors: list[dict[str, Any]] = []
        self._check(operation.selections, "", 0)
        self._values = {name: self._given(name, variables) for name in self._declared}

    def run(self, resolvers: Mapping[str, Resolver]) -> dict[str, Any]:
        """The data. Root fields that fail are null, with an error."""
        data: dict[str, Any] = {}
        for each in self._flat(self._operation.selections, self._operation.type.capitalize()):
            root = self._schema.roots[self._operation.type].get(each.name)
            if root is None:
                data[each.key] = self._operation.type.capitalize()  # __typename
                continue
            try:
                value = resolvers[each.name](self._arguments(each, root))
            except FieldFailed as failed:
                self._fail(str(failed), [each.key], failed.code)
                data[each.key] = None
            else:
                data[each.key] = self._cut(root.kind, value, each.selections, [each.key])
        return data

    # What was wanted -------------------------------------------------------------------------------------------------
    def _cut(self, kind: str, value: Any, wanted: list[Selection], path: list[Any]) -> Any:
        if value is None:
            return None
        if kind.rstrip("!").startswith("["):
            inner = kind.rstrip("!")[1:-1]
            return [self._cut(inner, each, wanted, [*path, number]) for number, each in enumerate(value)]
        name = bare(kind)
        if name in SCALARS or name in self._schema.enums:
            return value
        real = value.get("__typename", name)
        found: dict[str, Any] = {}
        for each in self._flat(wanted, real):
            place = [*path, each.key]
            if each.name == "__typename":
                found[each.key] = real
            elif (real, each.name) in BROKEN:
                found[each.key] = None
                self._fail(BROKEN[real, each.name], place)
            else:
                found[each.key] = self._cut(
                    self._schema.objects[real][each.name], value.get(each.name), each.selections, place
                )
        return found

    def _flat(self, wanted: list[Selection], kind: str) -> list[Field]:
        """The fields that hold for this kind; those asked for twice under one name are one."""
        found: dict[str, Field] = {}
        for each in wanted:
            part = self._document.fragments[each.name] if isinstance(each, Spread) else each
            if isinstance(part, Inline):
                fits = part.condition in ("", kind) or kind in self._schema.unions.get(part.condition, ())
                inner = self._flat(part.selections, kind) if fits else []
            else:
                inner = [part]
            for one in inner:
                before = found.get(one.key)
                more = before.selections if before else []
                found[one.key] = Field(one.key, one.name, one.arguments, [*more, *one.selections])
        return list(found.values())

    def _fail(self, message: str, path: list[Any], code: str = "") -> None:
        error: dict[str, Any] = {"message": message, "path": path}
        if code:
            error["extensions"] = {"code": code}
        self.errors.append(error)

    # Whether it can be asked -----------------------------------------------------------------------------------------
    def _check(self, wanted: list[Selection], kind: str, depth: int) -> None:
        if depth > DEEPEST:
            raise Invalid(f"Query has depth of more than {DEEPEST}")
        for each in wanted:
            if isinstance(each, Spread) and each.name not in self._document.fragments:
                raise Invalid(f"Fragment {each.name} was used, but not defined")
            part = self._document.fragments[each.name] if isinstance(each, Spread) else each
            if isinstance(part, Inline):
                self._check(part.selections, (part.condition or kind) if kind else "", depth + 1)
            elif part.name != "__typename":
                self._check_field(part, kind, depth)

    def _check_field(self, wanted: Field, kind: str, depth: int) -> None:
        if not kind:
            root = self._schema.roots[self._operation.type].get(wanted.name)
            if root is None:
                raise Invalid(f"Field '{wanted.name}' doesn't exist on type '{self._operation.type.capitalize()}'")
            self._check_arguments(wanted, root.arguments)
            answered = root.kind
        else:
            if wanted.name not in self._schema.objects.get(kind, {}):
                raise Invalid(f"Field '{wanted.name}' doesn't exist on type '{kind}'")
            self._check_arguments(wanted, self._schema.arguments.get(f"{kind}.{wanted.name}", {}))
            answered = self._schema.objects[kind][wanted.name]
        name = bare(answered)
        leaf = name in SCALARS or name in self._schema.enums
        if leaf and wanted.selections:
            raise Invalid(f"Selections can't be made on scalars (field '{wanted.name}' returns {name})")
        if not leaf and not wanted.selections:
            raise Invalid(f"Field must have selections (field '{wanted.name}' returns {name})")
        if not leaf:
            self._check(wanted.selections, name, depth + 1)

    def _check_arguments(self, wanted: Field, known: Mapping[str, str]) -> None:
        for name in wanted.arguments.keys() - known.keys():
            raise Invalid(f"Field '{wanted.name}' doesn't accept argument '{name}'")
        for name, kind in known.items():
            if kind.endswith("!") and wanted.arguments.get(name) is None:
                raise Invalid(f"Field '{wanted.name}' is missing required arguments: {name}")
            if name in wanted.arguments:
                self._check_value(kind, wanted.arguments[name], name)

    def _check_value(self, kind: str, value: Any, at: str) -> None:
        """Variables stand where their type fits; literals are judged when they are read."""
        if isinstance(value, Variable):
            declared = self._declared.get(value.name)
            if declared is None:
                raise Invalid(f"Variable ${value.name} is used but not declared")
            loose = kind.endswith("!") and not declared.kind.endswith("!") and not declared.default
            if loose or _plain(declared.kind) != _plain(kind):
                raise Invalid(f"Type mismatch on variable ${value.name} and argument {at} ({declared.kind} / {kind})")
        elif isinstance(value, dict) and bare(kind) in self._schema.inputs:
            fields = self._schema.inputs[bare(kind)]
            for name, inner in value.items():
                if name not in fields:
                    raise Invalid(f"InputObject '{bare(kind)}' doesn't accept argument '{name}'")
                self._check_value(fields[name], inner, name)

    # Values ----------------------------------------------------------------------------------------------------------
    def _arguments(self, wanted: Field, root: Root) -> dict[str, Any]:
        read = {name: self._read(root.arguments[name], value, name) for name, value in wanted.arguments.items()}
        defaults = {name: json.loads(default) for name, default in root.defaults.items()}
        return defaults | {name: value for name, value in read.items() if value is not ABSENT}

    def _given(self, name: str, variables: Mapping[str, Any]) -> Any:
        definition = self._declared[name]
        if name in variables:
            return self._judge(definition.kind, variables[name], f"${name}", literal=False)
        if definition.default:
            return self._judge(definition.kind, definition.default[0], f"${name}", literal=True)
        if definition.kind.endswith("!"):
            raise Invalid(f"Variable ${name} of type {definition.kind} was provided invalid value")
        return ABSENT

    def _read(self, kind: str, value: Any, at: str) -> Any:
        """A value as it stands in the document."""
        if isinstance(value, Variable):
            return self._values[value.name]
        if isinstance(value, dict) and bare(kind) in self._schema.inputs:
            fields = self._schema.inputs[bare(kind)]
            inner = {name: self._read(fields[name], one, name) for name, one in value.items()}
            return self._complete(bare(kind), {n: one for n, one in inner.items() if one is not ABSENT}, at)
        if isinstance(value, list) and kind.startswith("["):
            return [self._read(kind.rstrip("!")[1:-1], one, at) for one in value]
        return self._judge(kind, value, at, literal=True)

    def _judge(self, kind: str, value: Any, at: str, *, literal: bool) -> Any:
        """A whole value against its type."""
        if value is None:
            if kind.endswith("!"):
                raise Invalid(f"{at} of type {kind} was provided invalid value: null")
            return None
        if kind.startswith("["):
            items = value if isinstance(value, list) else [value]
            inner = kind.rstrip("!")[1:-1]
            return [self._judge(inner, each, f"{at}.{n}", literal=literal) for n, each in enumerate(items)]
        name = bare(kind)
        if name in self._schema.inputs:
            if not isinstance(value, dict):
                raise Invalid(f"{at} of type {kind} was provided invalid value")
            return self._inner(name, value, at, literal=literal)
        return self._leaf(name, value, at, literal=literal)

    def _inner(self, name: str, value: dict[str, Any], at: str, *, literal: bool) -> dict[str, Any]:
        fields = self._schema.inputs[name]
        for key in value.keys() - fields.keys():
            raise Invalid(f"{at}.{key}: Field is not defined on {name}")
        read = {key: self._judge(fields[key], one, f"{at}.{key}", literal=literal) for key, one in value.items()}
        return self._complete(name, read, at)

    def _complete(self, name: str, value: dict[str, Any], at: str) -> dict[str, Any]:
        for key, kind in self._schema.inputs[name].items():
            if kind.endswith("!") and value.get(key) is None:
                raise Invalid(f"{at}.{key}: Expected value to not be null")
        return value

    def _leaf(self, name: str, value: Any, at: str, *, literal: bool) -> Any:
        if name in self._schema.enums:
            said = value.text if isinstance(value, Word) else value
            if isinstance(value, Word) != literal or said not in self._schema.enums[name]:
                raise Invalid(f"{at}: Expected {said!r} to be one of: {', '.join(self._schema.enums[name])}")
            return said
        good = {
            "ID": isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)),
            "String": isinstance(value, str),
            "Int": isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31,
            "Boolean": isinstance(value, bool),
            "DateTime": isinstance(value, str) and _is_moment(value),
        }[name]
        if not good:
            raise Invalid(f"{at}: Could not coerce value {value!r} to {name}")
        return str(value) if name == "ID" else value


def _plain(kind: str) -> str:
    return kind.replace("!", "")


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
