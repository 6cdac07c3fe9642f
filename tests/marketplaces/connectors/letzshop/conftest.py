"""A scripted Letzshop on loopback, the practice one, and a connector that calls either."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketplaces.connectors.letzshop import connector as letzshop_connector
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Stage

KEY = "planted-letzshop-key"


class Seen(stages.Seen):
    """A call's name is the GraphQL operation, or method and path of a file."""

    @property
    def name(self) -> str:
        return str(self.body["operationName"]) if self.path == "/graphql" else f"{self.method} {self.target}"

    @property
    def variables(self) -> dict[str, Any]:
        return dict(self.body["variables"])


def unplanned(seen: stages.Seen) -> Reply:
    return 404, {"errors": [{"message": "Not found"}]}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen))


def connected(url: str, **values: str) -> letzshop_connector:
    return Lines(letzshop_connector, url, {"api_key": KEY, "vendor": "atelier-lumen"})(**values).connector


@pytest.fixture
def letzshop(remote: Remote) -> letzshop_connector:
    return connected(remote.url)


@pytest.fixture
def seed(remote: Remote) -> letzshop_connector:
    return connected(remote.url, dialect="seed")


@pytest.fixture(scope="session")
def practice() -> Iterator[Running]:
    with running(None, codes=["letzshop"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    """The practice shop, seeded anew, with the connector in front of it."""
    found = Shop("letzshop", practice.url).fresh()
    yield found
    found.close()
