"""A scripted Amazon on loopback, and a connector that calls it."""

from collections.abc import Iterator

import pytest

from marketplaces.connectors.amazon import connector as amazon_connector
from marketplaces.framework.limits import LimitScope
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Seen, Stage

SELLER, GERMANY = "A3LUMEN7DE4K2X", "A1PA6795UKMFR9"
CREDENTIALS = {
    "selling_partner_id": SELLER, "marketplace_id": GERMANY, "client_id": "amzn1.application-oa2-client.1",
    "client_secret": "secret_planted_0001", "application_id": "amzn1.sp.solution.1",
    "access_token": "Atza|access_planted_0001", "refresh_token": "Atzr|refresh_planted_0001", "cancelling": "yes",
}  # fmt: skip


def unplanned(seen: Seen) -> Reply:
    return 404, {"errors": [{"code": "NotFound", "message": f"no answer planned for {seen.name}"}]}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned))


@pytest.fixture
def line(remote: Remote) -> Iterator[Lines[amazon_connector]]:
    """A connector with these settings, which waits without waiting."""
    lines = Lines(amazon_connector, remote.url, CREDENTIALS, {LimitScope.KEY: SELLER}, currency="EUR")
    yield lines
    lines.close()


@pytest.fixture
def amazon(line: Lines[amazon_connector]) -> amazon_connector:
    return line().connector
