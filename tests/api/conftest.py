"""The cast of the API's tests: programs of the owner, the packer, the read-only member and the stranger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Role, Store, User
from core.services.tokens import make_token
from tests.dashboard.conftest import Cast, person

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Any
    raw: bytes

    @property
    def kind(self) -> str:
        """The media type."""
        return str(self.headers["Content-Type"]).partition(";")[0]


class Program:
    """A client with a token, speaking JSON; without one it sends none."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Answer:
        return self.send("GET", path, query=query, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.send("DELETE", path, **headers)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Any] | None = None,
        content_type: str = "application/json",
        **headers: str,
    ) -> Answer:
        """One call; `Idempotency_Key="k"` becomes that header, bytes are sent as they are."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        answer = self.client.generic(
            method, path, data, content_type=content_type, headers={**self.headers, **named},
            query_params=query or {},
        )  # fmt: skip
        raw = b"" if answer.streaming else answer.content
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Answer(answer.status_code, json.loads(raw) if raw and is_json else None, answer.headers, raw)


def program(store: Store, user: User, *scopes: str) -> Program:
    """A program with a fresh token of this user; all scopes unless some are named."""
    made = make_token(
        store=store, user=user, name="Test", scopes=scopes or ["*"], expires_at=timezone.now() + timedelta(days=1)
    )
    return Program(made.secret)


@pytest.fixture
def cast(db: None) -> Cast:
    store = Store.objects.create(slug="atelier-lumen", name="Atelier Lumen")
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    return Cast(
        store=store,
        elsewhere=elsewhere,
        owner=person(store, "Nadia Weber", Role.OWNER),
        packer=person(store, "Marc Thill", Role.PACKER),
        reader=person(store, "Rita Read", Role.READ_ONLY),
        stranger=person(elsewhere, "Sam Stranger", Role.OWNER),
    )


@pytest.fixture
def owner(cast: Cast) -> Program:
    return program(cast.store, cast.owner)


@pytest.fixture
def packer(cast: Cast) -> Program:
    return program(cast.store, cast.packer)


@pytest.fixture
def reader(cast: Cast) -> Program:
    return program(cast.store, cast.reader)


@pytest.fixture
def stranger(cast: Cast) -> Program:
    return program(cast.elsewhere, cast.stranger)
