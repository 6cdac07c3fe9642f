"""A hub that knows Letzshop from its documents only; every GraphQL answer is held against them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from marketplaces.sandbox.server import Running, running
from tests.conftest import shared

KEY = "letzshop-practice-key-1001"


class Hub:
    """`ask` speaks GraphQL; `violations` stays empty unless the sandbox answers what the schema forbids."""

    def __init__(self, url: str, checker: Any) -> None:
        self.url, self.checker = f"{url}/letzshop", checker
        self.headers = {"Authorization": f"Bearer {KEY}"}
        self.violations: list[str] = []

    def send(self, query: str, *, headers: dict[str, str] | None = None, **variables: Any) -> requests.Response:
        body = {"query": query, "variables": variables}
        given = self.headers if headers is None else headers
        answer = requests.post(f"{self.url}/graphql", json=body, headers=given, timeout=10)
        self._judge(answer)
        return answer

    def ask(self, query: str, **variables: Any) -> Any:
        """The data; there must be no errors."""
        answer = self.send(query, **variables)
        assert answer.status_code == 200, answer.text
        assert "errors" not in answer.json(), answer.text
        return answer.json()["data"]

    def errors(self, query: str, **variables: Any) -> list[str]:
        answer = self.send(query, **variables)
        assert answer.status_code == 200, answer.text
        return [each["message"] for each in answer.json()["errors"]]

    def _judge(self, answer: requests.Response) -> None:
        from wirecheck import Exchange, Headers

        sent = answer.request
        exchange = Exchange(
            sent.method, sent.url, Headers(sent.headers), sent.body, answer.status_code, Headers(answer.headers),
            answer.content,
        )  # fmt: skip
        found = self.checker.inspect(exchange).violations
        self.violations += [str(each) for each in found if each.side == "response"]

    def control(self, name: str, body: Any = None, method: str = "POST") -> Any:
        answer = requests.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def sell(self, quantity: int = 1, **more: Any) -> dict[str, Any]:
        return self.control("sell", {"quantity": quantity, **more})["orders"][0]


@pytest.fixture(scope="session")
def letzshop_sandbox() -> Iterator[Running]:
    with running(None, codes=["letzshop"]) as server:
        yield server


@pytest.fixture
def hub(letzshop_sandbox: Running) -> Iterator[Hub]:
    """Limits are off unless a test wants them."""
    shared("tools/wirecheck")
    from wirecheck import Checker

    hub = Hub(letzshop_sandbox.url, Checker("letzshop", base_path="/letzshop"))
    hub.control("faults", method="DELETE")
    hub.control("limits", {"enabled": False})
    hub.control("clock", {"real": True})
    hub.control("seed", {"seed": 1, "products": 20, "orders": 120})
    yield hub
    assert hub.violations == []
