"""What was pushed to us, by program: listed, looked at without secrets, read again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from sync.models import MarketplaceWebhook
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/webhooks/received/"


def pushed(shop: Connection, key: str, **fields: Any) -> MarketplaceWebhook:
    now = timezone.now()
    values: dict[str, Any] = {
        "topic": "order", "kind": "TYPE_NEW_POSTING", "body": '{"posting_number": "1-1", "price": 6200}',
        "remote_ids": ["1-1"], "received_at": now, "due_at": now, "status": "done", "source_ip": "127.0.0.1",
    }  # fmt: skip
    return MarketplaceWebhook.objects.create(store=shop.store, connection=shop, event_key=key, **{**values, **fields})


@pytest.fixture
def quiet(cast: Cast) -> Connection:
    return world.connection(cast.store)


def test_a_push_is_listed_and_shown_with_its_body(owner: Program, quiet: Connection) -> None:
    message = pushed(quiet, "a", duplicates=2)
    (row,) = owner.get(PATH).body["results"]
    assert (row["id"], row["remote_ids"], row["duplicates"]) == (str(message.pk), ["1-1"], 2)
    assert "body" not in row
    shown = owner.get(f"{PATH}{message.pk}/").body
    assert shown["body"] == message.body and shown["source_ip"] == "127.0.0.1"


def test_a_packer_sees_no_body_because_amounts_stand_in_it(packer: Program, quiet: Connection) -> None:
    assert packer.get(f"{PATH}{pushed(quiet, 'a').pk}/").body["body"] is None


def test_a_push_is_read_again(owner: Program, quiet: Connection) -> None:
    message = pushed(quiet, "a", status="failed", attempts=5)
    answer = owner.post(f"{PATH}{message.pk}/replay/")
    assert (answer.status, answer.body["status"], answer.body["attempts"]) == (202, "received", 0)


def test_the_list_is_filtered(owner: Program, cast: Cast, quiet: Connection) -> None:
    other = world.connection(cast.store, "Shopee", "shopee")
    old = pushed(quiet, "a", received_at=timezone.now() - timedelta(days=2))
    new = pushed(other, "b", topic="product", status="received")
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    for query, found in (
        ({}, [new, old]), ({"connection": str(quiet.pk)}, [old]), ({"marketplace": "shopee"}, [new]),
        ({"topic": "order"}, [old]), ({"status": "received"}, [new]), ({"since": yesterday}, [new]),
        ({"until": yesterday}, [old]),
    ):  # fmt: skip
        assert [row["id"] for row in owner.get(PATH, query).body["results"]] == [str(row.pk) for row in found], query
