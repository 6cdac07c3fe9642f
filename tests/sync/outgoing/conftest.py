"""A store with an endpoint that wants everything, and the program behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import Store
from sync.models import WebhookEndpoint
from sync.news.feed import KINDS
from sync.outgoing import couriers, endpoints, spreading
from tests.sync.outgoing.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    """Receivers of these tests are on this machine."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def store(transactional_db: None) -> Store:
    return Store.objects.create(slug="atelier-lumen", name="Atelier Lumen")


@pytest.fixture
def endpoint(store: Store, receiver: Receiver) -> WebhookEndpoint:
    return listening(store, receiver.url)


def listening(store: Store, url: str, kinds: Any = tuple(KINDS)) -> WebhookEndpoint:
    """An endpoint that has listened for a while."""
    made = endpoints.make(store=store, name="ERP", url=url, kinds=kinds, by="Nadia Weber").endpoint
    made.active_since = timezone.now() - timedelta(minutes=30)
    made.save()
    return made


def deliver() -> None:
    """One tick, waited for to its end."""
    spreading.spread_what_is_new()
    for thread in couriers.deliver_due():
        thread.join(30)
        assert not thread.is_alive()
