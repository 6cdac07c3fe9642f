"""Every body of the description has an example that is taken, every answer one that fits."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from api.description import described
from api.examples import answer_of
from tests.api.things import Operation, operations

ALL = {operation.id: operation for operation in operations()}
TAKING = [operation for operation in ALL.values() if operation.about.body is not None]


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return described()


@pytest.fixture(scope="module")
def shapes(description: dict[str, Any]) -> dict[str, Any]:
    """The schemas of the description in the words of JSON Schema."""
    found: dict[str, Any] = plain(description["components"]["schemas"])
    return found


@pytest.fixture(scope="module")
def told(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The operations by id."""
    return {
        operation["operationId"]: operation
        for methods in description["paths"].values()
        for operation in methods.values()
        if isinstance(operation, dict)
    }


@pytest.mark.parametrize("operation", TAKING, ids=lambda each: each.id)
def test_a_body_has_an_example_that_is_taken(operation: Operation, told: dict[str, dict[str, Any]]) -> None:
    """Where not everything may be said at once, the example is in `api.examples.BODIES`."""
    (media,) = told[operation.id]["requestBody"]["content"].values()
    assert operation.about.body is not None
    reader = operation.about.body(data=media["example"])
    assert media["example"] and reader.is_valid(), reader.errors


@pytest.mark.parametrize("name", ALL)
def test_an_answer_has_an_example_that_fits(
    name: str, told: dict[str, dict[str, Any]], description: dict[str, Any], shapes: dict[str, Any]
) -> None:
    schemas = description["components"]["schemas"]
    answer = answer_of(told[name], schemas)
    if not answer:
        assert ALL[name].about.answer is None
        return
    whole = {"$ref": f"#/components/schemas/{answer}", "components": {"schemas": shapes}}
    Draft4Validator(whole, format_checker=FormatChecker()).validate(schemas[answer]["example"])


def plain(part: Any) -> Any:
    """As JSON Schema says it: what may be null has two types, and an example is no schema."""
    if isinstance(part, list):
        return [plain(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    found = {name: plain(inner) for name, inner in part.items() if name not in ("example", "nullable")}
    if part.get("nullable"):
        return {"anyOf": [found, {"type": "null"}]}
    return found
