"""A shop that pushes again is not looked up again, and nothing is believed that would not be after a look."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.services.stores import open_store
from marketplaces.framework import registry
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.services import credentials
from marketplaces.services.connect import connect, disconnect
from marketplaces.services.trial import Tested
from sync import known_senders
from sync.models import MarketplaceWebhook, WebhookTally

pytestmark = pytest.mark.django_db
OLD, NEW = "push-key-of-the-app-0123456789", "another-push-key-9876543210"
_numbers = count(1)


@pytest.fixture
def shop(db: None) -> Connection:
    store = open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store
    values = {"partner_id": "1000001", "partner_key": "k" * 24, "shop_id": "220033445", "push_key": OLD}
    return connect(store=store, code="shopee", name="Shopee", tested=Tested(code="shopee", values=values))


def push(shop: Connection, key: str = OLD, account: int = 220033445) -> HttpResponse:
    path = f"/hooks/shopee/{shop.webhook_token}/"
    data = {"ordersn": f"2611{next(_numbers)}", "status": "READY_TO_SHIP"}
    body = json.dumps({"code": 3, "shop_id": account, "timestamp": int(time.time()), "data": data}).encode()
    text = f"{settings.PUBLIC_URL}{path}".encode() + b"|" + body
    sign = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    answer: HttpResponse = Client().generic(
        "POST", path, body, content_type="application/json", headers={"Authorization": sign}
    )
    return answer


def test_the_second_push_asks_nothing_and_is_stored_by_one_statement_of_its_own(
    shop: Connection, django_assert_num_queries: Any
) -> None:
    """That statement goes past Django's cursor, so Django counts none."""
    assert push(shop).status_code == 200
    with django_assert_num_queries(0):
        assert push(shop).status_code == 200
    assert MarketplaceWebhook.objects.filter(connection=shop, status="received").count() == 2


def test_a_key_that_was_exchanged_counts_from_the_next_push_on(shop: Connection) -> None:
    assert push(shop).status_code == 200
    assert push(shop, NEW).status_code == 403
    credentials.save(shop, registry.connector_class("shopee"), {"push_key": NEW})
    assert push(shop, NEW).status_code == 200
    assert push(shop, OLD).status_code == 200  # both, while it is being exchanged
    MarketplaceCredential.objects.filter(connection=shop).update(previous_until=timezone.now())
    assert push(shop, OLD).status_code == 403
    assert push(shop, NEW).status_code == 200


def test_the_older_key_ends_in_its_time_without_any_row_changing(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials.save(shop, registry.connector_class("shopee"), {"push_key": NEW})
    assert push(shop, OLD).status_code == 200
    later = timezone.now() + credentials.OVERLAP + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert push(shop, OLD).status_code == 403


def test_a_disconnected_shop_is_unknown_at_once(shop: Connection) -> None:
    assert push(shop).status_code == 200
    disconnect(shop)
    assert push(shop).status_code == 404
    assert MarketplaceWebhook.objects.filter(connection=shop).count() == 1


def test_a_forged_push_is_counted_also_when_the_shop_is_known(shop: Connection) -> None:
    assert push(shop).status_code == 200
    assert push(shop, "x").status_code == push(shop, "x").status_code == 403
    assert WebhookTally.objects.get(connection=shop).count == 2


def test_what_is_remembered_stays_within_bounds(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_senders, "MOST", 1)
    push(shop)
    assert len(known_senders._known) == 1
