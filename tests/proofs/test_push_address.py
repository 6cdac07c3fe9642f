"""Telling a marketplace where to push to: it has our address afterwards, or a sentence says why not."""

import hashlib
import hmac
import time

import pytest
from django.test import Client

from core.models import Store
from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.services.credentials import read
from sync.hook_probe import address_of, path_of
from sync.models import MarketplaceWebhook
from sync.push_address import can_register, register
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import open_shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_shopee_takes_the_address_and_pushes_go_there(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "shopee", ready=False)
    assert can_register(shop)
    found = register(shop)
    assert found.taken, found
    assert [row["url"] for row in sandboxes.control("shopee", "", method="GET")["receivers"]] == [address_of(shop)]


def test_4seller_tells_a_secret_which_is_stored_and_believed(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "fourseller", ready=False)
    kind = registry.connector_class("fourseller")
    before = read(shop, kind)["webhook_secret"]
    assert register(shop).taken
    secret = read(shop, kind)["webhook_secret"]
    assert secret != before
    for key, status in ((secret, 200), (before, 200), ("another", 403)):
        assert pushed(shop, key) == status
    assert list(MarketplaceWebhook.objects.values_list("topic", "remote_ids", "duplicates")) == [("order", ["FS-1"], 1)]


def pushed(shop: Connection, secret: str) -> int:
    """What a message about an order, signed with this secret, is answered."""
    body = b'{"id":"evt_1","event":"order.updated","created_at":"2026-01-01T00:00:00Z","data":{"id":"FS-1"}}'
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-4Seller-Timestamp": stamp, "X-4Seller-Signature": f"sha256={digest}"}
    return Client().post(path_of(shop), data=body, content_type="application/json", headers=headers).status_code


def test_what_it_answers_is_said(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "shopee", ready=False)
    sandboxes.control("shopee", "faults", {"kind": "error500", "path": "/api/v2/push/", "times": 20})
    found = register(shop)
    assert not found.taken
    assert "did not take the address" in found.sentence


def test_where_there_is_no_call_it_is_entered_by_hand(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "ozon", ready=False)
    assert not can_register(shop)
    assert "by hand" in register(shop).sentence
