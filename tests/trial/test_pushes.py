"""A marketplace that stands on this machine, as a connection's address says, is believed to push from it."""

import json

import pytest
from django.test import Client

from marketplaces.models import Connection
from sync.models import MarketplaceWebhook
from tests.trial.conftest import Customer
from tests.trial.ozon import ozon

STATE = {"message_type": "TYPE_STATE_CHANGED", "posting_number": "1-1-1", "new_state": "posting_in_carriage",
         "changed_state_date": "2026-11-20T09:59:59Z", "seller_id": 3141592}  # fmt: skip


def push(client: Client, shop: Connection, *, source: str = "127.0.0.1") -> int:
    url = f"/hooks/ozon/{shop.webhook_token}/"
    answer = client.post(url, json.dumps(STATE), content_type="application/json", REMOTE_ADDR=source)
    return answer.status_code


@pytest.mark.parametrize("source", ["127.0.0.1", "127.0.0.9", "::1"])
def test_a_push_from_where_the_marketplace_stands_is_taken(customer: Customer, client: Client, source: str) -> None:
    assert push(client, customer.connect("ozon", ozon()), source=source) == 200
    assert MarketplaceWebhook.objects.count() == 1


@pytest.mark.parametrize("source", ["10.0.0.7", "203.0.113.5"])
def test_a_push_from_elsewhere_is_not(customer: Customer, client: Client, source: str) -> None:
    assert push(client, customer.connect("ozon", ozon()), source=source) == 403
    assert MarketplaceWebhook.objects.count() == 0


@pytest.mark.parametrize("address", ["", "https://api-seller.ozon.ru", "http://10.0.0.7:8000"])
def test_this_machine_is_not_believed_to_be_a_marketplace_that_stands_elsewhere(
    customer: Customer, client: Client, address: str
) -> None:
    shop = customer.connect("ozon", ozon())
    shop.base_url = address
    shop.save()
    assert push(client, shop) == 403
