"""A scripted Wildberries on loopback, the practice one, and a connector that calls either."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.base import Context
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop

TOKEN = "planted.wildberries-token.of-no-worth"  # noqa: S105


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: list[tuple[str, str]]
    body: Any
    headers: Mapping[str, str]

    def value(self, name: str) -> str:
        return dict(self.query).get(name, "")


Reply = Mapping[str, Any] | list[Any] | tuple[int, Any] | Callable[[Seen], Any]


@dataclass
class Remote:
    """What Wildberries answers, by method and path; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, name: str, *replies: Reply) -> None:
        self.replies[name] = list(replies)

    def asked(self, name: str) -> list[Seen]:
        return [each for each in self.seen if f"{each.method} {each.path}" == name]

    def reply(self, seen: Seen) -> tuple[int, bytes]:
        self.seen.append(seen)
        known = self.replies.get(f"{seen.method} {seen.path}")
        if not known:
            return 404, json.dumps({"title": "path not found", "detail": seen.path}).encode()
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        status, body = found if isinstance(found, tuple) else (200, found)
        return status, b"" if body is None else json.dumps(body).encode()


def refusal(code: str, status: int = 409, message: str = "no") -> tuple[int, dict[str, Any]]:
    return status, {"code": code, "message": message}


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            """Wildberries' clock stands still, as the connector's does."""
            return "Fri, 20 Nov 2026 12:00:00 GMT"

        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = parse_qsl(parts.query, keep_blank_values=True)
            seen = Seen(self.command, parts.path, query, json.loads(raw) if raw else None, dict(self.headers))
            status, body = planned.reply(seen)
            self.send_response(status)
            for name, text in {"Content-Type": "application/json", **planned.headers}.items():
                self.send_header(name, text)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    planned.url = f"http://127.0.0.1:{server.server_port}"
    yield planned
    server.shutdown()
    server.server_close()


def connected(url: str, *, currency: str = "", hosts: Hosts | None = None, **values: str) -> wildberries_connector:
    credentials, clock = StaticCredentials({"token": TOKEN, **values}), FakeClock()
    transport = Transport(
        base_url=url, marketplace="Wildberries", limits=wildberries_connector.limits, scope_values={},
        credentials=credentials, limiter=MemoryLimiter(), recorder=ListRecorder(), clock=clock, allow_private=True,
        limit_headers=wildberries_connector.limit_headers, hosts=hosts or wildberries_connector.hosts.at_base(),
    )  # fmt: skip
    context = Context(base_url=url, credentials=credentials, transport=transport, clock=clock, currency=currency)
    return wildberries_connector(context)


@pytest.fixture
def wildberries(remote: Remote) -> wildberries_connector:
    return connected(remote.url)


@pytest.fixture(scope="session")
def practice() -> Iterator[Running]:
    with running(None, codes=["wildberries"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    """The practice shop, seeded anew, with the connector in front of it."""
    found = Shop("wildberries", practice.url).fresh()
    found.control("settings", {})
    yield found
    found.close()
