"""A transport that talks to a scripted server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from marketplaces.framework.errors import ConnectorError, LoginExpired, RateLimited, Rejected
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Answer, Call, Outgoing, Timeouts, Transport
from tests.marketplaces.framework.transport.loopback import FRESH, SECRET, Loopback, Script


@dataclass
class Line:
    """A transport with all that stands around it."""

    server: Loopback
    transport: Transport
    clock: FakeClock
    limiter: MemoryLimiter
    recorder: ListRecorder
    credentials: StaticCredentials

    def send(self, **about: Any) -> Answer:
        call = Call(**{"operation": "pull_orders", "method": "POST", "path": "/v1/orders", **about})
        return self.transport.send(call, authorise=sign, classify=classify)

    @property
    def outcomes(self) -> list[str]:
        return [call.outcome for call in self.recorder.calls]


def sign(outgoing: Outgoing, credentials: Any) -> None:
    outgoing.headers["Api-Key"] = credentials.get("api_key", "")
    outgoing.params.append(("sign", f"deadbeef{len(outgoing.params)}cafe"))


def classify(answer: Answer) -> ConnectorError | None:
    body = answer.json if isinstance(answer.json, dict) else {}
    said = str(body.get("message", ""))
    known = {401: LoginExpired, 429: RateLimited, 400: Rejected}
    return known[answer.status]("They said no", said=said) if answer.status in known else None


@pytest.fixture
def line() -> Iterator[Callable[..., Line]]:
    opened: list[Line] = []

    def make(*script: Script, waits: tuple[float, ...] = (), **options: Any) -> Line:
        server = Loopback(list(script))
        clock, limiter, recorder = FakeClock(), MemoryLimiter(*waits), ListRecorder()
        credentials = StaticCredentials({"api_key": SECRET}, refresh=lambda: {"api_key": FRESH})
        options = {
            "base_url": server.url, "marketplace": "Ozon", "limits": (), "scope_values": {LimitScope.ACCOUNT: "7"},
            "allow_private": True, "timeouts": Timeouts(connect=1, read=0.5, total=1.0), **options,
        }  # fmt: skip
        transport = Transport(credentials=credentials, limiter=limiter, recorder=recorder, clock=clock, **options)
        opened.append(Line(server, transport, clock, limiter, recorder, credentials))
        return opened[-1]

    yield make
    for each in opened:
        each.transport.close()
        each.server.close()
