"""A small HTTP server on loopback that answers what a test tells it, and a connector that calls it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.shopee import connector as shopee_connector
from marketplaces.framework.base import Context
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

CREDENTIALS = {
    "partner_id": "1000001",
    "partner_key": "shpk0123456789abcdef0123456789abcdef",
    "shop_id": "220033445",
    "access_token": "4d61726b6574746f6b656e",
    "refresh_token": "72656672657368",
}
NOW = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)  # 1767225600, the time of the contract's vectors


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: list[tuple[str, str]]
    body: Any

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    def one(self, name: str) -> str:
        (value,) = self.all(name)
        return value


Reply = Mapping[str, Any] | tuple[int, Mapping[str, Any]] | Callable[[Seen], Any]


@dataclass
class Remote:
    """What Shopee answers, by path; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def paths(self) -> list[str]:
        return [each.path.removeprefix("/api/v2/") for each in self.seen]

    def calls(self, path: str) -> list[Seen]:
        return [each for each in self.seen if each.path.endswith(path)]

    def reply(self, request: Seen) -> tuple[int, bytes]:
        self.seen.append(request)
        waiting = self.replies.get(request.path.removeprefix("/api/v2/"))
        if not waiting:
            return 500, b'{"error":"test","message":"nothing prepared","request_id":""}'
        chosen = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        found = chosen(request) if callable(chosen) else chosen
        status, body = found if isinstance(found, tuple) else (200, found)
        return status, json.dumps(body).encode()


def good(response: Any = None, **top: Any) -> dict[str, Any]:
    envelope = {"error": "", "message": "", "request_id": "r1", **top}
    return envelope | ({"response": response} if response is not None else {})


def bad(error: str, message: str = "", status: int = 200) -> tuple[int, dict[str, Any]]:
    return status, {"error": error, "message": message or error, "request_id": "r9"}


@pytest.fixture
def remote() -> Iterator[Remote]:
    """The scripted marketplace, listening."""
    script = Remote()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(length)) if length else None
            query = parse_qsl(parts.query, keep_blank_values=True)
            status, body = script.reply(Seen(self.command, parts.path, query, sent))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    script.url = f"http://127.0.0.1:{server.server_port}"
    yield script
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def settings_of_connection() -> dict[str, Any]:
    return {}


@pytest.fixture
def credentials() -> StaticCredentials:
    return StaticCredentials(CREDENTIALS)


@pytest.fixture
def shopee(
    remote: Remote, clock: FakeClock, settings_of_connection: dict[str, Any], credentials: StaticCredentials
) -> Iterator[shopee_connector]:
    """The connector, calling the scripted marketplace."""
    transport = Transport(
        base_url=remote.url,
        marketplace="Shopee",
        limits=shopee_connector.limits,
        scope_values={LimitScope.APP: CREDENTIALS["partner_id"]},
        credentials=credentials,
        limiter=MemoryLimiter(),
        recorder=ListRecorder(),
        clock=clock,
        allow_private=True,
    )
    yield shopee_connector(
        Context(
            base_url=remote.url,
            credentials=credentials,
            transport=transport,
            clock=clock,
            settings=settings_of_connection,
            remote_account_id=CREDENTIALS["shop_id"],
        )
    )
    transport.close()
