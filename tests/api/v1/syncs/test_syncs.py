"""Runs by program: asked for, followed to their end, stopped, and read as the log."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from sync import executor
from sync.models import MarketplaceSyncLog, SyncLogItem
from tests.api.conftest import Program, program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/syncs/"


@pytest.fixture
def quiet(cast: Cast) -> Connection:
    """A shop that nobody calls."""
    return world.connection(cast.store)


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.body["results"]]


def test_a_run_is_started_and_followed_to_its_end(owner: Program, shop: Connection, cast: Cast) -> None:
    answer = owner.post(PATH, {"sync_type": "products", "connection": str(shop.pk), "full": True})
    assert answer.status == 202
    (run,) = answer.body["runs"]
    assert (run["status"], run["cause"], run["full"], run["percent"]) == ("pending", "api", True, None)
    assert MarketplaceSyncLog.objects.get(pk=run["id"]).started_by == cast.owner
    executor.execute(uuid.UUID(run["id"]))
    done = owner.get(f"{PATH}{run['id']}/").body
    assert (done["status"], done["percent"], done["balances"]) == ("completed", 100, True)
    parts = ("created", "updated", "unchanged", "parked", "failed")
    assert done["total_records"] == sum(done[f"{part}_records"] for part in parts) > 0
    assert done["messages"] and done["error"]["message"] == "" and done["end_time"]


def test_what_waits_already_is_given_instead_of_a_second_run(owner: Program, quiet: Connection) -> None:
    body = {"sync_type": "orders", "connection": str(quiet.pk)}
    first, second = owner.post(PATH, body), owner.post(PATH, body)
    assert first.body["runs"][0]["id"] == second.body["runs"][0]["id"]


def test_of_a_marketplace_and_of_all_those_that_can_are_asked(owner: Program, cast: Cast, quiet: Connection) -> None:
    other = world.connection(cast.store, "Shopee", "shopee")
    world.connection(cast.store, "Resting", "shopee", status="paused")
    foreign = world.connection(cast.elsewhere, "Foreign", "shopee")
    of_all = owner.post(PATH, {"sync_type": "orders", "all": True}).body["runs"]
    assert {run["connection"] for run in of_all} == {str(quiet.pk), str(other.pk)}
    of_kind = owner.post(PATH, {"sync_type": "products", "marketplace": "shopee"}).body["runs"]
    assert [run["connection"] for run in of_kind] == [str(other.pk)]
    assert not MarketplaceSyncLog.objects.filter(connection=foreign).exists()


def test_several_are_named_together_or_none_is_asked(owner: Program, cast: Cast, quiet: Connection) -> None:
    resting = world.connection(cast.store, "Resting", "shopee", status="paused")
    answer = owner.post(PATH, {"sync_type": "orders", "connections": [str(quiet.pk), str(resting.pk)]})
    assert answer.status == 422 and "Resting is paused" in answer.body["detail"]
    assert not MarketplaceSyncLog.objects.exists()
    twice = owner.post(PATH, {"sync_type": "orders", "connections": [str(quiet.pk), str(quiet.pk)]})
    assert len(twice.body["runs"]) == 1


def test_nobody_can_is_said(owner: Program, cast: Cast) -> None:
    answer = owner.post(PATH, {"sync_type": "orders", "all": True})
    assert answer.status == 422 and "No connected shop" in answer.body["detail"]


def test_a_strangers_shop_is_not_found(owner: Program, cast: Cast) -> None:
    foreign = world.connection(cast.elsewhere)
    assert owner.post(PATH, {"sync_type": "orders", "connection": str(foreign.pk)}).status == 404
    assert owner.post(PATH, {"sync_type": "orders", "marketplace": "ozon"}).status == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"all": True}, "sync_type"),
        ({"sync_type": "orders"}, ""),
        ({"sync_type": "orders", "all": True, "marketplace": "ozon"}, ""),
        ({"sync_type": "import", "all": True}, "sync_type"),
        ({"sync_type": "orders", "all": True, "create_missing": True}, "create_missing"),
        ({"sync_type": "orders", "all": True, "since": "2026-02-31"}, "since"),
        ({"sync_type": "orders", "all": True, "since": "2099-01-01T00:00:00Z"}, "since"),
        ({"sync_type": "orders", "all": True, "since": (timezone.now() + timedelta(hours=2)).isoformat()}, "since"),
        ({"sync_type": "orders", "all": True, "since": 5}, "since"),
        ({"sync_type": "orders", "connection": "x"}, "connection"),
        ({"sync_type": "orders", "connections": []}, "connections"),
        ({"sync_type": "orders", "connections": ["x"]}, "connections.0"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, dict) else part,
)
def test_what_cannot_be_is_named(owner: Program, quiet: Connection, body: dict[str, Any], field: str) -> None:
    answer = owner.post(PATH, body)
    assert answer.status == 400 and answer.body["errors"][0]["field"] == field, answer.body
    assert not MarketplaceSyncLog.objects.exists()


def test_a_packer_syncs_but_makes_no_products(packer: Program, quiet: Connection) -> None:
    body = {"sync_type": "products", "connection": str(quiet.pk)}
    assert packer.post(PATH, body).status == 202
    assert packer.post(PATH, {**body, "create_missing": True}).status == 403


def test_a_moment_is_handed_on_with_its_offset(owner: Program, quiet: Connection) -> None:
    owner.post(PATH, {"sync_type": "orders", "connection": str(quiet.pk), "since": "2026-11-01T10:00:00+05:00"})
    assert MarketplaceSyncLog.objects.get().options == {"since": "2026-11-01T05:00:00+00:00"}


def test_a_waiting_run_stops_at_once_and_a_running_one_after_its_batch(owner: Program, quiet: Connection) -> None:
    run = owner.post(PATH, {"sync_type": "orders", "connection": str(quiet.pk)}).body["runs"][0]
    assert owner.post(f"{PATH}{run['id']}/stop/").body["status"] == "stopped"
    MarketplaceSyncLog.objects.update(status="in_progress", end_time=None)
    told = owner.post(f"{PATH}{run['id']}/stop/").body
    assert (told["status"], told["stop_requested"]) == ("in_progress", True)


def test_refused_records_are_listed_and_tried_again(owner: Program, quiet: Connection, cast: Cast) -> None:
    run = MarketplaceSyncLog.objects.create(
        store=cast.store, connection=quiet, marketplace=quiet.marketplace, sync_type="orders", status="failed",
        error_kind="unavailable", error_message="Ozon does not answer", error_fix="Wait.",
    )  # fmt: skip
    for number, outcome in enumerate(("refused", "parked")):
        SyncLogItem.objects.create(
            sync_log=run, item=f"n-{number}", outcome=outcome, reason="No", said="nyet", can_retry=outcome == "refused"
        )
    assert owner.get(f"{PATH}{run.pk}/").body["error"]["message"] == "Ozon does not answer"
    items = owner.get(f"{PATH}{run.pk}/items/", {"outcome": "refused"}).body["results"]
    assert [(item["item"], item["reason"], item["said"]) for item in items] == [("n-0", "No", "nyet")]
    assert len(owner.get(f"/api/v1/sync-logs/{run.pk}/items/").body["results"]) == 2
    again = owner.post(f"{PATH}{run.pk}/retry/")
    assert again.status == 202 and again.body["id"] != str(run.pk)
    assert owner.post(f"{PATH}{run.pk}/retry/").status == 422


def test_the_log_is_the_same_rows_under_another_name(owner: Program, quiet: Connection) -> None:
    owner.post(PATH, {"sync_type": "orders", "connection": str(quiet.pk)})
    assert owner.get("/api/v1/sync-logs/").body["results"] == owner.get(PATH).body["results"]
    assert owner.post("/api/v1/sync-logs/", {}).status == 405


def test_the_list_is_filtered(owner: Program, cast: Cast, quiet: Connection) -> None:
    other = world.connection(cast.store, "Shopee", "shopee")
    rows = [
        MarketplaceSyncLog.objects.create(
            store=cast.store, connection=shop, marketplace=shop.marketplace, sync_type=kind, status=status, cause=cause
        )
        for shop, kind, status, cause in (
            (quiet, "orders", "completed", "schedule"), (other, "products", "failed", "api"),
        )
    ]  # fmt: skip
    MarketplaceSyncLog.objects.filter(pk=rows[0].pk).update(created_at=timezone.now() - timedelta(days=3))
    first, second = (str(row.pk) for row in rows)
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    for query, found in (
        ({"connection": str(quiet.pk)}, [first]), ({"marketplace": "shopee"}, [second]),
        ({"status": "failed"}, [second]),
        ({"sync_type": "orders"}, [first]), ({"cause": "api"}, [second]), ({"since": yesterday}, [second]),
        ({"until": yesterday}, [first]), ({"connection": str(uuid.uuid4())}, []), ({}, [second, first]),
    ):  # fmt: skip
        assert ids(owner.get(PATH, query)) == found, query
    for query in ({"status": "odd"}, {"connection": "x"}, {"since": "yesterday"}, {"until": "2026-13-01T00:00Z"}):
        assert owner.get(PATH, query).status == 400, query


def test_reading_needs_no_more_than_the_scope_to_read(cast: Cast, quiet: Connection) -> None:
    watcher = program(cast.store, cast.reader, "syncs:read")
    assert watcher.get(PATH).status == 200
    assert watcher.post(PATH, {"sync_type": "orders", "all": True}).body["scope"] == "syncs:write"
