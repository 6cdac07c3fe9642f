"""A toy marketplace behind the real server, for the tests of the framework."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from marketplaces.sandbox import server

from .receiver import Receiver
from .toy import Toy


class Desk:
    """Calls on the toy shop and on its control desk."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(f"{self.url}/toy{path}", headers={"key": "open"}, timeout=10, **more)

    def post(self, path: str, body: Any = None, **headers: str) -> requests.Response:
        return self.session.post(f"{self.url}/toy{path}", json=body, headers={"key": "open"} | headers, timeout=10)

    def control(self, name: str, body: Any = None, method: str = "POST") -> requests.Response:
        return self.session.request(method, f"{self.url}/toy/_control/{name}", json=body, timeout=10)


@pytest.fixture
def only_the_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "discover", lambda codes=None: {"toy": Toy})


@pytest.fixture
def desk(only_the_toy: None, tmp_path: Path) -> Iterator[Desk]:
    with server.running(tmp_path) as running:
        yield Desk(running.url)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    ear = Receiver()
    yield ear
    ear.close()
