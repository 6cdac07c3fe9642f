"""One practice Amazon for all tests of this folder, fresh for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplaces.sandbox.server import Running, running
from tests.conftest import shared

from .hub import Hub


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with running(None, codes=["amazon"]) as server:
        yield server


@pytest.fixture
def hub(sandbox: Running) -> Iterator[Hub]:
    """A signed-in hub before a newly seeded shop; limits are off unless a test wants them."""
    shared("tools/wirecheck")
    from wirecheck import Checker

    emulator = sandbox.sandbox.emulators["amazon"]
    emulator.clock.use_real_time()
    emulator.faults.clear()
    emulator.state.clear()
    emulator.reseed(1)
    emulator.limits.enabled = False
    yield Hub(sandbox.url, Checker("amazon", base_path="/amazon"))
    emulator.clock.use_real_time()
