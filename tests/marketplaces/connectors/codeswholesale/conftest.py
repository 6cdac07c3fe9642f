"""A scripted supplier on loopback, and a connector that calls it."""

from collections.abc import Callable, Iterator

import pytest

from marketplaces.connectors.codeswholesale import connector as kind
from marketplaces.framework.limits import LimitScope
from tests.marketplaces.connectors.remote import Line, Lines, Remote, Reply, Seen, Stage

CREDENTIALS = {
    "client_id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "client_secret": "cw_secret_planted_0001",
    "access_token": "token-planted-0001", "client_signature": "11111111-2222-4333-8444-555555555555",
}  # fmt: skip


def unplanned(seen: Seen) -> Reply:
    return 404, {"status": 404, "code": 404, "message": f"no answer planned for {seen.name}"}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned))


@pytest.fixture
def line(remote: Remote) -> Iterator[Callable[..., Line[kind]]]:
    """`line(api_version="v2")`: a connector with these values, which waits without waiting and renews its token."""
    lines = Lines(kind, remote.url, CREDENTIALS, {LimitScope.ACCOUNT: "1", LimitScope.KEY: "1"})

    def make(**values: str) -> Line[kind]:
        made = lines(**values)
        made.credentials.refresh = lambda: made.connector.refresh_token(made.credentials.values).values
        return made

    yield make
    lines.close()


@pytest.fixture
def supplier(line: Callable[..., Line[kind]]) -> kind:
    return line().connector
