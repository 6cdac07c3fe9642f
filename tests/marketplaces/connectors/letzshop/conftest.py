"""A scripted Letzshop on loopback, the practice one, and a connector that calls either."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from marketplaces.connectors.letzshop import connector as letzshop_connector
from marketplaces.framework.base import Context
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop

KEY = "planted-letzshop-key"


@dataclass
class Seen:
    """A request as it came over the wire. `name` is the GraphQL operation, or method and path of a file."""

    name: str
    variables: Mapping[str, Any]
    body: Any
    headers: Mapping[str, str]


Reply = Mapping[str, Any] | bytes | tuple[int, Any] | Callable[[Seen], Any]


@dataclass
class Remote:
    """What Letzshop answers, by operation; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, name: str, *replies: Reply) -> None:
        self.replies[name] = list(replies)

    def asked(self, name: str) -> list[Seen]:
        return [each for each in self.seen if each.name == name]

    def reply(self, seen: Seen) -> tuple[int, bytes]:
        self.seen.append(seen)
        known = self.replies.get(seen.name)
        if not known:
            return 404, b'{"errors":[{"message":"Not found"}]}'
        found: Any = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        status, body = found if isinstance(found, tuple) else (200, found)
        return status, body if isinstance(body, bytes) else json.dumps(body).encode()


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw) if raw else None
            graphql = self.path == "/graphql"
            name = body["operationName"] if graphql else f"{self.command} {self.path}"
            seen = Seen(name, body["variables"] if graphql else {}, body, dict(self.headers))
            status, answer = planned.reply(seen)
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if graphql else "text/csv")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = _answer

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    planned.url = f"http://127.0.0.1:{server.server_port}"
    yield planned
    server.shutdown()
    server.server_close()


def connected(url: str, **values: str) -> letzshop_connector:
    credentials = StaticCredentials({"api_key": KEY, "vendor": "atelier-lumen", **values})
    clock = FakeClock()
    transport = Transport(
        base_url=url, marketplace="Letzshop", limits=letzshop_connector.limits, scope_values={},
        credentials=credentials, limiter=MemoryLimiter(), recorder=ListRecorder(), clock=clock, allow_private=True,
    )  # fmt: skip
    return letzshop_connector(Context(base_url=url, credentials=credentials, transport=transport, clock=clock))


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
