"""One practice Facebook for this folder, seeded anew for each test; every answer is held against the documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplaces.sandbox.server import Running, running
from tests.conftest import shared
from tests.marketplaces.sandbox.receiver import Receiver

from .hub import APP_SECRET, Hub


@pytest.fixture(scope="session")
def facebook_sandbox() -> Iterator[Running]:
    with running(None, codes=["facebook"]) as server:
        yield server


@pytest.fixture
def bare(facebook_sandbox: Running) -> Iterator[Hub]:
    """For tests of calls that the checker does not know as they were."""
    shared("tools/wirecheck")
    from wirecheck import Checker

    hub = Hub(facebook_sandbox.url, Checker("facebook", base_path="/facebook", secret=APP_SECRET))
    hub.control("webhook", method="DELETE")
    hub.control("faults", method="DELETE")
    hub.control("limits", {"enabled": False})
    hub.control("legacy", {"on": False})
    hub.control("clock", {"now": "2026-11-24T12:00:00Z"})
    hub.control("seed", {"seed": 1})
    yield hub
    assert hub.violations == []


@pytest.fixture
def hub(bare: Hub) -> Iterator[Hub]:
    """Limits are off unless a test wants them; the clock stands still at a Tuesday noon."""
    yield bare
    assert bare.lenient == []


@pytest.fixture
def former(bare: Hub) -> Hub:
    """With the order calls as they were; the checker knows that they are gone."""
    bare.control("legacy", {"on": True})
    bare.version = "v25.0"
    return bare


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    ear = Receiver()
    yield ear
    ear.close()
