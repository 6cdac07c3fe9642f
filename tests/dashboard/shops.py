"""Shops before the real practice marketplaces, for the tests of connecting and syncing."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from core.models import Store
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, running
from marketplaces.services.connect import connect, test_values
from sync import schedule

OZON_KEYS = {"client_id": "1001", "api_key": "sandbox-ozon-key-1001"}
SHOPEE_APP = {"partner_id": "1000001", "partner_key": "shpk0123456789abcdef0123456789abcdef"}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with running(None, codes=["ozon", "shopee"]) as server:
        yield server


@pytest.fixture
def practice(sandbox: Running, settings: Any) -> Running:
    """Both practice marketplaces, newly seeded, as this installation's sandboxes."""
    settings.SANDBOX_URL = sandbox.url
    for emulator in sandbox.sandbox.emulators.values():
        emulator.faults.clear()
        emulator.state.clear()
        emulator.reseed(1)
    return sandbox


def ozon(store: Store, sandbox: Running, name: str = "Ozon Москва") -> Connection:
    """A connected shop at the practice Ozon."""
    address = f"{sandbox.url}/ozon"
    tested = test_values("ozon", OZON_KEYS, base_url=address)
    assert tested.passed, tested.verdicts
    shop = connect(store=store, code="ozon", name=name, tested=tested, base_url=address)
    schedule.ensure_jobs(shop)
    return shop


def control(sandbox: Running, code: str, what: str, body: dict[str, Any] | None = None) -> Any:
    """Drive a practice marketplace, or without a body ask it."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{sandbox.url}/{code}/_control/{what}", data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)
