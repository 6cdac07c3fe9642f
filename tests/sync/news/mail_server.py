"""A mail server on this machine that takes, refuses, or hangs up as it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class MailServer:
    """`says` answers a command in place of 250; `drops` hangs up after it, the mail's end being “.”."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    drops: str = ""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """On a free port, until the block ends."""
    desk = MailServer()

    class Talk(socketserver.StreamRequestHandler):
        timeout = 20

        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline():
                word = line.split()[0].decode().upper() if line.split() else ""
                if word == "RCPT":
                    desk.recipients.append(line.decode().strip())
                if word == desk.drops:
                    return
                if word == "DATA" and word not in desk.says:
                    if not self._data():
                        return
                    continue
                self._say(desk.says.get(word, "221 bye" if word == "QUIT" else "250 ok"))
                if word == "QUIT":
                    return

        def _data(self) -> bool:
            self._say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b"..") else line)
            if desk.drops == ".":
                return False
            answer = desk.says.get(".", "250 taken")
            if answer.startswith("2"):
                desk.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
            self._say(answer)
            return True

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever hung up on us is what the test is about."""

    with Server(("127.0.0.1", 0), Talk) as server:
        desk.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield desk
        server.shutdown()
        thread.join(10)
