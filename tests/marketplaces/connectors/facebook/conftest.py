"""A small HTTP server on loopback that answers what a test tells it, and a connector that calls it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.facebook import connector as facebook_connector
from marketplaces.framework.base import Context
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

from .samples import CATALOG

CREDENTIALS = {
    "app_id": "1200300400500", "app_secret": "fbapp-secret-planted", "access_token": "EAAplantedTOKEN0001",
    "catalog_id": CATALOG, "cms_id": "610000000000009", "product_link": "https://shop.example/p/{sku}",
    "verify_token": "my-own-word",
}  # fmt: skip


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str]

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The rows of a batch."""
        return list(json.loads(self.form["requests"]))


@dataclass
class Headed:
    """An answer with headers of its own."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass
class Remote:
    """What Graph answers to "METHOD /path", the version left out; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Any]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, call: str, *replies: Any) -> None:
        self.replies[call] = list(replies)

    def asked(self, call: str) -> list[Seen]:
        return [each for each in self.seen if name(each) == call]

    def reply(self, seen: Seen) -> Headed:
        self.seen.append(seen)
        known = self.replies.get(name(seen))
        if not known:
            inner = {"message": f"no answer planned for {name(seen)}", "type": "X", "code": 100, "error_subcode": 33}
            return Headed(400, {"error": inner}, {})
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        if isinstance(found, Headed):
            return found
        status, body = found if isinstance(found, tuple) else (200, found)
        return Headed(status, body, {})


def name(seen: Seen) -> str:
    return f"{seen.method} /{seen.path.lstrip('/').partition('/')[2]}"


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            parts = urlsplit(self.path)
            form = dict(parse_qsl(raw, keep_blank_values=True))
            seen = Seen(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers), form)
            told = planned.reply(seen)
            content = json.dumps(told.body).encode()
            self.send_response(told.status)
            for key, text in {"Content-Type": "application/json", **told.headers}.items():
                self.send_header(key, text)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer

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

    connector: facebook_connector
    clock: FakeClock
    limiter: MemoryLimiter
    recorder: ListRecorder
    credentials: StaticCredentials


@pytest.fixture
def line(remote: Remote) -> Iterator[Callable[..., Line]]:
    """`line(orders="legacy")`: a connector with these settings, which waits without waiting."""
    opened: list[Transport] = []

    def make(**settings: str) -> Line:
        credentials, clock = StaticCredentials({**CREDENTIALS, **settings}), FakeClock()
        limiter, recorder = MemoryLimiter(), ListRecorder()
        transport = Transport(
            base_url=remote.url,
            marketplace="Facebook Shop",
            limits=facebook_connector.limits,
            scope_values={},
            credentials=credentials,
            limiter=limiter,
            recorder=recorder,
            clock=clock,
            allow_private=True,
            hosts=facebook_connector.hosts.at_base(),
            timeouts=facebook_connector.timeouts,
            retries=facebook_connector.retries,
        )
        opened.append(transport)
        context = Context(base_url=remote.url, credentials=credentials, transport=transport, clock=clock)
        return Line(facebook_connector(context), clock, limiter, recorder, credentials)

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def facebook(line: Callable[..., Line]) -> facebook_connector:
    return line().connector


@pytest.fixture
def legacy(line: Callable[..., Line]) -> facebook_connector:
    """With the former order calls switched on."""
    return line(orders="legacy").connector
