"""What the practice Letzshop tells of its own schema: `__schema` and `__type`, open to everybody, without a key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from .execution import Resolver
from .schema import SCALARS, SCHEMAS, Schema, bare

#: A type as the specification tells it, with the types of its fields inside: they go round, and are followed only as
#: far as a document asks.
Type = dict[str, Any]
ROOTS = {"query": "Query", "mutation": "Mutation"}


def resolvers(dialect: str) -> dict[str, Resolver]:
    """The two root fields that every GraphQL service has."""
    types = _types(dialect)
    return {
        "__schema": lambda _given: {
            "types": list(types.values()), "queryType": types["Query"], "mutationType": types["Mutation"],
            "directives": [],
        },
        "__type": lambda given: types.get(given["name"]),
    }  # fmt: skip


@cache
def _types(dialect: str) -> dict[str, Type]:
    """Every type by its name: all are named first, for they refer to one another."""
    schema = SCHEMAS[dialect]
    types = {name: _named(schema, name) for name in (*ROOTS.values(), *sorted(SCALARS), *_own(schema))}
    for operation, name in ROOTS.items():
        types[name]["fields"] = [
            _field(types, each, root.kind, root.arguments, root.defaults)
            for each, root in schema.roots[operation].items()
            if not each.startswith("__")
        ]
    for name, fields in schema.objects.items():
        types[name]["fields"] = [
            _field(types, each, kind, schema.arguments.get(f"{name}.{each}", {}), {}) for each, kind in fields.items()
        ]
    for name, fields in schema.inputs.items():
        types[name]["inputFields"] = _values(types, fields, {})
    for name, members in schema.unions.items():
        types[name]["possibleTypes"] = [types[each] for each in members]
    return types


def _own(schema: Schema) -> tuple[str, ...]:
    return (*schema.objects, *schema.inputs, *schema.enums, *schema.unions)


def _named(schema: Schema, name: str) -> Type:
    if name in SCALARS:
        return {"kind": "SCALAR", "name": name}
    if name in schema.enums:
        words = [{"name": each, "isDeprecated": False} for each in schema.enums[name]]
        return {"kind": "ENUM", "name": name, "enumValues": words}
    if name in schema.inputs:
        return {"kind": "INPUT_OBJECT", "name": name, "isOneOf": False}
    if name in schema.unions:
        return {"kind": "UNION", "name": name}
    return {"kind": "OBJECT", "name": name, "interfaces": []}


def _field(
    types: Mapping[str, Type], name: str, kind: str, arguments: Mapping[str, str], defaults: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "name": name, "args": _values(types, arguments, defaults), "type": _reference(types, kind),
        "isDeprecated": False,
    }  # fmt: skip


def _values(types: Mapping[str, Type], values: Mapping[str, str], defaults: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": name, "type": _reference(types, kind), "defaultValue": defaults.get(name), "isDeprecated": False}
        for name, kind in values.items()
    ]


def _reference(types: Mapping[str, Type], kind: str) -> Type:
    """`[A!]!` from outside in: never null, a list, of what is never null, of A."""
    if kind.endswith("!"):
        return {"kind": "NON_NULL", "ofType": _reference(types, kind[:-1])}
    if kind.startswith("["):
        return {"kind": "LIST", "ofType": _reference(types, kind[1:-1])}
    return types[bare(kind)]
