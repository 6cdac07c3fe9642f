"""`/api/webhooks/marketplace?connection=…`: judged as `/hooks/…` judges, by the same code, on an address of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from core.models import Store
from core.services.stores import open_store
from marketplaces.models import Connection
from marketplaces.services.connect import connect, disconnect
from marketplaces.services.trial import Tested
from sync.models import MarketplaceWebhook, WebhookTally
from sync.webhooks import MOST_BYTES

pytestmark = pytest.mark.django_db
PATH = "/api/webhooks/marketplace"
OZONS_NETWORK = "195.34.21.7"
KEY = "push-key-of-the-app-0123456789"
OZON = {"message_type": "TYPE_NEW_POSTING", "posting_number": "46218733-0001-1", "seller_id": 1001, "products": []}


@pytest.fixture
def store(db: None) -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def ozon(store: Store) -> Connection:
    tested = Tested(code="ozon", values={"client_id": "1001", "api_key": "key-of-ozon-1001"})
    return connect(store=store, code="ozon", name="Ozon", tested=tested)


@pytest.fixture
def shopee(store: Store) -> Connection:
    values = {
        "partner_id": "1000001", "partner_key": "partner-key-0123456789", "shop_id": "220033445", "push_key": KEY,
    }  # fmt: skip
    return connect(store=store, code="shopee", name="Shopee", tested=Tested(code="shopee", values=values))


def push(named: str, body: bytes, *, ip: str = OZONS_NETWORK, **headers: str) -> HttpResponse:
    answer: HttpResponse = Client().generic(
        "POST", f"{PATH}?connection={quote(named)}", body, content_type="application/json", headers=headers,
        REMOTE_ADDR=ip,
    )  # fmt: skip
    return answer


def signed(named: str, key: str = KEY) -> HttpResponse:
    """As Shopee signs: the address that was registered there, its query with it, and the body."""
    body = json.dumps(
        {"code": 3, "shop_id": 220033445, "timestamp": int(time.time()), "data": {"ordersn": "2201", "status": "X"}}
    ).encode()
    text = f"{settings.PUBLIC_URL}{PATH}?connection={named}".encode() + b"|" + body
    return push(named, body, Authorization=hmac.new(key.encode(), text, hashlib.sha256).hexdigest())


def test_a_push_under_the_word_is_stored_and_answered_as_the_marketplace_expects(ozon: Connection) -> None:
    answer = push(ozon.webhook_token, json.dumps(OZON).encode())
    there = Client().post(
        f"/hooks/ozon/{ozon.webhook_token}/", json.dumps(OZON), content_type="application/json",
        REMOTE_ADDR=OZONS_NETWORK,
    )  # fmt: skip
    assert answer.status_code == there.status_code == 200 and answer["Content-Type"] == there["Content-Type"]
    (kept,) = MarketplaceWebhook.objects.all()
    assert (kept.connection, kept.topic, kept.remote_ids) == (ozon, "order", ["46218733-0001-1"])
    assert kept.duplicates == 1  # the same event at both addresses is one event


def test_an_unsigned_push_from_elsewhere_is_refused_and_counted(ozon: Connection) -> None:
    assert push(ozon.webhook_token, json.dumps(OZON).encode(), ip="8.8.8.8").status_code == 403
    assert WebhookTally.objects.get(connection=ozon).count == 1 and not MarketplaceWebhook.objects.exists()


def test_where_pushes_are_not_signed_the_id_is_no_proof(ozon: Connection) -> None:
    assert push(str(ozon.pk), json.dumps(OZON).encode()).status_code == 404
    assert not MarketplaceWebhook.objects.exists()


@pytest.mark.parametrize("by", ["webhook_token", "pk"])
def test_a_signed_push_is_believed_under_either_name(shopee: Connection, by: str) -> None:
    assert signed(str(getattr(shopee, by))).status_code == 200
    assert MarketplaceWebhook.objects.get().connection == shopee


@pytest.mark.parametrize("by", ["webhook_token", "pk"])
def test_a_forged_one_is_not(shopee: Connection, by: str) -> None:
    assert signed(str(getattr(shopee, by)), key="another-key-9876543210").status_code >= 400
    assert WebhookTally.objects.get(connection=shopee).count == 1 and not MarketplaceWebhook.objects.exists()


@pytest.mark.parametrize("named", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000", "%", "й" * 300])
def test_nobody_of_that_name_is_404(ozon: Connection, named: str) -> None:
    assert push(named, b"{}").status_code == 404


def test_a_body_that_is_too_long_and_a_disconnected_shop_are_refused(ozon: Connection) -> None:
    assert push(ozon.webhook_token, b"x" * (MOST_BYTES + 1)).status_code == 403
    expected = Client().post(f"/hooks/ozon/{ozon.webhook_token}/", "{}", content_type="application/json")
    disconnect(ozon)
    assert push(ozon.webhook_token, json.dumps(OZON).encode()).status_code == 404
    assert expected.status_code == 403 and not MarketplaceWebhook.objects.exists()
