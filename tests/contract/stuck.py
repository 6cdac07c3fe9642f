"""A marketplace whose lists never move on: the first answer of each path, for ever."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import requests


@contextmanager
def stuck(upstream: str) -> Iterator[str]:
    """Passes the first request of every path on, and repeats its answer to all that follow."""
    known: dict[str, requests.Response] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            name = f"{self.command} {urlsplit(self.path).path}"
            if name not in known:
                sent = {key: text for key, text in self.headers.items() if key.lower() != "host"}
                known[name] = requests.request(
                    self.command, upstream + self.path, headers=sent, data=body or None, timeout=20
                )
            answer = known[name]
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
