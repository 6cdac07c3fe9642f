"""A marketplace made of a script: a loopback server that says exactly what a test puts into its mouth."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    json: Any


@dataclass
class Reply:
    """An answer: JSON, unless `body` is given."""

    json: Any = None
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Script:
    """Answers by path; `before` may answer first (faults), and `clock` is how far its clock is from ours."""

    routes: dict[str, Callable[[Asked], Any]] = field(default_factory=dict)
    before: Callable[[Asked], Reply | None] | None = None
    clock: timedelta = timedelta(0)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        said = self.before(asked) if self.before else None
        if said is not None:
            return said
        route = self.routes.get(asked.path)
        if route is None:
            return Reply({"code": 5, "message": f"no route {asked.path}"}, 404)
        said = route(asked)
        return said if isinstance(said, Reply) else Reply(said)

    def count(self, path: str) -> int:
        return sum(1 for asked in self.asked if asked.path == path)


def _handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Nothing on the test's terminal."""

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("content-length") or 0))
            query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = script.answer(Asked(parts.path, query, headers, json.loads(sent) if sent else None))
            body = said.body if said.body is not None else json.dumps(said.json).encode()
            self.send_response_only(said.status)
            kinds = {"content-type": "application/json", "date": format_datetime(_now(script), usegmt=True)}
            for name, value in {**kinds, **said.headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _serve

    return Handler


def _now(script: Script) -> datetime:
    return datetime.now(UTC) + script.clock


@contextmanager
def serving(script: Script) -> Iterator[Script]:
    """The script on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
