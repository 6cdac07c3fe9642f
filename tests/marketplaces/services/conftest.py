"""A store with one connection, and a small marketplace whose sign-in is renewed with single-use tokens."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from core.models import Store
from marketplaces.models import Connection, Marketplace
from marketplaces.services import credentials
from tests.marketplaces.services.toy import ToyConnector


class TokenServer(ThreadingHTTPServer):
    """Gives a new pair for a refresh token once; a token that was used before is refused, as Shopee does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.valid = "refresh-000001"
        self.access = "access-000001"
        self.refreshes: list[str] = []
        self.lock = threading.Lock()
        self.pause = 0.3

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: TokenServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/refresh"):
            self._say(*self._refresh(body["refresh_token"]))
        elif self.headers.get("Authorization") == f"Bearer {self.server.access}":
            self._say(200, {"account": "shop-7", "name": "Toy shop"})
        else:
            self._say(401, {"message": "token expired"})

    def _refresh(self, token: str) -> tuple[int, dict[str, str]]:
        with self.server.lock:
            self.server.refreshes.append(token)
            if token != self.server.valid:
                return 401, {"message": "refresh token was used"}
            number = len(self.server.refreshes) + 1
            self.server.valid, self.server.access = f"refresh-{number:06}", f"access-{number:06}"
            given = {"access_token": self.server.access, "refresh_token": self.server.valid}
        threading.Event().wait(self.server.pause)
        return 200, given

    def _say(self, status: int, body: dict[str, str]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def token_server() -> Iterator[TokenServer]:
    server = TokenServer()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> type[ToyConnector]:
    """The registry also finds the toy."""
    from marketplaces.framework import registry

    real = registry.connector_class
    monkeypatch.setattr(registry, "connector_class", lambda code: ToyConnector if code == "toy" else real(code))
    return ToyConnector


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="acme", name="Acme")


@pytest.fixture
def connection(store: Store) -> Connection:
    marketplace = Marketplace.objects.create(code="toy", name="Toy")
    return Connection.objects.create(store=store, marketplace=marketplace, name="Toy shop", remote_account_id="shop-7")


@pytest.fixture
def signed_in(connection: Connection, toy: type[ToyConnector], token_server: TokenServer) -> Connection:
    """Keys are stored, and the access token has ended."""
    connection.base_url = token_server.url
    connection.settings = {"private_address": True, "shop_id": "shop-7"}
    connection.save()
    values = {"app_key": "app-key-123", "access_token": "access-000000", "refresh_token": "refresh-000001"}
    ended = timezone.now() - timedelta(minutes=1)
    credentials.save(connection, toy, values, expires_at=ended)
    return connection
