"""A scripted Market on loopback, the practice one, and a connector that calls either."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.framework.base import Context
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop

API_KEY = "ACMA:plantedKeyplantedKeyplantedKey:0a0b0c0d"
CAMPAIGNS = {
    "campaigns": [
        {
            "id": 21000001, "domain": "Atelier Lumen", "business": {"id": 5001, "name": "Lumen"},
            "placementType": "FBS", "apiAvailability": "AVAILABLE",
        },
        {
            "id": 21000002, "domain": "Lumen DBS", "business": {"id": 5001, "name": "Lumen"}, "placementType": "DBS",
            "apiAvailability": "AVAILABLE",
        },
    ],
    "paging": {},
}  # fmt: skip
LIST = "/v1/businesses/5001/orders"


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: Mapping[str, str]


Reply = Any | tuple[int, Any] | Callable[[Seen], Any]


@dataclass
class Remote:
    """What the Market answers, by path; the last answer of a list goes on for ever."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=lambda: {"/v2/campaigns": [CAMPAIGNS]})
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def answers(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def asked(self, path: str) -> list[Seen]:
        return [each for each in self.seen if each.path == path]

    def reply(self, seen: Seen) -> tuple[int, bytes]:
        self.seen.append(seen)
        known = self.replies.get(seen.path, [refusal(404, "Not found")])
        found = known.pop(0) if len(known) > 1 else known[0]
        found = found(seen) if callable(found) else found
        status, body = found if isinstance(found, tuple) else (200, found)
        return status, b"" if body is None else json.dumps(body).encode()


def refusal(status: int, message: str, code: str = "BAD_REQUEST") -> tuple[int, dict[str, Any]]:
    return status, {"status": "ERROR", "errors": [{"code": code, "message": message}]}


def orders(*rows: Any, token: str = "") -> dict[str, Any]:
    return {"orders": list(rows), "paging": {"nextPageToken": token} if token else {}}


@pytest.fixture
def remote() -> Iterator[Remote]:
    planned = Remote()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            seen = Seen(self.command, parts.path, query, json.loads(raw) if raw else None, dict(self.headers))
            status, body = planned.reply(seen)
            self.send_response_only(status)  # without a date that no test has told
            for name, text in {"Content-Type": "application/json", **planned.headers}.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = _answer

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    planned.url = f"http://127.0.0.1:{server.server_port}"
    yield planned
    server.shutdown()
    server.server_close()


def connected(url: str, **values: str) -> yandex_connector:
    credentials, clock = StaticCredentials({"api_key": API_KEY, **values}), FakeClock()
    transport = Transport(
        base_url=url, marketplace="Yandex Market", limits=yandex_connector.limits, scope_values={},
        at_once=yandex_connector.at_once, limit_headers=yandex_connector.limit_headers,
        credentials=credentials, limiter=MemoryLimiter(), recorder=ListRecorder(), clock=clock, allow_private=True,
    )  # fmt: skip
    return yandex_connector(Context(base_url=url, credentials=credentials, transport=transport, clock=clock))


@pytest.fixture
def yandex(remote: Remote) -> yandex_connector:
    return connected(remote.url, campaign_id="21000001")


@pytest.fixture(scope="session")
def practice() -> Iterator[Running]:
    with running(None, codes=["yandex"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    """The practice shop, seeded anew, with the connector in front of it."""
    found = Shop("yandex", practice.url).fresh()
    yield found
    found.close()
