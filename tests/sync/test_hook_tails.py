"""Some marketplaces put a word of their own behind the address they were told; nobody else's word is an address."""

import json

import pytest
from django.test import Client

from core.models import Store
from core.services.stores import open_store
from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested
from sync.models import MarketplaceWebhook

pytestmark = pytest.mark.django_db
OZONS_NETWORK = "195.34.21.7"
MESSAGE = {"message_type": "TYPE_NEW_POSTING", "posting_number": "46218733-0001-1", "seller_id": 1001, "products": []}


@pytest.fixture
def store(db: None) -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def shop(store: Store, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """A shop of a marketplace with that habit."""
    monkeypatch.setattr(registry.connector_class("ozon").webhooks, "tails", ("notification",))
    tested = Tested(code="ozon", values={"client_id": "1001", "api_key": "key-of-ozon-1001"})
    return connect(store=store, code="ozon", name="Ozon", tested=tested)


def pushed(path: str) -> int:
    answer = Client().post(path, json.dumps(MESSAGE), content_type="application/json", REMOTE_ADDR=OZONS_NETWORK)
    return answer.status_code


@pytest.mark.parametrize("tail", ["notification", "/notification", "notification/"])
def test_a_word_behind_the_address_is_the_same_address(shop: Connection, tail: str) -> None:
    link = f"/hooks/ozon/{shop.webhook_token}/"
    assert [pushed(link), pushed(link + tail)] == [200, 200]
    assert MarketplaceWebhook.objects.get().duplicates == 1


@pytest.mark.parametrize("path", ["/hooks/ozon/{}/notify", "/hooks/nowhere/{}/notification", "/hooks/uzum/{}/x"])
def test_another_word_is_no_address(shop: Connection, path: str) -> None:
    assert pushed(path.format(shop.webhook_token)) == 404
    assert not MarketplaceWebhook.objects.exists()
