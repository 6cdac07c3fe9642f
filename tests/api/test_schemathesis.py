"""Thousands of odd requests made from the committed description: no fault of ours, no answer that it does not list."""

from __future__ import annotations

import socket
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from api.description import FILE
from core.services.tokens import make_token
from tests.api.things import OBJECTS
from tests.dashboard.conftest import Cast
from tests.proofs.everything import everything

pytestmark = pytest.mark.xdist_group("schemathesis")
EXAMPLES = 10
#: The edges of many filters are much alike: beyond so many requests of one operation every third is sent.
MANY = 30
SEEN: Counter[tuple[str, int]] = Counter()
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
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 20261126,
        "generation": {"mode": "all", "max-examples": EXAMPLES, "deterministic": True, "database": "none"},
        "phases": {"examples": {"enabled": False}, "coverage": {"enabled": True}, "fuzzing": {"enabled": True}},
    }
)
schema = schemathesis.openapi.from_path(FILE, config=CONFIG)
schema.app = get_wsgi_application()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own client does it: the end of a request does not end the test's transaction."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.fixture
def here(cast: Cast, _one_connection: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A store with one of everything, and a token that may do everything; no name leads out of this machine."""
    settings.API_BURST = settings.API_CALLS_PER_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]

    def nowhere(host: str, *_more: Any, **_named: Any) -> Any:
        raise socket.gaierror(f"{host} is not looked for in a test")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    made = make_token(
        store=cast.store, user=cast.owner, name="odd", scopes=["*"], expires_at=timezone.now() + timedelta(days=1)
    )
    return {"asked": 0, "things": everything(cast.store), "headers": {"Authorization": f"Bearer {made.secret}"}}


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


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_odd_requests_are_answered_as_described(case: Any, here: dict[str, Any]) -> None:
    here["asked"] += 1
    if here["asked"] > MANY and here["asked"] % 3:
        return
    name_real_things(case, here["things"])
    answer = case.call_and_validate(headers=here["headers"], checks=CHECKS)
    SEEN[case.operation.label, answer.status_code] += 1


def test_good_requests_were_among_them() -> None:
    """Whoever only meets 400 and 404 proves little."""
    asked = {label for label, _status in SEEN}
    if asked != {operation.ok().label for operation in schema.get_all_operations()}:
        pytest.skip("Only some operations were asked.")
    met: Counter[int] = Counter()
    for (_label, status), times in SEEN.items():
        met[status] += times
    assert sum(met[status] for status in (200, 201, 202, 204)) > met.total() / 10
    assert met[400] and met[404] and met[422]
