"""A real SFTP server on loopback, of paramiko's server side: a folder of this machine behind a password or a key."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paramiko

PASSWORD = "correct horse"


@dataclass
class Server:
    """What it lets in and what it keeps; `renames` may be switched off, `log` holds what was asked of it."""

    root: Path
    key: paramiko.PKey = field(default_factory=lambda: paramiko.ECDSAKey.generate())
    lets_in: paramiko.PKey | None = None
    renames: bool = True
    full: bool = False
    passwords: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    port: int = 0

    def lay(self, path: str, text: str, *, at: int) -> None:
        """A file that is there, with the moment of its last change."""
        place = self.root / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
        os.utime(place, (at, at))


class _Doors(paramiko.ServerInterface):
    def __init__(self, server: Server) -> None:
        self.server = server

    def check_auth_password(self, username: str, password: str) -> int:
        self.server.passwords.append(password)
        good = (username, password) == ("shop", PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL if key == self.server.lets_in else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"


class _File(paramiko.SFTPHandle):
    def __init__(self, flags: int, path: Path, full: bool) -> None:
        super().__init__(flags)
        self.path, self.full = path, full
        self.readfile = self.writefile = path.open("r+b")

    def write(self, offset: int, data: bytes) -> int:
        return paramiko.SFTP_FAILURE if self.full else int(super().write(offset, data))

    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(self.path.stat())


class _Folder(paramiko.SFTPServerInterface):
    def __init__(self, doors: _Doors, *args: Any, **kwargs: Any) -> None:
        super().__init__(doors, *args, **kwargs)
        self.server = doors.server

    def _path(self, path: str) -> Path:
        return self.server.root / path.lstrip("/").removeprefix("./")

    def open(self, path: str, flags: int, attr: Any) -> Any:
        self.server.log.append(f"open {Path(path).name}")
        place = self._path(path)
        if not place.parent.is_dir():
            return paramiko.SFTP_NO_SUCH_FILE
        if flags & os.O_CREAT:
            place.touch()
        if flags & os.O_TRUNC:
            place.write_bytes(b"")
        return _File(flags, place, self.server.full)

    def list_folder(self, path: str) -> Any:
        return [
            paramiko.SFTPAttributes.from_stat(each.stat(), each.name) for each in sorted(self._path(path).iterdir())
        ]

    def stat(self, path: str) -> Any:
        place = self._path(path)
        return paramiko.SFTPAttributes.from_stat(place.stat()) if place.exists() else paramiko.SFTP_NO_SUCH_FILE

    def remove(self, path: str) -> int:
        self.server.log.append(f"remove {Path(path).name}")
        self._path(path).unlink()
        return paramiko.SFTP_OK

    def rename(self, oldpath: str, newpath: str) -> int:
        self.server.log.append(f"rename {Path(newpath).name}")
        if self._path(newpath).exists():
            return paramiko.SFTP_FAILURE
        self._path(oldpath).rename(self._path(newpath))
        return paramiko.SFTP_OK

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        self.server.log.append(f"posix_rename {Path(newpath).name}")
        if not self.server.renames:
            return paramiko.SFTP_OP_UNSUPPORTED
        self._path(oldpath).replace(self._path(newpath))
        return paramiko.SFTP_OK


@contextlib.contextmanager
def serving(root: Path) -> Iterator[Server]:
    """Runs on a free port until the end of the block."""
    server = Server(root)
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    transports: list[paramiko.Transport] = []

    def meet(sock: socket.socket) -> None:
        transport = paramiko.Transport(sock)
        transports.append(transport)
        transport.add_server_key(server.key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Folder)
        with contextlib.suppress(paramiko.SSHException, EOFError):
            transport.start_server(server=_Doors(server))

    def accept() -> None:
        while True:
            try:
                sock, _peer = listener.accept()
            except OSError:
                return
            threading.Thread(target=meet, args=(sock,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.close()
        for transport in transports:
            transport.close()
        thread.join(5)
