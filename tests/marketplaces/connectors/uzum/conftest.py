"""A scripted Uzum on loopback, the practice one, and a connector that calls either."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketplaces.connectors.uzum import connector as uzum_connector
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Stage

TOKEN = "cGxhbnRlZC11enVtLXRva2Vu"  # noqa: S105


class Seen(stages.Seen):
    """A call's name is what stands behind the API's path."""

    @property
    def name(self) -> str:
        return self.path.removeprefix("/api/seller-openapi")


def wrapped(payload: Any) -> dict[str, Any]:
    return {"payload": payload, "errors": [], "timestamp": "2026-10-01T09:01:00Z"}


def refusal(code: str, status: int = 400, message: str = "no") -> tuple[int, dict[str, Any]]:
    error = {"code": code, "message": message, "detailMessage": None, "payload": None}
    return status, {
        "payload": None,
        "errors": [error],
        "timestamp": "2026-10-01T09:01:00Z",
        "trace": "t",
        "error": None,
    }


def unplanned(_seen: stages.Seen) -> Reply:
    return refusal("access-denied", 403)


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen))


def connected(url: str, **values: str) -> uzum_connector:
    return Lines(uzum_connector, url, {"token": TOKEN})(**values).connector


@pytest.fixture
def uzum(remote: Remote) -> uzum_connector:
    return connected(remote.url, shop_id="96273", seller_id="7001")


@pytest.fixture(scope="session")
def practice() -> Iterator[Running]:
    with running(None, codes=["uzum"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    """The practice shop, seeded anew, with the connector in front of it."""
    found = Shop("uzum", practice.url).fresh()
    found.control("settings", {})
    yield found
    found.close()
