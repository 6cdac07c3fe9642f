"""One practice Shopee for all tests of this folder, fresh for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from marketplaces.sandbox.server import Running, running
from tests.conftest import shared

from .hub import PARTNER_KEY, Hub


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with running(None, codes=["shopee"]) as server:
        yield server


@pytest.fixture
def hub(sandbox: Running) -> Iterator[Hub]:
    """A signed-in hub before a newly seeded shop; limits are off unless a test wants them."""
    shared("tools/wirecheck")
    from wirecheck import Checker

    emulator = sandbox.sandbox.emulators["shopee"]

    def clock() -> float:
        return emulator.clock.timestamp()

    checker = Checker("shopee", base_path="/shopee", secret=PARTNER_KEY, clock=clock)
    emulator.clock.use_real_time()
    emulator.webhooks.forget()
    emulator.faults.clear()
    emulator.state.clear()
    emulator.reseed(1)
    emulator.limits.enabled = False
    yield Hub(sandbox.url, checker)
    emulator.clock.use_real_time()


@pytest.fixture
def at_noon(hub: Hub) -> int:
    """The sandbox's clock stands still; the instant in seconds."""
    told = hub.control("clock", {"now": "2026-03-02T12:00:00+00:00"})
    return int(datetime.fromisoformat(told["now"]).timestamp())
