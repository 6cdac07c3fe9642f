"""A small HTTP server on loopback that answers what a test tells it, and a connector that calls it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.base import Context
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

CREDENTIALS = {"client_id": "1001", "api_key": "6f1d0f5e-0000-4000-8000-planted-key"}


@dataclass
class Seen:
    """A request as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    body: Any


Reply = Mapping[str, Any] | bytes | tuple[int, Any] | Callable[[Seen], Any]


@dataclass
class Remote:
    """What Ozon answers, by path; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def asked(self, path: str) -> list[Any]:
        """The bodies of all requests to this path."""
        return [each.body for each in self.seen if each.path == path]

    def reply(self, seen: Seen) -> tuple[int, bytes]:
        self.seen.append(seen)
        known = self.replies.get(seen.path)
        if not known:
            return 404, json.dumps({"code": 5, "message": f"no answer planned for {seen.path}"}).encode()
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        status, body = found if isinstance(found, tuple) else (200, found)
        return status, body if isinstance(body, bytes) else json.dumps(body).encode()


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body = planned.reply(Seen(self.path, dict(self.headers), json.loads(raw)))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    planned.url = f"http://127.0.0.1:{server.server_port}"
    yield planned
    server.shutdown()
    server.server_close()


@pytest.fixture
def ozon(remote: Remote) -> ozon_connector:
    credentials, clock = StaticCredentials(CREDENTIALS), FakeClock()
    transport = Transport(
        base_url=remote.url,
        marketplace="Ozon",
        limits=ozon_connector.limits,
        scope_values={LimitScope.ACCOUNT: "1001"},
        credentials=credentials,
        limiter=MemoryLimiter(),
        recorder=ListRecorder(),
        clock=clock,
        allow_private=True,
    )
    context = Context(base_url=remote.url, credentials=credentials, transport=transport, clock=clock, currency="RUB")
    return ozon_connector(context)
