"""A hub's address on loopback: keeps what is pushed to it and answers as the connector says."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from marketplaces.framework.webhooks import IncomingWebhook, WebhookHandler


class Receiver:
    """`url` is to be registered; `arrived` fills up."""

    def __init__(self, code: str, handler: WebhookHandler) -> None:
        arrived: list[IncomingWebhook] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                message = IncomingWebhook(
                    method="POST",
                    url=receiver.url,
                    headers={name.lower(): text for name, text in self.headers.items()},
                    body=self.rfile.read(int(self.headers["Content-Length"])),
                    source_ip=self.client_address[0],
                    received_at=datetime.now(UTC),
                )
                arrived.append(message)
                reply = handler.reply(message, handler.parse(message))
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.arrived = arrived
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks/{code}/t/"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def wait_for(self, count: int, seconds: float = 30.0) -> list[IncomingWebhook]:
        end = time.monotonic() + seconds
        while len(self.arrived) < count and time.monotonic() < end:
            time.sleep(0.02)
        return list(self.arrived)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def receiving(code: str, handler: WebhookHandler) -> Iterator[Receiver]:
    receiver = Receiver(code, handler)
    try:
        yield receiver
    finally:
        receiver.close()
