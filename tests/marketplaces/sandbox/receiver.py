"""A hub's ear: a real HTTP server on loopback that keeps what it is told and answers what it is asked to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`heard` are the parsed bodies, `headers` what came with them; `reply` may be changed at any time."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.raw: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.reply: dict[str, Any] = {"result": True}
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.raw.append((dict(self.headers), body))
                receiver.heard.append(json.loads(body))
                answer = json.dumps(receiver.reply).encode()
                self.send_response(receiver.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def wait_for(self, enough: Callable[[list[dict[str, Any]]], bool], seconds: float = 30) -> list[dict[str, Any]]:
        """What was heard once it is enough; fails the test when it never is."""
        end = time.monotonic() + seconds
        while not enough(self.heard):
            assert time.monotonic() < end, f"heard only {self.heard}"
            time.sleep(0.02)
        return self.heard

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
