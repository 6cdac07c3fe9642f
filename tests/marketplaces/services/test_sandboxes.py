"""Asking the practice marketplaces from inside: what takes long there is waited for."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.errors import DomainError
from marketplaces.services import sandboxes

LONG = 0.6


class _Busy(BaseHTTPRequestHandler):
    """Sends two orders, each for a long time, and has none left then."""

    def do_POST(self) -> None:
        left = self.server.left = self.server.left - 1  # type: ignore[attr-defined]
        time.sleep(LONG)
        body = json.dumps({"tried": max(left, 0)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing is said."""


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Busy) as server:
        server.left = 2  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(sandboxes, "sandbox_address", lambda code: f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setattr(sandboxes, "PAUSE", 0.0)
        yield server
        server.shutdown()


def test_a_shop_with_many_orders_to_send_is_given_longer_than_other_calls(
    busy: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sandboxes.DELIVERING > sandboxes.SECONDS
    monkeypatch.setattr(sandboxes, "DELIVERING", LONG / 3)
    with pytest.raises(DomainError, match="do not answer"):
        sandboxes.deliver("storefront")
    busy.left = 2  # type: ignore[attr-defined]
    monkeypatch.setattr(sandboxes, "DELIVERING", LONG * 20)
    sandboxes.deliver("storefront")
    assert busy.left == 0  # type: ignore[attr-defined]
