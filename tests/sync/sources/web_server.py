"""A supplier's web server, on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Web:
    """What it answers next: a status, headers and a body; `got` are the headers that it was asked with."""

    url: str
    answer: tuple[int, dict[str, str], bytes] = (200, {}, b"")
    got: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def web_server() -> Iterator[Web]:
    """Answers every GET the same way, but 304 to who names the ETag that it has."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.got.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, body = web.answer
            known = headers.get("ETag")
            if known and self.headers.get("If-None-Match") == known:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = Web(f"http://127.0.0.1:{server.server_address[1]}/feed.csv")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
