"""Every operation by code: no token, a stranger's token, too small a scope, too small a role, an unknown parameter."""

from __future__ import annotations

from typing import Any

import pytest

from core.scopes import AREAS, SCOPES
from tests.api.conftest import PROBLEM, Program, program
from tests.api.things import Operation, ids_of, operations
from tests.dashboard.conftest import Cast
from tests.proofs.test_strangers import everything, fingerprint

pytestmark = pytest.mark.django_db
ALL = operations()
CLOSED = [each for each in ALL if not each.about.public]
#: What asking leaves behind by itself.
OWN = {"api_tokens", "rate_buckets"}


def by_id(operation: Operation) -> str:
    return operation.id


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    return everything(cast.store)


def kept() -> dict[str, Any]:
    return {name: sums for name, sums in fingerprint().items() if name not in OWN}


def test_there_are_operations_and_each_has_its_own_id() -> None:
    ids = [each.id for each in ALL]
    assert len(ids) > 1 and len(set(ids)) == len(ids), sorted(name for name in ids if ids.count(name) > 1)


@pytest.mark.parametrize("operation", ALL, ids=by_id)
def test_an_operation_names_its_area_and_what_it_changes_its_role(operation: Operation) -> None:
    assert operation.view.area in AREAS and operation.scope in SCOPES
    assert not operation.writes or operation.about.need != "see"
    assert (getattr(operation.view, operation.action).__doc__ or "").strip()


@pytest.mark.parametrize("operation", CLOSED, ids=by_id)
def test_without_a_token_it_is_401(operation: Operation, things: dict[str, Any]) -> None:
    before = kept()
    answer = Program().send(operation.method.upper(), operation.path(things), operation.body(things))
    assert (answer.status, answer.kind) == (401, PROBLEM)
    assert kept() == before


@pytest.mark.parametrize("operation", ALL, ids=by_id)
def test_a_stranger_finds_and_changes_nothing(
    operation: Operation, things: dict[str, Any], stranger: Program, cast: Cast
) -> None:
    before = kept()
    answer = stranger.send(operation.method.upper(), operation.path(things), operation.body(things))
    if operation.names_object:
        assert answer.status == 404, f"{answer.status} {answer.body}; a body for {operation.id} goes into things.BODIES"
        assert kept() == before
    assert answer.status < 500
    there = set() if operation.names_object else ids_of(things)
    assert not [each for each in there if each.encode() in answer.raw]


@pytest.mark.parametrize("operation", CLOSED, ids=by_id)
def test_a_token_without_its_scope_is_403_and_named(operation: Operation, things: dict[str, Any], cast: Cast) -> None:
    lesser = [scope for scope in SCOPES if not scope.startswith(operation.scope.partition(":")[0])]
    if operation.scope.endswith(":write"):
        lesser.append(operation.scope.replace(":write", ":read"))
    caller = program(cast.store, cast.owner, *lesser)
    before = kept()
    answer = caller.send(operation.method.upper(), operation.path(things), operation.body(things))
    assert (answer.status, answer.kind) == (403, PROBLEM)
    assert answer.body["scope"] == operation.scope and operation.scope in answer.body["detail"]
    assert kept() == before


@pytest.mark.parametrize("operation", [each for each in CLOSED if each.writes], ids=by_id)
def test_who_may_only_read_changes_nothing(operation: Operation, things: dict[str, Any], reader: Program) -> None:
    before = kept()
    answer = reader.send(operation.method.upper(), operation.path(things), operation.body(things))
    assert (answer.status, answer.kind) == (403, PROBLEM)
    assert kept() == before


@pytest.mark.parametrize("operation", [each for each in CLOSED if each.about.need in ("manage", "own")], ids=by_id)
def test_a_packer_manages_nothing(operation: Operation, things: dict[str, Any], packer: Program) -> None:
    before = kept()
    answer = packer.send(operation.method.upper(), operation.path(things), operation.body(things))
    assert (answer.status, answer.kind) == (403, PROBLEM)
    assert kept() == before


@pytest.mark.parametrize("operation", [each for each in ALL if not each.writes], ids=by_id)
def test_reading_answers_and_changes_nothing(operation: Operation, things: dict[str, Any], owner: Program) -> None:
    before = kept()
    answer = owner.get(operation.path(things))
    assert answer.status == 200, answer.body
    assert kept() == before


@pytest.mark.parametrize("operation", ALL, ids=by_id)
def test_an_unknown_parameter_is_refused_and_the_known_ones_named(
    operation: Operation, things: dict[str, Any], owner: Program
) -> None:
    before = kept()
    query = {"colour": "red"}
    answer = owner.send(operation.method.upper(), operation.path(things), operation.body(things), query=query)
    assert (answer.status, answer.kind) == (400, PROBLEM)
    assert answer.body["errors"][0]["field"] == "colour"
    assert not operation.about.paged or "limit" in answer.body["errors"][0]["message"]
    assert kept() == before


@pytest.mark.parametrize("operation", [each for each in CLOSED if each.writes], ids=by_id)
def test_an_unknown_field_is_refused(operation: Operation, things: dict[str, Any], owner: Program) -> None:
    before = kept()
    body = {**(operation.body(things) or {}), "colour": "red"}
    answer = owner.send(operation.method.upper(), operation.path(things), body)
    assert (answer.status, answer.kind) == (400, PROBLEM)
    assert "colour" in [error["field"] for error in answer.body["errors"]]
    assert kept() == before


@pytest.mark.parametrize("operation", [each for each in ALL if each.about.paged], ids=by_id)
def test_a_wrong_cursor_and_a_wrong_size_are_refused(
    operation: Operation, things: dict[str, Any], owner: Program
) -> None:
    for wrong in ({"cursor": "x"}, {"limit": "0"}, {"limit": "201"}, {"limit": "many"}, {"limit": "5\x00"}):
        answer = owner.get(operation.path(things), wrong)
        assert (answer.status, answer.kind) == (400, PROBLEM), wrong
