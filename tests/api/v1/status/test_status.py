"""Health for whoever watches the machine, status for whoever watches the shops."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from tests.api.conftest import Program, program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

HEALTH, STATUS = "/api/v1/health/", "/api/v1/status/"


@pytest.fixture
def quiet(cast: Cast) -> Connection:
    """A shop that was read a moment ago."""
    return world.connection(cast.store, orders_read_at=timezone.now())


def test_without_a_token_health_says_only_that_it_lives(db: None, quiet: Connection) -> None:
    answer = Program().get(HEALTH)
    assert answer.status == 200 and set(answer.body) == {"status", "time"} and answer.body["status"] == "ok"


def test_with_a_token_health_counts_the_stores_shops(owner: Program, cast: Cast, quiet: Connection) -> None:
    world.connection(cast.elsewhere, "Foreign", status="stopped")
    told = owner.get(HEALTH).body
    assert (told["status"], told["shops"], told["healthy_shops"], told["alerts"]) == ("ok", 1, 1, [])
    Connection.objects.filter(pk=quiet.pk).update(orders_read_at=timezone.now() - timedelta(minutes=20))
    told = owner.get(HEALTH).body
    assert told["status"] == "attention" and told["alerts"] == [f"{quiet.name}: order_import_lag"]


def test_a_wrong_token_is_not_taken_for_none(db: None) -> None:
    assert Program("orion_" + "x" * 43).get(HEALTH).status == 401


def test_a_token_for_something_else_is_told_which_scope_is_needed(cast: Cast) -> None:
    assert program(cast.store, cast.owner, "orders:read").get(HEALTH).body["scope"] == "syncs:read"


def test_status_shows_each_shop_with_its_measures(owner: Program, quiet: Connection) -> None:
    (row,) = owner.get(STATUS).body["results"]
    assert (row["connection"], row["healthy"], row["alerts"]) == (str(quiet.pk), True, [])
    assert row["order_import_lag"]["limit"] == 900 and 0 <= row["order_import_lag"]["value"] < 60
    assert row["inventory_sync_lag"] == {"value": None, "limit": 1800, "alert": False}
    assert row["fulfilment_queue"] == {"value": 0, "limit": 100, "alert": False}
    assert row["error_rate"] == {"value": None, "limit": 0.05, "alert": False}
    assert row["waiting"] == {"stock": 0, "price": 0, "shipment": 0, "cancel": 0}
