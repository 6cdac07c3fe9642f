"""A scripted Wildberries on loopback, the practice one, and a connector that calls either."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.hosts import Hosts
from marketplaces.sandbox.server import Running, running
from tests.conftest import shared
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Seen, Stage

TOKEN = "planted.wildberries-token.of-no-worth"  # noqa: S105


def refusal(code: str, status: int = 409, message: str = "no") -> tuple[int, dict[str, Any]]:
    return status, {"code": code, "message": message}


def unplanned(seen: Seen) -> Reply:
    return 404, {"title": "path not found", "detail": seen.path}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    """Wildberries' clock stands still, as the connector's does."""
    return stage.plays(Remote(unplanned, headers={"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}))


def connected(url: str, *, currency: str = "", hosts: Hosts | None = None, **values: str) -> wildberries_connector:
    lines = Lines(wildberries_connector, url, {"token": TOKEN})
    return lines(hosts=hosts, currency=currency, **values).connector


@pytest.fixture
def wildberries(remote: Remote) -> wildberries_connector:
    return connected(remote.url)


@pytest.fixture(scope="session")
def practice() -> Iterator[Running]:
    with running(None, codes=["wildberries"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    """The practice shop, seeded anew, with the connector in front of it."""
    found = Shop("wildberries", practice.url).fresh()
    found.control("settings", {})
    yield found
    found.close()


@pytest.fixture
def judged(shop: Shop) -> Iterator[Shop]:
    """The same, each exchange held against the official files."""
    shared("tools/wirecheck")
    yield shop.judged()
    assert shop.violations == []
