"""Endpoints are made with what can be, changed, switched off and on, pinged and removed; each with its sentence."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.urls import resolve

from core.errors import DomainError
from core.models import Store
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.news.feed import KINDS
from sync.news.sources import SOURCES
from sync.outgoing import endpoints
from sync.outgoing.payload import PLACES
from tests.sync.outgoing.conftest import listening

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:9/hook"


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="atelier-lumen", name="Atelier Lumen")


def make(store: Store, **more: Any) -> endpoints.Made:
    return endpoints.make(**{"store": store, "name": "ERP", "url": URL, "kinds": ["order.created"], "by": "N", **more})


def test_the_secret_is_returned_once_and_kept_encrypted_without_history(store: Store) -> None:
    made = make(store, kinds=["stock.low", "order.created", "order.created"])
    assert made.secret.startswith("whsec_") and made.endpoint.kinds == ["order.created", "stock.low"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhook_endpoints")
        assert made.secret not in str(cursor.fetchall())
    kept = made.endpoint.history.get()
    assert not hasattr(kept, "secret") and not hasattr(kept, "url")


@pytest.mark.parametrize(
    ("more", "field", "word"),
    [
        ({"name": " "}, "name", "recognise it by"),
        ({"name": "x" * 101}, "name", "100"),
        ({"kinds": []}, "kinds", "at least one"),
        ({"kinds": ["order.eaten"]}, "kinds", "order.eaten"),
        ({"url": "ftp://example.org/x"}, "url", "https://"),
        ({"url": "https://user:pw@example.org/x"}, "url", "@"),
        ({"url": "https://example.org/" + "x" * 500}, "url", "500"),
        ({"url": "https://169.254.169.254/latest"}, "url", "never called"),
        ({"url": "https://127.0.0.1/x"}, "url", "private network"),
        ({"url": "http://example.org/x"}, "url", "http://"),
    ],
    ids=str,
)
def test_what_cannot_be_is_named_at_its_field(
    store: Store, settings: Any, more: dict[str, Any], field: str, word: str
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = field != "url"
    with pytest.raises(DomainError, match=re.escape(word)) as refused:
        make(store, **more)
    assert refused.value.field == field and not WebhookEndpoint.objects.exists()


def test_switched_off_what_waits_is_given_up_and_nothing_can_be_sent(store: Store) -> None:
    endpoint = listening(store, URL)
    waiting = endpoints.ping(endpoint)
    endpoints.change(endpoint, by="N", is_active=False)
    waiting.refresh_from_db()
    assert waiting.state == "given_up" and "switched off" in waiting.last_error
    for act in (lambda: endpoints.ping(endpoint), lambda: endpoints.send_again([waiting])):
        with pytest.raises(DomainError, match="Switch it on"):
            act()
    before = endpoint.active_since
    endpoints.change(endpoint, by="N", is_active=True)
    assert endpoint.active_since > before  # what happened meanwhile is not told
    assert endpoints.send_again([waiting]) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("waiting", 0)


def test_a_removed_one_is_gone_and_its_log_is_kept(store: Store) -> None:
    endpoint = listening(store, URL)
    endpoints.ping(endpoint)
    endpoints.remove(endpoint, by="N")
    assert not WebhookEndpoint.objects.exists() and WebhookDelivery.objects.get().state == "given_up"
    assert WebhookEndpoint.all_objects.get().history.first().history_change_reason == "removed by N"


def test_there_are_not_more_than_twenty(store: Store) -> None:
    for _number in range(endpoints.MOST_ENDPOINTS):
        make(store)
    with pytest.raises(DomainError, match="20 endpoints already"):
        make(store)


def test_every_kind_has_a_place_to_read_more() -> None:
    """Each address that a payload may name is one that there is."""
    for template in PLACES.values():
        assert resolve(template.format(uuid.uuid4())).url_name != "not_there"
    assert {kind for source in SOURCES for kind in source.kinds} == set(KINDS)
    for source in SOURCES:
        assert any(f"'{name}' AS subject_type" in source.sql for name in PLACES)
