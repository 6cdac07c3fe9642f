"""A scripted Ozon on loopback, and a connector that calls it."""

from collections.abc import Iterator

import pytest

from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.limits import LimitScope
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Stage

CREDENTIALS = {"client_id": "1001", "api_key": "6f1d0f5e-0000-4000-8000-planted-key"}


class Seen(stages.Seen):
    """All calls are POST: the path is the name."""

    @property
    def name(self) -> str:
        return self.path


def unplanned(seen: stages.Seen) -> Reply:
    return 404, {"code": 5, "message": f"no answer planned for {seen.name}"}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen))


@pytest.fixture
def ozon(remote: Remote) -> Iterator[ozon_connector]:
    lines = Lines(ozon_connector, remote.url, CREDENTIALS, {LimitScope.ACCOUNT: "1001"}, "RUB")
    yield lines().connector
    lines.close()
