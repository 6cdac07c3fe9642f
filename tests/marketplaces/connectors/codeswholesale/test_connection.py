"""An account that is connected in the hub: its token comes by itself for id and secret, is kept, renewed and tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
from django.test import override_settings
from django.utils import timezone

from core.models import Store
from marketplaces.framework import registry
from marketplaces.framework.reading import written
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.sandbox.server import running
from marketplaces.services import credentials
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_connection as try_connection
from marketplaces.services.connect import test_values as try_values
from marketplaces.services.connectors import open_connector, sandbox_address

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "codeswholesale"


@pytest.fixture(scope="module")
def practice() -> Iterator[str]:
    with running(None, codes=[CODE]) as server, override_settings(SANDBOX_URL=server.url):
        yield sandbox_address(CODE)


@pytest.fixture
def keys(practice: str) -> dict[str, str]:
    """What a merchant types: no token."""
    control(practice, "limits", {"enabled": False})
    given = requests.get(f"{practice}/_control/credentials", timeout=10).json()
    return {name: given[name] for name in ("client_id", "client_secret")}


@pytest.fixture
def connected(practice: str, keys: dict[str, str]) -> Connection:
    tested = try_values(CODE, keys, base_url=practice, renew=True)
    assert tested.passed, tested.verdicts
    store = Store.objects.create(slug="lumen", name="Atelier Lumen")
    return connect(store=store, code=CODE, name="", tested=tested, base_url=practice)


def control(practice: str, name: str, body: dict[str, object]) -> None:
    assert requests.post(f"{practice}/_control/{name}", json=body, timeout=10).ok


def row(connection: Connection) -> MarketplaceCredential:
    return MarketplaceCredential.objects.get(connection=connection)


def test_id_and_secret_are_enough(connected: Connection) -> None:
    held = row(connected)
    assert held.access_token and held.token_expires_at > timezone.now() + timedelta(minutes=30)
    assert (connected.remote_account_id, connected.currency) == ("keys@atelier-lumen.example", "EUR")


def test_keys_are_tried_before_anything_is_stored(practice: str, keys: dict[str, str]) -> None:
    tested = try_values(CODE, keys, base_url=practice)
    assert tested.passed
    assert "access_token" not in tested.values
    wrong = try_values(CODE, {**keys, "client_secret": "cw-secret-of-nobody"}, base_url=practice, renew=True)
    assert [verdict.state for verdict in wrong.verdicts] == ["passed", "refused", "not_tried"]


def test_a_secret_that_was_exchanged_is_noticed_while_an_older_token_lives(
    practice: str, connected: Connection
) -> None:
    kind = registry.connector_class(CODE)
    values = {**credentials.read(connected, kind), "client_secret": "cw-secret-of-nobody"}
    assert not try_values(CODE, values, base_url=practice).passed


def test_a_lost_token_is_fetched_before_the_next_call(connected: Connection) -> None:
    held = row(connected)
    held.access_token, held.token_expires_at = "", None
    held.save()
    assert open_connector(connected).balance().to_spend > 0
    assert row(connected).access_token


def test_a_token_that_they_have_ended_is_renewed_once_and_kept(practice: str, connected: Connection) -> None:
    before = row(connected)
    control(practice, "token", {"drop": True})
    assert open_connector(connected).balance().to_spend > 0
    after = row(connected)
    assert after.access_token != before.access_token
    assert after.version == before.version + 1


def test_a_connection_is_tried_also_when_its_token_has_ended(practice: str, connected: Connection) -> None:
    ended = written(timezone.now() - timedelta(minutes=1))
    credentials.save(connected, registry.connector_class(CODE), {"token_ends_at": ended})
    control(practice, "token", {"drop": True})
    assert try_connection(connected).passed
