"""A supplier's web server and SFTP server, on loopback."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import paramiko


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


class _Files(paramiko.SFTPServerInterface):
    """The files of one folder, to be read."""

    def __init__(self, server: _Door, *_args: Any, **_more: Any) -> None:
        self.root = server.root

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def list_folder(self, path: str) -> Any:
        try:
            found = sorted(self._at(path).iterdir())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return [paramiko.SFTPAttributes.from_stat(each.stat(), each.name) for each in found]

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            handle = paramiko.SFTPHandle(flags)
            handle.readfile = open(self._at(path), "rb")  # type: ignore[attr-defined]  # noqa: SIM115
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return handle


class _Door(paramiko.ServerInterface):
    """Lets one name with one password in."""

    def __init__(self, root: Path, tried: list[str]) -> None:
        self.root, self.tried = root, tried

    def check_auth_password(self, username: str, password: str) -> int:
        self.tried.append(password)
        right = (username, password) == ("orion", "s3cret")
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


@dataclass
class Sftp:
    """Where it is; `key` may be exchanged, `tried` are the passwords that were sent."""

    port: int
    root: Path
    key: paramiko.PKey
    tried: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"sftp://127.0.0.1:{self.port}/out"

    def put(self, name: str, text: str, at: int) -> None:
        """A file of that age."""
        path = self.root / "out" / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (at, at))


@contextmanager
def sftp_server(root: Path) -> Iterator[Sftp]:
    """Serves the files below `root`; its folder `out` is there."""
    (root / "out").mkdir()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    server = Sftp(listening.getsockname()[1], root, paramiko.ECDSAKey.generate())
    over = threading.Event()
    open_ones: list[paramiko.Transport] = []

    def serve() -> None:
        while not over.is_set():
            try:
                wire, _peer = listening.accept()
            except TimeoutError:
                continue
            transport = paramiko.Transport(wire)
            open_ones.append(transport)
            transport.add_server_key(server.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
            try:
                transport.start_server(server=_Door(root, server.tried))
            except (paramiko.SSHException, EOFError):
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        thread.join(10)
        for transport in open_ones:
            transport.close()
        listening.close()
