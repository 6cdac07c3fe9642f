"""A scripted Lazada on loopback, and a connector that calls it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from marketplaces.connectors.lazada import connector as lazada_connector
from marketplaces.connectors.lazada import countries
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, MemoryLimiter, StaticCredentials
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Line, Lines, Remote, Reply, Stage

CREDENTIALS = {
    "app_key": "100132",
    "app_secret": "laz-demo-secret-01",
    "country": "th",
    "access_token": "50000demo",
    "refresh_token": "50001demo",
}
NOW = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)  # 1767225600, the time of the contract's vectors


class Seen(stages.Seen):
    """A call's name is what stands behind the API's path."""

    @property
    def name(self) -> str:
        return self.path.removeprefix("/rest")

    @property
    def given(self) -> dict[str, str]:
        """All that is signed, wherever it stood."""
        return self.query | self.form

    def json(self, name: str) -> Any:
        return json.loads(self.given[name])


def good(data: Any = None, **top: Any) -> dict[str, Any]:
    return {"code": "0", "request_id": "0b1", **({"data": data} if data is not None else {}), **top}


def result(data: Any, *, success: bool = True, code: str = "0", said: str = "") -> dict[str, Any]:
    return good(result={"success": success, "error_code": code, "error_msg": said, "data": data})


def bad(code: str, message: str = "", kind: str = "ISV", **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "message": message or code, "request_id": "0b9", **more}


def unplanned(seen: stages.Seen) -> Reply:
    return bad("TEST", f"nothing prepared for {seen.path}")


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen))


@pytest.fixture
def hosts() -> Hosts:
    """None of its own: everything is called at the scripted marketplace."""
    return countries.HOSTS.at_base()


@pytest.fixture
def line(remote: Remote, hosts: Hosts) -> Iterator[Line[lazada_connector]]:
    scopes = {LimitScope.APP: CREDENTIALS["app_key"], LimitScope.SHOP: "1"}
    lines = Lines(lazada_connector, remote.url, CREDENTIALS, scopes, "THB")
    yield lines(clock=FakeClock(NOW), hosts=hosts)
    lines.close()


@pytest.fixture
def clock(line: Line[lazada_connector]) -> FakeClock:
    return line.clock


@pytest.fixture
def limiter(line: Line[lazada_connector]) -> MemoryLimiter:
    return line.limiter


@pytest.fixture
def credentials(line: Line[lazada_connector]) -> StaticCredentials:
    return line.credentials


@pytest.fixture
def lazada(line: Line[lazada_connector]) -> lazada_connector:
    """The connector, calling the scripted marketplace."""
    return line.connector
