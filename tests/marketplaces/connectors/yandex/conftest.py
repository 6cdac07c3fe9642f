"""A scripted Market on loopback, the practice one, and a connector that calls either."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Stage

API_KEY = "ACMA:plantedKeyplantedKeyplantedKey:0a0b0c0d"
CAMPAIGNS = {
    "campaigns": [
        {
            "id": 21000001, "domain": "Atelier Lumen", "business": {"id": 5001, "name": "Lumen"},
            "placementType": "FBS", "apiAvailability": "AVAILABLE",
        },
        {
            "id": 21000002, "domain": "Lumen DBS", "business": {"id": 5001, "name": "Lumen"}, "placementType": "DBS",
            "apiAvailability": "AVAILABLE",
        },
    ],
    "paging": {},
}  # fmt: skip
LIST = "/v1/businesses/5001/orders"


class Seen(stages.Seen):
    """No path is called by two methods: the path is the name."""

    @property
    def name(self) -> str:
        return self.path


def refusal(status: int, message: str, code: str = "BAD_REQUEST") -> tuple[int, dict[str, Any]]:
    return status, {"status": "ERROR", "errors": [{"code": code, "message": message}]}


def orders(*rows: Any, token: str = "") -> dict[str, Any]:
    return {"orders": list(rows), "paging": {"nextPageToken": token} if token else {}}


def unplanned(_seen: stages.Seen) -> Reply:
    return refusal(404, "Not found")


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen, {"/v2/campaigns": [CAMPAIGNS]}))


def connected(url: str, **values: str) -> yandex_connector:
    return Lines(yandex_connector, url, {"api_key": API_KEY})(**values).connector


@pytest.fixture
def yandex(remote: Remote) -> yandex_connector:
    return connected(remote.url, campaign_id="21000001")


@pytest.fixture(scope="session")
def practice() -> Iterator[Running]:
    with running(None, codes=["yandex"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    """The practice shop, seeded anew, with the connector in front of it."""
    found = Shop("yandex", practice.url).fresh()
    yield found
    found.close()
