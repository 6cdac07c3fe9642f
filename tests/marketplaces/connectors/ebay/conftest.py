"""A scripted eBay on loopback, and a connector that calls it."""

from collections.abc import Iterator

import pytest

from marketplaces.connectors.ebay import connector as ebay_connector
from marketplaces.framework.limits import LimitScope
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Seen, Stage

CREDENTIALS = {
    "client_id": "App-1", "client_secret": "cert_planted_0001", "ru_name": "Some_Name-App-1",
    "marketplace_id": "EBAY_DE", "access_token": "access_planted_0001", "refresh_token": "refresh_planted_0001",
}  # fmt: skip


def unplanned(seen: Seen) -> Reply:
    return 404, {"errors": [{"errorId": 2002, "message": f"no answer planned for {seen.name}"}]}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned))


@pytest.fixture
def ebay(remote: Remote) -> Iterator[ebay_connector]:
    lines = Lines(ebay_connector, remote.url, CREDENTIALS, {LimitScope.APP: "App-1"}, "EUR")
    yield lines().connector
    lines.close()
