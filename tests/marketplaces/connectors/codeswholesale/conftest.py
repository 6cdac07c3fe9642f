"""A small HTTP server on loopback that answers what a test tells it, and a connector that calls it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.codeswholesale import connector as kind
from marketplaces.framework.base import Context
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

CREDENTIALS = {
    "client_id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "client_secret": "cw_secret_planted_0001",
    "access_token": "token-planted-0001", "client_signature": "11111111-2222-4333-8444-555555555555",
}  # fmt: skip


@dataclass
class Seen:
    """A request as it came over the wire; `raw` is its body."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw.decode()))


@dataclass
class Remote:
    """What the supplier answers to "METHOD /path"; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Any]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, call: str, *replies: Any) -> None:
        self.replies[call] = list(replies)

    def asked(self, call: str) -> list[Seen]:
        method, _, path = call.partition(" ")
        return [each for each in self.seen if (each.method, each.path) == (method, path)]

    def reply(self, seen: Seen) -> tuple[int, Any]:
        self.seen.append(seen)
        known = self.replies.get(f"{seen.method} {seen.path}")
        if not known:
            return 404, {"status": 404, "code": 404, "message": f"no answer planned for {seen.method} {seen.path}"}
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        return found if isinstance(found, tuple) else (200, found)


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            seen = Seen(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers), raw)
            status, told = planned.reply(seen)
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = _answer

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

    connector: kind
    clock: FakeClock
    limiter: MemoryLimiter
    recorder: ListRecorder
    credentials: StaticCredentials


@pytest.fixture
def line(remote: Remote) -> Iterator[Callable[..., Line]]:
    """`line(api_version="v2")`: a connector with these values, which waits without waiting."""
    opened: list[Transport] = []

    def make(**values: str) -> Line:
        credentials, clock = StaticCredentials({**CREDENTIALS, **values}), FakeClock()
        limiter, recorder = MemoryLimiter(), ListRecorder()
        transport = Transport(
            base_url=remote.url,
            marketplace="CodesWholesale",
            limits=kind.limits,
            at_once=kind.at_once,
            scope_values={LimitScope.ACCOUNT: "1", LimitScope.KEY: "1"},
            credentials=credentials,
            limiter=limiter,
            recorder=recorder,
            clock=clock,
            allow_private=True,
            timeouts=kind.timeouts,
            retries=kind.retries,
        )
        opened.append(transport)
        connector = kind(Context(base_url=remote.url, credentials=credentials, transport=transport, clock=clock))
        credentials.refresh = lambda: connector.refresh_token(credentials.values).values
        return Line(connector, clock, limiter, recorder, credentials)

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def supplier(line: Callable[..., Line]) -> kind:
    return line().connector
