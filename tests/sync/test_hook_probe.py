"""Our own word to a webhook address: it arrives or says what to change, and leaves nothing behind."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import signing
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from core.models import NeedsYou, Store
from marketplaces.models import Connection
from sync import hook_probe
from sync.models import MarketplaceWebhook, WebhookTally
from tests.dashboard import world


@pytest.fixture
def shop(db: None) -> Connection:
    return world.connection(Store.objects.create(slug="ours", name="Ours"))


def word(path: str) -> str:
    return signing.TimestampSigner(salt=hook_probe.SALT).sign(path)


def untouched() -> bool:
    return not (MarketplaceWebhook.objects.exists() or WebhookTally.objects.exists() or NeedsYou.objects.exists())


@pytest.mark.django_db(transaction=True)
def test_a_word_that_arrives_changes_nothing(live_server: LiveServer, settings) -> None:
    shop = world.connection(Store.objects.create(slug="ours", name="Ours"))
    settings.PUBLIC_URL = live_server.url
    probed = hook_probe.probe(shop)
    assert probed.reached and probed.sentence == "The address leads here." and untouched()


def test_nobody_there_says_what_to_check(shop: Connection, settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.PUBLIC_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
    probed = hook_probe.probe(shop)
    assert not probed.reached and "Nothing answers" in probed.sentence and "PUBLIC_URL" in probed.sentence


class SomebodyElse(BaseHTTPRequestHandler):
    """Answers 200 to everything, as a parked domain does."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Welcome")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def parked() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), SomebodyElse)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_somebody_else_who_answers_is_not_taken_for_us(shop: Connection, settings, parked: str) -> None:
    settings.PUBLIC_URL = parked
    probed = hook_probe.probe(shop)
    assert not probed.reached and "Something else answers" in probed.sentence


def test_only_a_fresh_word_of_ours_for_this_path_is_said_back(client: Client, shop: Connection, monkeypatch) -> None:
    path = hook_probe.path_of(shop)
    right = client.post(path, b"{}", "application/json", headers={hook_probe.HEADER: word(path)})
    assert right.status_code == 200 and right.headers["Content-Type"] == "text/plain"
    assert untouched()
    monkeypatch.setattr(hook_probe, "FRESH", timedelta(seconds=-1))
    late = client.post(path, b"{}", "application/json", headers={hook_probe.HEADER: word(path)})
    monkeypatch.undo()
    for wrong in (word("/hooks/ozon/other/"), word(path)[:-1] + "x", "nonsense"):
        answer = client.post(path, b"{}", "application/json", headers={hook_probe.HEADER: wrong})
        assert answer.content != hook_probe._echo(wrong).encode()
    assert late.headers["Content-Type"] != "text/plain"


def test_the_address_stands_on_the_public_name(shop: Connection, settings) -> None:
    settings.PUBLIC_URL = "https://orion.example.com"
    assert hook_probe.address_of(shop) == f"https://orion.example.com/hooks/ozon/{shop.webhook_token}/"
