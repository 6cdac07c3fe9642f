"""A hub on loopback: the intake behind real HTTP, every exchange held against the contract."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marketplaces.connectors.storefront.intake import StorefrontIntake
from marketplaces.connectors.storefront.keys import Keys
from marketplaces.framework.intake import IncomingCall

from .desk import MemoryDesk

BASE = "/api/v1/storefront/demo"


class Hub:
    """`url` is what the shop is told; `violations` fills up, `seen` tells which operations came with which answer."""

    def __init__(self, keys: Keys, desk: MemoryDesk, checker: Any) -> None:
        self.keys, self.desk, self.checker = keys, desk, checker
        self.violations: list[str] = []
        self.lenient: list[str] = []
        self.seen: list[tuple[str, int]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                reply = hub.answer(self.command, self.path, dict(self.headers.items()), body)
                self.send_response(reply.status)
                sent = {"Content-Type": reply.content_type, **reply.headers}
                for name, text in {**sent, "Content-Length": str(len(reply.bytes))}.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(reply.bytes)

            do_GET = do_POST = _answer

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin, self.path = f"http://127.0.0.1:{self._server.server_port}", BASE
        self.url = self.origin + self.path
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        parts = urlsplit(target)
        call = IncomingCall(
            method=method, target=target, path=parts.path.removeprefix(BASE),
            headers={name.lower(): text for name, text in headers.items()}, body=body,
            received_at=datetime.now(UTC), query=dict(parse_qsl(parts.query)),
        )  # fmt: skip
        reply = StorefrontIntake().answer(call, self.keys, self.desk)
        self._judge(method, target, headers, body, reply)
        return reply

    def _judge(self, method: str, target: str, headers: dict[str, str], body: bytes, reply: Any) -> None:
        from wirecheck import Exchange, Headers

        sent = {"Content-Type": reply.content_type, **reply.headers}
        address = self.url.removesuffix(BASE) + target
        result = self.checker.inspect(
            Exchange(method, address, Headers(headers), body, reply.status, Headers(sent), reply.bytes)
        )
        name = f"{method} {result.operation.path if result.operation else target}"
        self.seen.append((name, reply.status))
        for each in result.violations:
            if each.side == "response":
                self.violations.append(f"{name}: {each}")
            elif reply.status < 300:
                self.lenient.append(f"{name}: {each}")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def listening(keys: Keys, desk: MemoryDesk, secret: str) -> Iterator[Hub]:
    from wirecheck import Checker

    hub = Hub(keys, desk, Checker("storefront", secret=secret))
    try:
        yield hub
    finally:
        hub.close()
