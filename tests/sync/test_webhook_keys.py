"""A push may name a key that is not held here: the marketplace is asked for it once, however often one pushes."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.models import Store
from core.services.stores import open_store
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.errors import ConnectorError, NotFound, UnknownKey, WebhookRejected
from marketplaces.framework.transport import Answer, Call
from marketplaces.framework.webhooks import IncomingWebhook, Topic, WebhookEvent, WebhookHandler, WebhookReply
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.connectors import PRIVATE
from marketplaces.services.trial import Tested
from sync import webhook_keys
from sync.models import AskedKey, MarketplaceWebhook, WebhookTally
from tests.marketplaces.framework.transport.loopback import Loopback, says

pytestmark = pytest.mark.django_db
CODE = "shopee"


class Named(WebhookHandler):
    """Signs with keys that have names; the shop holds one as “name:key”."""

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        name, _, key = credentials.get("push_key", "").partition(":")
        if name != incoming.headers.get("key-name"):
            raise UnknownKey(incoming.headers.get("key-name", ""))
        if incoming.headers.get("signature") != sign(key, incoming.body):
            raise WebhookRejected("The signature does not fit the body")

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        data = json.loads(incoming.body)
        return WebhookEvent(
            topic=Topic.ORDER, kind="sold", key=data["id"], remote_ids=("1",), remote_account_id=data.get("account", "")
        )

    def challenge(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> WebhookReply:
        if incoming.query.get("word") != credentials["partner_key"]:
            raise WebhookRejected("It is not the word")
        return WebhookReply(body=f"{incoming.url} {incoming.query['say']}".encode(), content_type="text/plain")


def webhook_key(connector: Connector, key_id: str) -> Mapping[str, str]:
    call = Call(operation="webhook", method="GET", path=f"/keys/{key_id}", authorised=False)
    answer = connector.context.transport.send(call, authorise=None, classify=unknown)
    return {"push_key": f"{key_id}:{answer.json['key']}"}


def unknown(answer: Answer) -> ConnectorError | None:
    return NotFound("There is no such key") if answer.status == 404 else None


def sign(key: str, body: bytes) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


@pytest.fixture
def there() -> Iterator[Loopback]:
    server = Loopback([says('{"key": "fresh-key-1"}')])
    yield server
    server.close()


@pytest.fixture
def shop(db: None, there: Loopback, monkeypatch: pytest.MonkeyPatch) -> Connection:
    kind = registry.connector_class(CODE)
    monkeypatch.setattr(kind, "webhooks", Named())
    monkeypatch.setattr(kind, "webhook_key", webhook_key)
    store = open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store
    return opened(store, there, account="220033445")


def opened(store: Store, there: Loopback, *, account: str) -> Connection:
    values = {"partner_id": "1000001", "partner_key": "w0rd-of-the-app", "shop_id": account, "push_key": "old:key-0"}
    shop = connect(store=store, code=CODE, name=account, tested=Tested(code=CODE, values=values))
    Connection.objects.filter(pk=shop.pk).update(
        base_url=there.url, settings={**shop.settings, PRIVATE: True}, remote_account_id=account
    )
    return shop


def push(shop: Connection, name: str, key: str, number: str = "1", **more: str) -> HttpResponse:
    body = json.dumps({"id": number, **more}).encode()
    answer: HttpResponse = Client().generic(
        "POST", f"/hooks/{CODE}/{shop.webhook_token}/", body, content_type="application/json",
        headers={"Key-Name": name, "Signature": sign(key, body)},
    )  # fmt: skip
    return answer


def test_an_unknown_key_is_asked_for_once_and_its_messages_are_believed_from_then_on(
    shop: Connection, there: Loopback
) -> None:
    assert [push(shop, "new", "fresh-key-1", number).status_code for number in ("1", "2", "3")] == [200, 200, 200]
    assert [text.split(" HTTP")[0] for text in there.requests] == ["GET /keys/new"]
    assert MarketplaceWebhook.objects.filter(connection=shop).count() == 3
    assert not WebhookTally.objects.exists()


def test_a_message_that_only_names_a_real_key_is_refused(shop: Connection, there: Loopback) -> None:
    assert push(shop, "new", "not-the-key").status_code == 403
    assert push(shop, "new", "not-the-key").status_code == 403
    assert len(there.requests) == 1 and not MarketplaceWebhook.objects.exists()
    assert WebhookTally.objects.get(connection=shop).count == 2


def test_invented_names_are_asked_for_a_few_times_an_hour_however_many_come(shop: Connection, there: Loopback) -> None:
    there.script[:] = [says("{}", 404)]
    for number in range(webhook_keys.MOST * 3):
        assert push(shop, f"invented-{number}", "x").status_code == 403
        assert push(shop, f"invented-{number}", "x").status_code == 403
    assert len(there.requests) == webhook_keys.MOST
    AskedKey.objects.update(asked_at=timezone.now() - timedelta(hours=1, minutes=1))
    there.script[:] = [says('{"key": "fresh-key-1"}')]
    assert push(shop, "invented-0", "fresh-key-1").status_code == 403  # this name was answered today
    assert push(shop, "new", "fresh-key-1").status_code == 200


@pytest.mark.parametrize("name", ["", "n" * 101])
def test_what_is_no_name_is_not_asked_for(shop: Connection, there: Loopback, name: str) -> None:
    assert push(shop, name, "x").status_code == 403
    assert not there.requests and not AskedKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_messages_that_arrive_together_ask_one_question(shop: Connection, there: Loopback) -> None:
    def ask(_: int) -> bool:
        try:
            return webhook_keys._may_ask(shop, "new")
        finally:
            database.close()

    with ThreadPoolExecutor(4) as together:
        assert sorted(together.map(ask, range(4))) == [False, False, False, True]


def test_after_trouble_the_same_name_is_asked_for_again_a_little_later(shop: Connection, there: Loopback) -> None:
    there.script[:] = [says("{}", 503), says('{"key": "fresh-key-1"}')]
    assert push(shop, "new", "fresh-key-1").status_code == 403
    assert push(shop, "new", "fresh-key-1").status_code == 403
    assert len(there.requests) == 1
    AskedKey.objects.update(again_at=timezone.now())
    assert push(shop, "new", "fresh-key-1").status_code == 200
    assert len(there.requests) == 2


def test_names_of_another_day_are_forgotten(shop: Connection, there: Loopback) -> None:
    push(shop, "new", "fresh-key-1")
    long_ago = timezone.now() - timedelta(days=2)
    AskedKey.objects.update(asked_at=long_ago, again_at=long_ago)
    push(shop, "newer", "fresh-key-1")
    assert [each.key_id for each in AskedKey.objects.all()] == ["newer"]


def test_a_message_for_another_shop_of_the_app_is_believed_by_that_shop_with_the_key_it_asks_for(
    shop: Connection, there: Loopback
) -> None:
    other = opened(shop.store, there, account="220033446")
    assert push(shop, "new", "fresh-key-1", account="220033446").status_code == 200
    assert MarketplaceWebhook.objects.get().connection == other
    assert len(there.requests) == 2  # each shop holds keys of its own


def test_a_get_is_answered_with_what_the_shop_knows_and_nothing_is_kept(shop: Connection) -> None:
    path = f"/hooks/{CODE}/{shop.webhook_token}/"
    answer = Client().get(path, {"word": "w0rd-of-the-app", "say": "1158201444"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert answer.content.decode().endswith(f"{path} 1158201444")
    assert not MarketplaceWebhook.objects.exists() and not WebhookTally.objects.exists()


def test_a_get_at_the_documents_address_is_answered_for_the_address_as_it_was_entered(shop: Connection) -> None:
    path = f"/api/webhooks/marketplace?connection={shop.webhook_token}"
    answer = Client().get(f"{path}&word=w0rd-of-the-app&say=7")
    assert answer.content.decode().endswith(f"{path} 7")


def test_a_get_that_does_not_know_the_word_is_refused_and_counted(shop: Connection) -> None:
    assert Client().get(f"/hooks/{CODE}/{shop.webhook_token}/", {"word": "guessed"}).status_code == 403
    assert WebhookTally.objects.get(connection=shop).count == 1


def test_a_stranger_asks_in_vain(shop: Connection) -> None:
    assert Client().get(f"/hooks/{CODE}/not-a-word/", {"word": "w0rd-of-the-app"}).status_code == 404


def test_where_the_marketplace_asks_nothing_a_get_is_refused(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Named, "challenge", WebhookHandler.challenge)
    answer: Any = Client().get(f"/hooks/{CODE}/{shop.webhook_token}/", {"word": "w0rd-of-the-app", "say": "1"})
    assert answer.status_code == 403 and answer.content == b""
