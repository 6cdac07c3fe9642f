"""What only eBay has: a consent page behind a RuName, an address that must answer a challenge, a key told by number."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from marketplaces.canonical.refunds import RefundLine, RefundRequest
from marketplaces.canonical.shipments import CancelRequest
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.connectors.ebay.connector import EbayConnector
from marketplaces.framework.errors import AlreadyDone, Rejected
from marketplaces.framework.webhooks import IncomingWebhook
from tests.contract.shop import Shop

#: The field whose value messages are verified with, and the header that carries the signature.
PUSHES_SIGNED_WITH = "notification_key"
PUSH_SIGNATURE = "x-ebay-signature"
#: The practice seller whose calls about money must be signed.
EUROPEAN = "usr-4Tg7LumenDE"
BACK = "http://127.0.0.1:9/connect/ebay/back/"


def asked_of_new(shop: Shop) -> dict[str, Any]:
    """eBay publishes nothing without a picture and a description."""
    return {"images": ("https://cdn.example.test/teapot-1.jpg",), "description": "A teapot for one litre of tea."}


def more(shop: Shop) -> None:
    connector = shop.connector
    assert isinstance(connector, EbayConnector)
    sign_in(shop, connector)
    named_stock(shop)
    answered_wishes(shop, connector)
    receiver(shop, connector)
    signed_by_a_seller_of_the_union(shop, connector)
    kid = shop.credentials.values["notification_key_id"]
    assert connector.webhook_key(kid)["notification_key"] == shop.credentials.values["notification_key"]


def sign_in(shop: Shop, connector: EbayConnector, *, account: str = "") -> None:
    link = connector.authorisation_url(redirect_url=BACK, state="s1")
    link = link.replace(shop.transport.base_url, f"{shop.sandbox}/{shop.code}")  # the seller's browser knows no proxy
    page = requests.post(link, data={"accepted": BACK, "account": account}, timeout=10, allow_redirects=False)
    assert page.headers["Location"].startswith(BACK)
    query = dict(parse_qsl(urlsplit(page.headers["Location"]).query))
    assert query["state"] == "s1"
    shop.credentials.values.update(connector.exchange_code(query).values)
    assert connector.account().login_ends_at


def named_stock(shop: Shop) -> None:
    level = next(level for page in shop.connector.pull_stock() for level in page.items)
    pages = shop.connector.pull_stock(remote_product_ids=[level.remote_product_id])
    assert [each.quantity for page in pages for each in page.items] == [level.quantity]


def answered_wishes(shop: Shop, connector: EbayConnector) -> None:
    """A buyer asks to cancel: one may, the other may not; and nobody is answered twice."""
    for accept, after in ((True, OrderStatus.CANCELLED), (False, OrderStatus.CONFIRMED)):
        number = shop.sold().remote_id
        shop.control("cancel", {"order": number, "request": True})
        connector.answer_cancellation(number, accept=accept)
        (order,) = connector.order_items([number]).items
        assert (order.status, order.cancel_requested) == (after, False)
        with pytest.raises(AlreadyDone):
            connector.answer_cancellation(number, accept=accept)


def signed_by_a_seller_of_the_union(shop: Shop, connector: EbayConnector) -> None:
    """Who has no key is refused without a word of the account; with the key that signing in brings, both calls pass."""
    before = dict(shop.credentials.values)
    for name in ("signing_key", "signing_secret", "signing_ends"):
        shop.credentials.values.pop(name)
    sign_in(shop, connector, account=EUROPEAN)
    assert shop.credentials.values["signing_key"] != before["signing_key"]
    for act in (_cancelled, _refunded):
        number = str(shop.control("sell", {"account": EUROPEAN})["orders"][0]["id"])
        with without_key(shop), pytest.raises(Rejected, match="sign such calls"):
            act(connector, number)
        act(connector, number)
    shop.credentials.values.clear()
    shop.credentials.values.update(before)


@contextmanager
def without_key(shop: Shop) -> Iterator[None]:
    held = shop.credentials.values.pop("signing_key")
    yield
    shop.credentials.values["signing_key"] = held


def _cancelled(connector: EbayConnector, number: str) -> None:
    connector.cancel(CancelRequest(ref="c", order_remote_id=number, reason="OUT_OF_STOCK_OR_CANNOT_FULFILL"))


def _refunded(connector: EbayConnector, number: str) -> None:
    (order,) = connector.order_items([number]).items
    line = RefundLine(remote_line_id=order.lines[0].remote_id, amount=Decimal("1.00"))
    connector.give_refund(
        RefundRequest(
            ref="r", order_remote_id=number, reason="OTHER_ADJUSTMENT", currency=order.currency, lines=(line,)
        )
    )


def receiver(shop: Shop, connector: EbayConnector) -> None:
    """Registered twice: the second time everything is there."""
    with answering(shop, connector) as url:
        for _ in range(2):
            assert connector.register_webhook(url) == {}
        assert connector.registered_webhook() == url


@contextmanager
def answering(shop: Shop, connector: EbayConnector) -> Iterator[str]:
    """A hub's address that answers eBay's challenge as the connector says."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = IncomingWebhook(
                method="GET", url=f"{address}{parts.path}", headers={}, body=b"", source_ip="127.0.0.1",
                received_at=datetime.now(UTC), query=dict(parse_qsl(parts.query)),
            )  # fmt: skip
            reply = connector.webhooks.challenge(asked, shop.credentials.values)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"{address}/hooks/ebay/t/"
    finally:
        server.shutdown()
        server.server_close()
