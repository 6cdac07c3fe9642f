"""A small HTTP server on loopback that answers what a test tells it, and a connector that calls it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.amazon import connector as amazon_connector
from marketplaces.framework.base import Context
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

SELLER, GERMANY = "A3LUMEN7DE4K2X", "A1PA6795UKMFR9"
CREDENTIALS = {
    "selling_partner_id": SELLER, "marketplace_id": GERMANY, "client_id": "amzn1.application-oa2-client.1",
    "client_secret": "secret_planted_0001", "application_id": "amzn1.sp.solution.1",
    "access_token": "Atza|access_planted_0001", "refresh_token": "Atzr|refresh_planted_0001", "cancelling": "yes",
}  # fmt: skip


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any


@dataclass
class Headed:
    """An answer with headers of its own."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass
class Remote:
    """What Amazon answers to "METHOD /path"; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Any]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, call: str, *replies: Any) -> None:
        self.replies[call] = list(replies)

    def asked(self, call: str) -> list[Seen]:
        method, _, path = call.partition(" ")
        return [each for each in self.seen if (each.method, each.path) == (method, path)]

    def reply(self, seen: Seen) -> Headed:
        self.seen.append(seen)
        known = self.replies.get(f"{seen.method} {seen.path}")
        if not known:
            said = f"no answer planned for {seen.method} {seen.path}"
            return Headed(404, {"errors": [{"code": "NotFound", "message": said}]}, {})
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        if isinstance(found, Headed):
            return found
        status, body = found if isinstance(found, tuple) else (200, found)
        return Headed(status, body, {})


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            body = json.loads(raw) if raw[:1] in (b"{", b"[") else raw.decode()
            seen = Seen(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body)
            told = planned.reply(seen)
            content = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
            content = b"" if told.status == 204 else content
            self.send_response(told.status)
            for name, text in {"Content-Type": "application/json", **told.headers}.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    planned.url = f"http://127.0.0.1:{server.server_port}"
    yield planned
    server.shutdown()
    server.server_close()


@dataclass
class Line:
    """A connector and what stands around it."""

    connector: amazon_connector
    clock: FakeClock
    limiter: MemoryLimiter
    recorder: ListRecorder


@pytest.fixture
def line(remote: Remote) -> Iterator[Callable[..., Line]]:
    """A connector with these settings, which waits without waiting."""
    opened: list[Transport] = []

    def make(*, currency: str = "EUR", **settings: str) -> Line:
        credentials, clock = StaticCredentials({**CREDENTIALS, **settings}), FakeClock()
        limiter, recorder = MemoryLimiter(), ListRecorder()
        transport = Transport(
            base_url=remote.url,
            marketplace="Amazon",
            limits=amazon_connector.limits,
            scope_values={LimitScope.KEY: SELLER},
            credentials=credentials,
            limiter=limiter,
            recorder=recorder,
            clock=clock,
            allow_private=True,
            hosts=amazon_connector.hosts.at_base(),
            timeouts=amazon_connector.timeouts,
            retries=amazon_connector.retries,
        )
        opened.append(transport)
        context = Context(
            base_url=remote.url, credentials=credentials, transport=transport, clock=clock, currency=currency
        )
        return Line(amazon_connector(context), clock, limiter, recorder)

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def amazon(line: Callable[..., Line]) -> amazon_connector:
    return line().connector
