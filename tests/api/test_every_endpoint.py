"""Every operation by code: no token, a stranger's token, too small a scope, too small a role, an unknown parameter.

One world for each question: whoever is refused changes nothing, so all operations may be asked in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from core.models import Membership, Role
from core.roles import may
from core.scopes import AREAS, SCOPES
from tests.api.conftest import PROBLEM, Answer, Program, program
from tests.api.things import Operation, ids_of, operations
from tests.dashboard.conftest import Cast
from tests.proofs.everything import everything, fingerprint

pytestmark = pytest.mark.django_db
ALL = operations()
CLOSED = [each for each in ALL if not each.about.public]
WRITING = [each for each in CLOSED if each.writes]
#: What asking leaves behind by itself.
OWN = {"api_tokens", "rate_buckets"}


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    return everything(cast.store)


@pytest.fixture(autouse=True)
def _pace(settings: Any) -> None:
    """Many calls of one token in one test."""
    settings.API_BURST = settings.API_CALLS_PER_MINUTE = 100_000


def kept() -> dict[str, Any]:
    return {name: sums for name, sums in fingerprint().items() if name not in OWN}


def ask(caller: Program, operation: Operation, things: dict[str, Any], **more: Any) -> Answer:
    body = more.pop("body", operation.body(things))
    return caller.send(operation.method.upper(), operation.path(things), body, **more)


def refused(asked: Iterable[Operation], judge: Callable[..., str], *ways: Any) -> None:
    """Ask each, in each of these ways; whoever is refused leaves every table as it was.

    `judge` says what is wrong, "" for nothing. A world costs more than all of its questions, so one is enough.
    """
    before = kept()
    wrong = {
        f"{operation.id} {_short(way)}": said
        for operation in asked
        for way in [(each,) for each in ways] or [()]
        if (said := judge(operation, *way))
    }
    after = kept()
    assert not wrong
    assert after == before, [name for name in after if after[name] != before[name]]


def _short(way: tuple[Any, ...]) -> str:
    return repr(way[0])[:80] if way else ""


def unlike(answer: Answer, status: int) -> str:
    return "" if (answer.status, answer.kind) == (status, PROBLEM) else f"{answer.status} {answer.body}"


def lesser(scope: str) -> list[str]:
    """Everything but this one; of its own area reading alone, where it writes."""
    area, _colon, act = scope.partition(":")
    others = [each for each in SCOPES if not each.startswith(f"{area}:")]
    return [*others, f"{area}:read"] if act == "write" else others


def test_there_are_operations_and_each_has_its_own_id() -> None:
    ids = [each.id for each in ALL]
    assert len(ids) > 20 and len(set(ids)) == len(ids), sorted(name for name in ids if ids.count(name) > 1)
    assert WRITING and len(CLOSED) > len(WRITING)


def test_an_operation_names_its_area_and_what_it_changes_its_role() -> None:
    for operation in ALL:
        assert operation.view.area in AREAS and operation.scope in SCOPES, operation.id
        assert not operation.writes or operation.about.need != "see", operation.id
        assert (getattr(operation.view, operation.action).__doc__ or "").strip(), operation.id


def test_without_a_token_it_is_401(things: dict[str, Any]) -> None:
    refused(CLOSED, lambda operation: unlike(ask(Program(), operation, things), 401))


def test_a_stranger_gets_404_for_what_is_named(things: dict[str, Any], stranger: Program) -> None:
    """A 400 here: the operation needs a good body in things.BODIES."""
    named = [each for each in ALL if each.names_object]
    assert named
    refused(named, lambda operation: unlike(ask(stranger, operation, things), 404))


def test_a_stranger_reads_nothing_in_any_list(things: dict[str, Any], stranger: Program) -> None:
    foreign = ids_of(things)

    def judge(operation: Operation) -> str:
        answer = ask(stranger, operation, things)
        found = [each for each in foreign if each.encode() in answer.raw]
        return "" if answer.status == 200 and not found else f"{answer.status} {found}"

    refused([each for each in ALL if not each.names_object and not each.writes], judge)


def test_a_token_without_its_scope_is_403_and_the_scope_is_named(things: dict[str, Any], cast: Cast) -> None:
    callers = {scope: program(cast.store, cast.owner, *lesser(scope)) for scope in {each.scope for each in CLOSED}}

    def judge(operation: Operation) -> str:
        answer = ask(callers[operation.scope], operation, things)
        named = answer.status == 403 and operation.scope == answer.body.get("scope")
        return unlike(answer, 403) or ("" if named and operation.scope in answer.body["detail"] else str(answer.body))

    refused(CLOSED, judge)


def test_who_may_only_read_changes_nothing(things: dict[str, Any], reader: Program) -> None:
    refused(WRITING, lambda operation: unlike(ask(reader, operation, things), 403))


def test_a_packer_manages_nothing(things: dict[str, Any], packer: Program) -> None:
    managed = [each for each in WRITING if not may(Membership(role=Role.PACKER), each.about.need)]
    assert managed
    refused(managed, lambda operation: unlike(ask(packer, operation, things), 403))


def test_reading_answers_and_changes_nothing(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation) -> str:
        answer = ask(owner, operation, things)
        return "" if answer.status == 200 else f"{answer.status} {answer.body}"

    refused([each for each in ALL if not each.writes], judge)


def test_an_unknown_parameter_is_refused_and_the_known_ones_named(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation) -> str:
        answer = ask(owner, operation, things, query={"colour": "red"})
        said = unlike(answer, 400)
        first = {} if said else answer.body["errors"][0]
        named = first.get("field") == "colour" and (not operation.about.paged or "limit" in first["message"])
        return said or ("" if named else str(answer.body))

    refused(ALL, judge)


def test_an_unknown_field_is_refused(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation) -> str:
        answer = ask(owner, operation, things, body={**(operation.body(things) or {}), "colour": "red"})
        fields = [error["field"] for error in (answer.body or {}).get("errors", [])]
        return unlike(answer, 400) or ("" if "colour" in fields else str(fields))

    refused(WRITING, judge)


WRONG_PAGES = ({"cursor": "x"}, {"limit": "0"}, {"limit": "201"}, {"limit": "many"}, {"limit": "5\x00"})


def test_a_wrong_cursor_and_a_wrong_size_are_refused(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation, wrong: dict[str, str]) -> str:
        return unlike(ask(owner, operation, things, query=wrong), 400)

    refused([each for each in ALL if each.about.paged], judge, *WRONG_PAGES)


ODD_VALUES = ("\x00' %s", "[]", "9" * 40, "2026-02-31T00:00:00Z", "0001-01-01T00:00:00+23:59")


def test_whatever_stands_in_a_filter_nothing_breaks(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation, odd: str) -> str:
        names = operation.about.query().fields if operation.about.query else ()
        found = [ask(owner, operation, things, query={name: odd}) for name in names]
        return "".join(f"{answer.status} {answer.body}" for answer in found if answer.status >= 500)

    refused([each for each in ALL if not each.writes], judge, *ODD_VALUES)


UNREADABLE = (
    (b"{", "application/json", 400),
    (b"[]", "application/json", 400),
    (b'{"a": NaN}', "application/json", 400),
    (b'{"a": 1e999}', "application/json", 400),
    (b'"\xff"', "application/json", 400),
    (b'{"name": "\\u0000"}', "application/json", 400),
    (b'{"name": "\\ud800"}', "application/json", 400),
    (b'{"a":' * 5000, "application/json", 400),
    (b"a=1", "application/x-www-form-urlencoded", 415),
    (b"<a/>", "text/xml", 415),
    (b'{"a": "' + b"x" * (1024 * 1024) + b'"}', "application/json", 413),
)


def test_a_body_that_cannot_be_read_is_refused(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation, way: tuple[bytes, str, int]) -> str:
        body, kind, status = way
        return unlike(ask(owner, operation, things, body=body, content_type=kind), status)

    refused(WRITING, judge, *UNREADABLE)


def test_another_method_is_405_and_says_which_there_are(things: dict[str, Any], owner: Program) -> None:
    def judge(operation: Operation) -> str:
        methods = {each.method for each in ALL if each.route == operation.route}
        other = next(name for name in ("put", "delete", "options") if name not in methods)
        answer = owner.send(other.upper(), operation.path(things))
        return unlike(answer, 405) or ("" if operation.method.upper() in answer.headers["Allow"] else "no Allow")

    refused(CLOSED, judge)
