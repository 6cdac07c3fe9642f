"""One practice Market for all tests of this folder, seeded anew for each; every answer is held against the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplaces.sandbox.server import Running, running
from tests.conftest import shared
from tests.marketplaces.sandbox.receiver import Receiver

from .hub import Hub


@pytest.fixture(scope="session")
def yandex_sandbox() -> Iterator[Running]:
    with running(None, codes=["yandex"]) as server:
        yield server


@pytest.fixture
def hub(yandex_sandbox: Running) -> Iterator[Hub]:
    """Limits are off unless a test wants them; the clock stands still at a Tuesday noon."""
    shared("tools/wirecheck")
    from wirecheck import Checker

    hub = Hub(yandex_sandbox.url, Checker("yandex", base_path="/yandex"))
    hub.control("faults", method="DELETE")
    hub.control("webhook", method="DELETE")
    hub.control("limits", {"enabled": False})
    hub.control("clock", {"now": "2026-10-20T12:00:00Z"})
    hub.control("seed", {"seed": 1, "products": 30, "orders": 90})
    yield hub
    hub.control("limits", {"enabled": False})
    assert hub.violations == []
    assert hub.lenient == []


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    ear = Receiver()
    yield ear
    ear.close()
