"""A real HTTP server on loopback that answers from a script, and records what it was asked."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

SECRET = "sk-live-9f8e7d6c5b4a"
FRESH = "sk-live-fresh-0000111"
TOKEN = "tok-123456-access"

Script = Callable[[socket.socket], None]


@dataclass
class Loopback:
    """Each request takes the next answer of the script; the last one is repeated."""

    script: list[Script]
    requests: list[str] = field(default_factory=list)
    closing: bool = False

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._lock = threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self.closing = True
        self._listener.close()

    def _serve(self) -> None:
        while not self.closing:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            while text := self._request(client):
                with self._lock:
                    self.requests.append(text)
                    answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                answer(client)

    def _request(self, client: socket.socket) -> str:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (piece := client.recv(65536)):
                return ""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(x.split(b":")[1]) for x in head.split(b"\r\n") if x.lower().startswith(b"content-length")), 0
        )
        while len(body) < length:
            body += client.recv(65536)
        return (head + b"\r\n\r\n" + body).decode("utf-8")


def says(body: bytes | str, status: int = 200, content_type: str = "application/json", **headers: str) -> Script:
    """A whole answer."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", f"Content-Length: {len(raw)}"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return lambda client: client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + raw)


def torn(client: socket.socket) -> None:
    """Fewer bytes than promised."""
    client.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"a": [1, 2')
    client.close()


def torn_chunks(client: socket.socket) -> None:
    """A chunked answer without its end."""
    client.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"a": [1\r\n')
    client.close()


def hangs_up(client: socket.socket) -> None:
    """No answer at all."""
    client.close()


def silent(client: socket.socket) -> None:
    """Says nothing for long."""
    time.sleep(3)


def drips_body(client: socket.socket) -> None:
    """A byte now and then, for ever: each read succeeds."""
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
    _drip(client)


def drips_headers(client: socket.socket) -> None:
    """The same before the headers end."""
    client.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(client)


def endless(client: socket.socket) -> None:
    """More than any answer holds."""
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n")
    for _ in range(400):
        client.sendall(b"1" * 100_000)


def _drip(client: socket.socket) -> None:
    for _ in range(100):
        client.sendall(b"1")
        time.sleep(0.05)
