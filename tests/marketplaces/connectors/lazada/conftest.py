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

from marketplaces.connectors.lazada import connector as lazada_connector
from marketplaces.connectors.lazada import countries
from marketplaces.framework.base import Context
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

CREDENTIALS = {
    "app_key": "100132",
    "app_secret": "laz-demo-secret-01",
    "country": "th",
    "access_token": "50000demo",
    "refresh_token": "50001demo",
}
NOW = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)  # 1767225600, the time of the contract's vectors


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]

    @property
    def values(self) -> dict[str, str]:
        """All that is signed, wherever it stood."""
        return dict(self.query) | dict(self.form)

    def json(self, name: str) -> Any:
        return json.loads(self.values[name])


Reply = Mapping[str, Any] | Callable[[Seen], Mapping[str, Any]]


@dataclass
class Remote:
    """What Lazada answers, by path; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def paths(self) -> list[str]:
        return [each.path.removeprefix("/rest") for each in self.seen]

    def calls(self, path: str) -> list[Seen]:
        return [each for each in self.seen if each.path == f"/rest{path}"]

    def reply(self, request: Seen) -> bytes:
        self.seen.append(request)
        waiting = self.replies.get(request.path.removeprefix("/rest"))
        if not waiting:
            return json.dumps(bad("TEST", f"nothing prepared for {request.path}")).encode()
        chosen = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return json.dumps(chosen(request) if callable(chosen) else chosen).encode()


def good(data: Any = None, **top: Any) -> dict[str, Any]:
    return {"code": "0", "request_id": "0b1", **({"data": data} if data is not None else {}), **top}


def result(data: Any, *, success: bool = True, code: str = "0", said: str = "") -> dict[str, Any]:
    return good(result={"success": success, "error_code": code, "error_msg": said, "data": data})


def bad(code: str, message: str = "", kind: str = "ISV", **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "message": message or code, "request_id": "0b9", **more}


@pytest.fixture
def remote() -> Iterator[Remote]:
    """The scripted marketplace, listening."""
    script = Remote()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            pairs = (parse_qsl(each, keep_blank_values=True) for each in (parts.query, sent))
            body = script.reply(Seen(self.command, parts.path, *pairs))
            self.send_response(200)
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
def limiter() -> MemoryLimiter:
    return MemoryLimiter()


@pytest.fixture
def credentials() -> StaticCredentials:
    return StaticCredentials(CREDENTIALS)


@pytest.fixture
def hosts() -> Hosts:
    """None of its own: everything is called at the scripted marketplace."""
    return countries.HOSTS.at_base()


@pytest.fixture
def lazada(
    remote: Remote, clock: FakeClock, credentials: StaticCredentials, limiter: MemoryLimiter, hosts: Hosts
) -> Iterator[lazada_connector]:
    """The connector, calling the scripted marketplace."""
    transport = Transport(
        base_url=remote.url,
        marketplace="Lazada",
        limits=lazada_connector.limits,
        scope_values={LimitScope.APP: CREDENTIALS["app_key"], LimitScope.SHOP: "1"},
        credentials=credentials,
        limiter=limiter,
        recorder=ListRecorder(),
        clock=clock,
        hosts=hosts,
        allow_private=True,
    )
    yield lazada_connector(
        Context(base_url=remote.url, credentials=credentials, transport=transport, clock=clock, currency="THB")
    )
    transport.close()
