"""verifyshopify, by which receivers judge a webhook, before what the practice storefront sends as its systems do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from verifyshopify.verify import verify

from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(
    library="verifyshopify", code="storefront", patched="nothing: the storefront sends, the client receives"
)
SIGNATURES = {"shopify": "X-Shopify-Hmac-SHA256", "woocommerce": "X-WC-Webhook-Signature"}


class Ear(BaseHTTPRequestHandler):
    """Keeps what came: path, headers, the bytes of the body."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.heard.append((self.path, dict(self.headers), self.rfile.read(length)))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        """Says nothing."""


@pytest.fixture
def heard(shop: Shop) -> Iterator[list[tuple[str, dict[str, str], bytes]]]:
    server = HTTPServer(("127.0.0.1", 0), Ear)
    server.heard = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shop.desk("POST", "webhook", {"url": f"http://127.0.0.1:{server.server_port}"})
    yield server.heard  # type: ignore[attr-defined]
    shop.desk("DELETE", "webhook")
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("system", list(SIGNATURES))
def test_an_order_is_sent_as_that_system_signs_it(shop: Shop, heard: list, system: str) -> None:
    secret = shop.keys["hook_secret"].encode()
    heard.clear()
    shop.desk("POST", "sell", {"system": system})
    shop.desk("POST", "deliver")
    path, headers, body = next(each for each in heard if each[0] == f"/hooks/{system}")
    told = {name.lower(): value for name, value in headers.items()}
    signature = told[SIGNATURES[system].lower()]
    assert verify(data_bytes=body, shared_secret=secret, hmac_sha256=signature)
    assert not verify(data_bytes=body + b" ", shared_secret=secret, hmac_sha256=signature)
    assert not verify(data_bytes=body, shared_secret=b"another", hmac_sha256=signature)
    assert json.loads(body)["line_items"] and json.loads(body)["currency"]
    if system == "shopify":
        assert told["x-shopify-topic"] == "orders/create" and told["x-shopify-shop-domain"] == shop.keys["shop_domain"]
    else:
        assert told["x-wc-webhook-topic"] == "order.created" and told["x-wc-webhook-resource"] == "order"
