"""Notifications: an address for alerts first, a challenge for each endpoint, the right token for each topic."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from .hub import NOTIFICATION, Hub, error_of

WORD = "A-verification_token_of-32-signs_"
PAYLOAD = {"format": "JSON", "schemaVersion": "1.0", "deliveryProtocol": "HTTPS"}


@contextmanager
def endpoint(*, word: str = WORD) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """An address that answers the challenge with this word, and what was posted to it."""
    posted: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code = parse_qs(urlsplit(self.path).query)["challenge_code"][0]
            digest = hashlib.sha256(f"{code}{word}{url}".encode()).hexdigest()
            self._said(200, json.dumps({"challengeResponse": digest}).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append((self.headers["X-EBAY-SIGNATURE"], body))
            self._said(500 if len(posted) == 1 else 204, b"")

        def _said(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}/hooks/"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield url, posted
    finally:
        server.shutdown()
        server.server_close()


def destination(url: str, **change: object) -> dict[str, object]:
    config = {"endpoint": url, "verificationToken": WORD}
    return {"name": "hub", "status": "ENABLED", "deliveryConfig": config, **change}


@pytest.fixture
def app(hub: Hub) -> Hub:
    """As the application, whose alerts have an address."""
    hub.as_application()
    assert hub.call("PUT", f"{NOTIFICATION}/config", body={"alertEmail": "a@example.com"}).status_code == 204
    return hub


def test_without_an_address_for_alerts_nothing_is_registered(hub):
    hub.as_application()
    assert error_of(hub.call("GET", f"{NOTIFICATION}/config")) == (404, 195026)
    assert error_of(hub.call("PUT", f"{NOTIFICATION}/config", body={"alertEmail": "no"})) == (400, 195025)
    with endpoint() as (url, _):
        assert error_of(hub.call("POST", f"{NOTIFICATION}/destination", body=destination(url))) == (409, 195003)


def test_an_endpoint_that_does_not_know_the_word_is_refused(app):
    with endpoint(word="another-word-of-thirty-two-signs-") as (url, _):
        assert error_of(app.call("POST", f"{NOTIFICATION}/destination", body=destination(url))) == (409, 195020)


def test_an_endpoint_elsewhere_is_refused(app):
    wrong = destination("https://hub.example.com/hooks/")
    assert error_of(app.call("POST", f"{NOTIFICATION}/destination", body=wrong)) == (400, 195017)


def test_each_topic_takes_its_own_token_once(app):
    with endpoint() as (url, _):
        made = app.call("POST", f"{NOTIFICATION}/destination", body=destination(url))
        number = made.headers["Location"].rpartition("/")[2]
        assert error_of(app.call("POST", f"{NOTIFICATION}/destination", body=destination(url))) == (409, 195021)
        body = {"topicId": "ORDER_CONFIRMATION", "status": "ENABLED", "destinationId": number, "payload": PAYLOAD}
        assert error_of(app.call("POST", f"{NOTIFICATION}/subscription", body=body)) == (403, 195011)
        app.token = app.keys["access_token"]
        assert app.call("POST", f"{NOTIFICATION}/subscription", body=body).status_code == 201
        assert error_of(app.call("POST", f"{NOTIFICATION}/subscription", body=body)) == (409, 195012)
        none = {**body, "topicId": "NOTHING"}
        assert error_of(app.call("POST", f"{NOTIFICATION}/subscription", body=none)) == (400, 195027)
        assert app.call("GET", f"{NOTIFICATION}/subscription").json()["total"] == 1


def test_a_sale_is_told_signed_and_told_again_until_it_is_taken(app):
    from wirecheck.model import Headers
    from wirecheck.webhooks import WebhookChecker

    with endpoint() as (url, posted):
        made = app.call("POST", f"{NOTIFICATION}/destination", body=destination(url))
        number = made.headers["Location"].rpartition("/")[2]
        app.token = app.keys["access_token"]
        body = {"topicId": "ORDER_CONFIRMATION", "status": "ENABLED", "destinationId": number, "payload": PAYLOAD}
        app.call("POST", f"{NOTIFICATION}/subscription", body=body)
        sold = app.sell()
        app.control("deliver", {})
        app.control("deliver", {})
    told = [json.loads(body)["notification"] for _, body in posted]
    assert [each["publishAttemptCount"] for each in told[:2]] == [1, 2]
    assert {each["data"]["order"]["orderId"] for each in told} == {sold}
    kid = json.loads(base64.b64decode(posted[0][0]))["kid"]
    key = app.call("GET", f"{NOTIFICATION}/public_key/{kid}").json()
    assert "\n" not in key["key"] and (key["algorithm"], key["digest"]) == ("ECDSA", "SHA1")
    for header, text in posted:
        checker = WebhookChecker("ebay", secret=key["key"], url=url)
        assert checker.check(Headers({"X-EBAY-SIGNATURE": header}), text) == []
    assert error_of(app.call("GET", f"{NOTIFICATION}/public_key/none")) == (404, 195001)
