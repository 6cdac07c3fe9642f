"""How often a shop is read and told, by program: read, set, switched off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from sync import schedule
from sync.models import ScheduledJob
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    shop = world.connection(cast.store)
    schedule.ensure_jobs(shop)
    return shop


def path(shop: Connection, kind: str = "") -> str:
    return f"/api/v1/connections/{shop.pk}/schedules/{kind + '/' if kind else ''}"


def job(shop: Connection, kind: str = "orders") -> ScheduledJob:
    return ScheduledJob.objects.get(connection=shop, job_type=kind)


def test_every_kind_of_run_is_named_with_its_rhythm_and_how_long_it_may_rest(owner: Program, shop: Connection) -> None:
    rows = {row["kind"]: row for row in owner.get(path(shop)).body["results"]}
    assert {kind: (row["interval_minutes"], row["most_minutes"]) for kind, row in rows.items()} == {
        "orders": (5, 60), "products": (30, 60), "inventory": (15, 60), "prices": (1440, 1440), "fulfillment": (10, 60),
        "products_out": (5, 60),
    }  # fmt: skip
    assert owner.get(path(shop, "orders")).body == rows["orders"] and rows["orders"]["is_enabled"]


def test_a_rhythm_is_set_and_the_next_run_follows_it(owner: Program, shop: Connection) -> None:
    ScheduledJob.objects.update(next_run_at=timezone.now() + timedelta(hours=5))
    answer = owner.patch(path(shop, "orders"), {"interval_minutes": 1})
    assert (answer.status, answer.body["interval_minutes"], answer.body["is_enabled"]) == (200, 1, True)
    assert job(shop).next_run_at < timezone.now() + timedelta(minutes=3)
    assert job(shop, "products").interval_minutes == 30
    assert job(shop).history.first().history_change_reason == "changed by Nadia Weber"


def test_it_is_switched_off_and_on_and_its_rhythm_stays(owner: Program, shop: Connection) -> None:
    assert owner.patch(path(shop, "prices"), {"is_enabled": False}).body["is_enabled"] is False
    ScheduledJob.objects.update(next_run_at=timezone.now() - timedelta(seconds=1))
    schedule.run_due()
    assert job(shop, "prices").last_run_at is None and job(shop).last_run_at is not None
    assert owner.patch(path(shop, "prices"), {"is_enabled": True}).body["interval_minutes"] == 1440


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("orders", {"interval_minutes": 0}, 400),
        ("orders", {"interval_minutes": 61}, 422),
        ("orders", {"interval_minutes": "5"}, 400),
        ("prices", {"interval_minutes": 1441}, 400),
        ("orders", {}, 400),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    owner: Program, shop: Connection, kind: str, body: dict[str, Any], status: int
) -> None:
    answer = owner.patch(path(shop, kind), body)
    assert answer.status == status, answer.body
    assert not body or answer.body["errors"][0]["field"] == "interval_minutes"
    assert (job(shop).interval_minutes, job(shop, "prices").interval_minutes) == (5, 1440)


def test_an_hour_is_the_most_for_orders_and_a_day_for_prices(owner: Program, shop: Connection) -> None:
    assert owner.patch(path(shop, "orders"), {"interval_minutes": 60}).status == 200
    assert owner.patch(path(shop, "prices"), {"interval_minutes": 1440}).status == 200


@pytest.mark.parametrize("kind", ["weather", "%00", "x" * 300])
def test_a_kind_that_there_is_not_is_not_found(owner: Program, shop: Connection, kind: str) -> None:
    assert owner.get(path(shop, kind)).status == 404
    assert owner.patch(path(shop, kind), {"interval_minutes": 5}).status == 404


def test_a_disconnected_shop_has_none(owner: Program, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="disconnected")
    assert owner.get(path(shop)).body["results"] == []
    assert owner.patch(path(shop, "orders"), {"interval_minutes": 5}).status == 404


def test_a_change_may_ask_for_the_rhythm_that_was_read(owner: Program, shop: Connection) -> None:
    read = owner.get(path(shop, "orders"))
    tag = read.headers["ETag"]
    ScheduledJob.objects.filter(pk=job(shop).pk).update(last_run_at=timezone.now(), failures=2)
    assert owner.get(path(shop, "orders")).headers["ETag"] == tag  # that it ran is no change of anybody's
    answer = owner.patch(path(shop, "orders"), {"interval_minutes": 10}, If_Match=tag)
    assert answer.status == 200 and answer.headers["ETag"] != tag
    lost = owner.patch(path(shop, "orders"), {"interval_minutes": 20}, If_Match=tag)
    assert lost.status == 412 and job(shop).interval_minutes == 10
    assert owner.patch(path(shop, "orders"), {"interval_minutes": 20}).status == 200
