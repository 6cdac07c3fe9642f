"""A door with a lock before a practice marketplace, for clients that insist on TLS or on a host without a folder.

`https://localhost:PORT/orders` is `http://127.0.0.1:8470/<code>/orders`: the request goes through as it came, but for
that Host, so that addresses in answers lead to the sandbox itself. A client that knows no other host than the
marketplace's own keeps it: `leads` makes that name a name of the door, as an entry in the hosts file would.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import certifi
import pytest
import trustme
import urllib3.util.connection

#: Of one connection each: not for the other side.
OWN = {"host", "connection", "transfer-encoding", "keep-alive"}


@dataclass(frozen=True)
class Door:
    """`host` is name and port; `authority` a PEM file, of who vouches for the name."""

    host: str
    authority: str


@contextmanager
def opened(url: str, folder: Path, *names: str) -> Iterator[Door]:
    """A door before `url`, on a free port; it can show that it is localhost and each of `names`."""
    maker, authority = trustme.CA(), folder / "authority.pem"
    maker.cert_pem.write_to_path(str(authority))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    maker.issue_cert("localhost", *names).configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(url))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Door(f"localhost:{server.server_port}", str(authority))
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def leads(door: Door, *names: str) -> Iterator[None]:
    """These names lead to the door, and its authority is the one that clients trust."""
    port = int(door.host.partition(":")[2])
    elsewhere = urllib3.util.connection.create_connection

    def connected(address: tuple[str, int], *asked: Any, **named: Any) -> socket.socket:
        return elsewhere(("127.0.0.1", port) if address[0] in names else address, *asked, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urllib3.util.connection, "create_connection", connected)
        patch.setattr(certifi, "where", lambda: door.authority)
        patch.setenv("REQUESTS_CA_BUNDLE", door.authority)
        yield


def _handler(url: str) -> type[BaseHTTPRequestHandler]:
    there = urlsplit(url)

    class Through(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def through(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            inside = http.client.HTTPConnection(there.netloc, timeout=60)
            told = {name: text for name, text in self.headers.items() if name.lower() not in OWN}
            if not self.headers["Host"].startswith("localhost"):  # the marketplace's own name may be signed
                told["Host"] = self.headers["Host"]
            inside.request(self.command, there.path + self.path, body or None, told)
            answer = inside.getresponse()
            content = answer.read()
            inside.close()
            self.send_response_only(answer.status, answer.reason)
            for name, text in answer.getheaders():
                if name.lower() not in OWN:
                    self.send_header(name, text)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = through

        def log_message(self, *_told: object) -> None:
            """What was asked stands in the sandbox's own list of calls."""

    return Through
