"""The short way for pushes: taken by what is plain and known, and nothing is answered there that is not stored."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection as database

from config.hooks_first import MOST_BYTES, HooksFirst
from core.services.stores import open_store
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested
from sync.known_senders import find_sender
from sync.models import MarketplaceWebhook

pytestmark = pytest.mark.django_db
KEY = "push-key-of-the-app-0123456789"


@pytest.fixture
def shop(db: None) -> Connection:
    store = open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store
    values = {"partner_id": "1000001", "partner_key": "k" * 24, "shop_id": "220033445", "push_key": KEY}
    return connect(store=store, code="shopee", name="Shopee", tested=Tested(code="shopee", values=values))


class Web:
    """The short way, and an application behind it that only remembers what reached it."""

    def __init__(self) -> None:
        self.reached: list[bytes] = []
        self.status = ""

    def __call__(self, environ: dict[str, Any]) -> bytes:
        def application(environ: dict[str, Any], start: Any) -> list[bytes]:
            self.reached.append(environ["wsgi.input"].read())
            start("404 Not Found", [])
            return [b"application"]

        def start(status: str, _headers: Any) -> None:
            self.status = status

        return b"".join(HooksFirst(application)(environ, start))


def pushed(shop: Connection, key: str = KEY, number: int = 0, **more: Any) -> dict[str, Any]:
    path = f"/hooks/shopee/{shop.webhook_token}/"
    data = {"ordersn": f"2611{number}", "status": "READY_TO_SHIP"}
    body = json.dumps({"code": 3, "shop_id": 220033445, "timestamp": int(time.time()), "data": data}).encode()
    text = f"{settings.PUBLIC_URL}{path}".encode() + b"|" + body
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "203.0.113.9",
        "CONTENT_TYPE": "application/json", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body),
        "HTTP_AUTHORIZATION": hmac.new(key.encode(), text, hashlib.sha256).hexdigest(), **more,
    }  # fmt: skip


def test_a_known_shops_push_is_stored_and_answered_before_the_application(shop: Connection) -> None:
    find_sender("shopee", shop.webhook_token)
    web = Web()
    web(pushed(shop))
    kept = MarketplaceWebhook.objects.get(connection=shop)
    assert web.status.startswith("200") and not web.reached
    assert (kept.source_ip, kept.status) == ("203.0.113.9", "received")


@pytest.mark.parametrize(
    "odd",
    [
        {"REQUEST_METHOD": "GET"}, {"QUERY_STRING": "a=1"}, {"HTTP_X_ORION_PROBE": "word"}, {"SCRIPT_NAME": "/orion"},
        {"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": str(MOST_BYTES + 1)},
        {"PATH_INFO": "/hooks/"}, {"PATH_INFO": "/hooks/shopee/x/"}, {"PATH_INFO": "/hooks/shopee/é/"},
        {"HTTP_AUTHORIZATION": "forged"},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_else_comes_reaches_the_application_with_its_whole_body(shop: Connection, odd: Any) -> None:
    find_sender("shopee", shop.webhook_token)
    web, environ = Web(), pushed(shop, **odd)
    body = environ["wsgi.input"].getvalue()
    assert web(environ) == b"application" and web.reached == [body]
    assert not MarketplaceWebhook.objects.exists()


def test_a_shop_that_nobody_has_seen_yet_is_looked_up_by_the_application(shop: Connection) -> None:
    web = Web()
    assert web(pushed(shop)) == b"application" and len(web.reached) == 1


def test_where_https_is_demanded_plain_http_is_not_taken(shop: Connection, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    find_sender("shopee", shop.webhook_token)
    web = Web()
    assert web(pushed(shop)) == b"application"
    web(pushed(shop, HTTP_X_FORWARDED_PROTO="https"))
    assert web.status.startswith("200") and len(web.reached) == 1


def test_the_server_plans_the_statement_once_and_nothing_else_is_prepared(shop: Connection) -> None:
    find_sender("shopee", shop.webhook_token)
    web = Web()
    for number in range(7):
        web(pushed(shop, number=number))
    with database.cursor() as cursor:
        for _time in range(7):
            cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        prepared = cursor.fetchall()
    assert MarketplaceWebhook.objects.count() == 7 and not web.reached
    assert [times for statement, times in prepared if "INTO marketplace_webhooks" in statement] == [7]
    assert len(prepared) == 1
