"""One practice CodesWholesale for this folder, seeded anew for each test; every answer is held against the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplaces.sandbox.server import Running, running
from tests.conftest import shared
from tests.marketplaces.sandbox.receiver import Receiver

from .hub import Hub


@pytest.fixture(scope="session")
def codeswholesale_sandbox() -> Iterator[Running]:
    with running(None, codes=["codeswholesale"]) as server:
        yield server


@pytest.fixture
def hub(codeswholesale_sandbox: Running) -> Iterator[Hub]:
    """Limits are off unless a test wants them; the clock stands still at a Tuesday noon."""
    shared("tools/wirecheck")
    from wirecheck import Checker

    hub = Hub(codeswholesale_sandbox.url, Checker("codeswholesale", base_path="/codeswholesale"))
    hub.control("webhook", method="DELETE")
    hub.control("faults", method="DELETE")
    hub.control("limits", {"enabled": False})
    hub.control("clock", {"now": "2026-10-20T12:00:00Z"})
    hub.control("seed", {"seed": 1, "products": 60, "orders": 12})
    hub.sign_in()
    yield hub
    assert hub.violations == []
    assert hub.lenient == []


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    ear = Receiver()
    yield ear
    ear.close()
