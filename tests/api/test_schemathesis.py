"""Thousands of odd requests made from the committed description: no fault of ours, no answer that it does not list."""

from __future__ import annotations

import socket
import traceback
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode as Mode
from schemathesis.specs.openapi import checks

from api.description import described
from core.services.tokens import make_token, note_use
from tests.api.things import BODIES, OBJECTS, WORDS, filled
from tests.dashboard.conftest import Cast
from tests.proofs.everything import everything

#: So many odd requests of each operation: at the edges of what is described, good and bad ones by chance.
EDGES, GOOD, BAD = 16, 5, 4
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.missing_required_header,
]
schema = schemathesis.openapi.from_dict(described(), config=SchemathesisConfig.from_dict({"seed": 20261126}))
schema.app = get_wsgi_application()
OPERATIONS = [found.ok() for found in schema.get_all_operations()]
TAGS = sorted({operation.tags[0] for operation in OPERATIONS})


@dataclass
class Here:
    """The world that is asked about, a token for it, and how often each status was answered."""

    things: dict[str, Any]
    headers: dict[str, str]
    met: Counter[int] = field(default_factory=Counter)

    def send(self, case: Any) -> None:
        """Send it, judge the answer, and undo what it did: the next one meets the same world."""
        name_real_things(case, self.things)
        with transaction.atomic():
            answer = case.call_and_validate(headers=self.headers, checks=CHECKS)
            transaction.set_rollback(True)
        self.met[answer.status_code] += 1


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own client does it: the end of a request does not end the test's transaction."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.fixture
def here(cast: Cast, _one_connection: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Here:
    """A store with one of everything, a token that may do everything, and no name that leads out of this machine."""
    settings.API_BURST = settings.API_CALLS_PER_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]

    def nowhere(host: str, *_more: Any, **_named: Any) -> Any:
        raise socket.gaierror(f"{host} is not looked for in a test")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    made = make_token(
        store=cast.store, user=cast.owner, name="odd", scopes=["*"], expires_at=timezone.now() + timedelta(days=1)
    )
    note_use(made.token)  # each request is undone: the first use would be written down by every one of them
    return Here(everything(cast.store), {"Authorization": f"Bearer {made.secret}"})


def name_real_things(case: Any, things: dict[str, Any]) -> None:
    """Three ids of four become those of what there is, so that more than 404 is seen."""
    parts = [part for part in case.path.split("/") if part]
    for word, part in pairwise(parts):
        name = part.strip("{}")
        if part.startswith("{") and word in OBJECTS:
            case.path_parameters[name] = _real(case.path_parameters.get(name), things[OBJECTS[word]])
    if isinstance(case.body, dict):
        for name in case.body.keys() & things.keys():
            case.body[name] = _real(case.body[name], things[name])


def _real(value: Any, thing: Any) -> Any:
    """An id that could be one; what was made wrong on purpose stays so."""
    try:
        number = uuid.UUID(value).int
    except (ValueError, AttributeError, TypeError):
        return value
    return str(thing.pk) if number % 4 else value


def good(operation: Any, here: Here) -> Any:
    """The request that the tests of every endpoint make: about real things, with a body that would do something."""
    body = BODIES.get(operation.definition.raw["operationId"])
    sent = {"body": filled(body, here.things), "media_type": "application/json"} if body else {}
    words = [part.strip("{}") for part in operation.path.split("/") if part.startswith("{")]
    return operation.Case(path_parameters={word: WORDS.get(word, str(uuid.UUID(int=1))) for word in words}, **sent)


def edges(operation: Any) -> list[Any]:
    """Some of the requests at the edges of the description, evenly picked."""
    every = list(
        schema.iter_coverage_cases(
            operation, generation_modes=[Mode.POSITIVE, Mode.NEGATIVE], generation_config=schema.config.generation
        )
    )
    return every[:: max(1, ceil(len(every) / EDGES))]


def by_chance(operation: Any, mode: Mode, many: int, send: Callable[[Any], None]) -> None:
    """Some requests that fit the description, or that do not; the same ones at each run."""

    @settings(
        max_examples=many, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(mode))
    def asked(case: Any) -> None:
        send(case)

    asked()


def ask(operation: Any, here: Here) -> None:
    here.send(good(operation, here))
    for case in edges(operation):
        here.send(case)
    by_chance(operation, Mode.POSITIVE, GOOD, here.send)
    if operation.body or operation.query or operation.path_parameters:
        by_chance(operation, Mode.NEGATIVE, BAD, here.send)


@pytest.mark.parametrize("tag", TAGS)
def test_odd_requests_are_answered_as_described(tag: str, here: Here) -> None:
    wrong: dict[str, str] = {}
    for operation in OPERATIONS:
        if operation.tags[0] == tag:
            try:
                ask(operation, here)
            except (FailureGroup, Failure) as failed:
                wrong[operation.label] = "".join(traceback.format_exception_only(failed))
    assert not wrong, "\n".join(wrong.values())
    # Whoever only meets refusals proves little.
    assert sum(here.met[status] for status in (200, 201, 202, 204)) * 20 > here.met.total()


def test_every_operation_has_its_tag() -> None:
    assert len(OPERATIONS) > 20 and all(operation.tags for operation in OPERATIONS)
