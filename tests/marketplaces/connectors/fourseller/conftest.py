"""A scripted 4Seller on loopback, and connectors that call it."""

from collections.abc import Iterator

import pytest

from marketplaces.connectors.fourseller import connector as fourseller_connector
from marketplaces.framework.limits import LimitScope
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Seen, Stage

CREDENTIALS = {"seller_id": "S-1", "api_key": "fs_key_planted_0001", "webhook_secret": "fs_whsec_planted_0001"}


def unplanned(seen: Seen) -> Reply:
    return 404, {"error": {"code": "not_found", "message": f"no answer planned for {seen.name}"}}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned))


@pytest.fixture
def line(remote: Remote) -> Iterator[Lines[fourseller_connector]]:
    """`line(write_mode="single")`: a connector with these settings, which waits without waiting."""
    made = Lines(fourseller_connector, remote.url, CREDENTIALS, {LimitScope.ACCOUNT: "S-1"}, "EUR")
    yield made
    made.close()


@pytest.fixture
def fourseller(line: Lines[fourseller_connector]) -> fourseller_connector:
    return line().connector
