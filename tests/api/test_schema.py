"""The committed description is what the code says, whole and without a warning."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from api.description import FILE, described
from api.schema import ERRORS
from tests.api.things import operations

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    return described()


def told(committed: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in committed["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_it_is_what_the_code_says_and_the_code_gives_no_warning() -> None:
    GENERATOR_STATS.reset()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS, GENERATOR_STATS._warn_cache
    validate_schema(schema)
    written = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    assert written == FILE.read_text(), "Write it anew with `make openapi`."


def test_it_lists_every_operation_that_there_is(committed: dict[str, Any]) -> None:
    assert {operation["operationId"] for _path, _method, operation in told(committed)} == {
        operation.id for operation in operations()
    }


def test_every_error_is_declared_once_and_carries_the_problem(committed: dict[str, Any]) -> None:
    responses = committed["components"]["responses"]
    assert set(responses) == {name for name, _text in ERRORS.values()}
    for response in responses.values():
        assert list(response["content"]) == ["application/problem+json"]
    for _path, _method, operation in told(committed):
        for status, answer in operation["responses"].items():
            assert status < "300" or answer == {"$ref": f"#/components/responses/{ERRORS[int(status)][0]}"}


def test_every_operation_says_what_it_does_and_how_one_signs_in(committed: dict[str, Any]) -> None:
    assert committed["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for path, _method, operation in told(committed):
        assert operation["summary"] and "bearer" in str(operation["security"]), path


def test_every_post_takes_an_idempotency_key(committed: dict[str, Any]) -> None:
    for path, method, operation in told(committed):
        named = [parameter["name"] for parameter in operation.get("parameters", [])]
        assert ("Idempotency-Key" in named) == (method == "post"), path


def test_it_is_served_as_it_is_committed(db: None) -> None:
    answer = Client().get("/api/openapi.yaml")
    assert answer.status_code == 200 and answer.content == FILE.read_bytes()
    assert answer["Content-Type"].startswith("application/yaml")


def test_it_names_no_outside_host() -> None:
    assert "http://" not in FILE.read_text() and "https://" not in FILE.read_text()
