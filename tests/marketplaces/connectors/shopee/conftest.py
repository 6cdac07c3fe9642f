"""A scripted Shopee on loopback, and a connector that calls it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from marketplaces.connectors.shopee import connector as shopee_connector
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, StaticCredentials
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Line, Lines, Remote, Reply, Stage

CREDENTIALS = {
    "partner_id": "1000001",
    "partner_key": "shpk0123456789abcdef0123456789abcdef",
    "shop_id": "220033445",
    "access_token": "4d61726b6574746f6b656e",
    "refresh_token": "72656672657368",
}
NOW = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)  # 1767225600, the time of the contract's vectors


class Seen(stages.Seen):
    """A call's name is what stands behind the API's path."""

    @property
    def name(self) -> str:
        return self.path.removeprefix("/api/v2/")


def good(response: Any = None, **top: Any) -> dict[str, Any]:
    envelope = {"error": "", "message": "", "request_id": "r1", **top}
    return envelope | ({"response": response} if response is not None else {})


def bad(error: str, message: str = "", status: int = 200) -> tuple[int, dict[str, Any]]:
    return status, {"error": error, "message": message or error, "request_id": "r9"}


def unplanned(seen: stages.Seen) -> Reply:
    return bad("test", f"nothing prepared for {seen.name}", 500)


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen))


@pytest.fixture
def settings_of_connection() -> dict[str, Any]:
    return {}


@pytest.fixture
def line(remote: Remote, settings_of_connection: dict[str, Any]) -> Iterator[Line[shopee_connector]]:
    lines = Lines(shopee_connector, remote.url, CREDENTIALS, {LimitScope.APP: CREDENTIALS["partner_id"]})
    context = {"settings": settings_of_connection, "remote_account_id": CREDENTIALS["shop_id"]}
    yield lines(clock=FakeClock(NOW), context=context)
    lines.close()


@pytest.fixture
def clock(line: Line[shopee_connector]) -> FakeClock:
    return line.clock


@pytest.fixture
def credentials(line: Line[shopee_connector]) -> StaticCredentials:
    return line.credentials


@pytest.fixture
def shopee(line: Line[shopee_connector]) -> shopee_connector:
    """The connector, calling the scripted marketplace."""
    return line.connector
