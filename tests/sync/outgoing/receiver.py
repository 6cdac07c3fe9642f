"""A merchant's own program on loopback: it takes what is posted, and answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Got:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """The body as JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def id(self) -> str:
        """The id that its header names."""
        return self.headers["webhook-id"]


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Receiver:
    """What came, and what is answered next: a status and its headers; with `held` cleared nobody is answered."""

    url: str
    got: list[Got] = field(default_factory=list)
    answer: Callable[[Got], tuple[int, dict[str, str], bytes]] = lambda _got: (200, {}, b"ok")
    slow: float = 0.0
    held: threading.Event = field(default_factory=_set)

    def wait(self, count: int, seconds: float = 30.0) -> list[Got]:
        """What came, once it is so many."""
        end = time.monotonic() + seconds
        while len(self.got) < count and time.monotonic() < end:
            time.sleep(0.01)
        return list(self.got)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A server of its own on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            got = Got(self.path, {name.lower(): text for name, text in self.headers.items()}, body)
            receiver.got.append(got)
            time.sleep(receiver.slow)
            receiver.held.wait(120)
            status, headers, said = receiver.answer(got)
            try:
                self.send_response(status)
                for name, text in {**headers, "Content-Length": str(len(said))}.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(said)
            except OSError:
                pass  # whoever asked does not wait any more

        def do_GET(self) -> None:
            receiver.got.append(Got(self.path, {"webhook-id": "GET"}, b""))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
