"""Each thing that can be wrong is found and said with what to do; what can be mended by itself is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.db.models import F
from django.utils import timezone

from core.models import OutgoingMail, Store
from inventory.models import Reservation, Stock, Variant
from inventory.services.locations import default_location
from marketplaces.models import Connection, OutboundChange
from orders.models import OrderItem
from sync import schedule
from sync.doctor import examination, installation
from sync.doctor.finding import Finding
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, ScheduledJob
from tests.fulfillment.digital import make_keys
from tests.inventory.world import World, make_world

LONG_AGO = timedelta(hours=2)


@pytest.fixture
def world(store: Store, shop: Connection) -> World:
    Connection.objects.filter(pk=shop.pk).update(is_sandbox=True)
    schedule.ensure_missing()
    return World(store, shop, default_location(store))


def _found() -> dict[str, Finding]:
    return {finding.matter: finding for finding in examination.examine()}


def _wrong() -> list[str]:
    return [matter for matter, finding in _found().items() if not finding.is_well]


def test_a_sound_installation_wants_nothing_and_says_what_was_looked_into(world: World) -> None:
    _reserved(world)
    assert _wrong() == []
    assert list(_found()) == [
        "tables", "secrets", "clock", "disk", "address", "ledger", "reserved", "bought keys", "stores", "workers",
        "schedules", "runs", "webhooks", "news", "mails", "shops",
    ]  # fmt: skip


def _reserved(world: World) -> Variant:
    pot = world.variant("POT", 9)
    world.reserve(pot, 2)
    return pot


def test_a_shelf_that_its_ledger_does_not_explain_is_urgent_and_named(world: World) -> None:
    pot = _reserved(world)
    Stock.objects.filter(variant=pot).update(on_hand=F("on_hand") + 1)
    finding = _found()["ledger"]
    assert (finding.urgent, _wrong()) == (True, ["ledger"])
    assert "POT holds 10, the ledger says 9" in finding.said


def test_units_kept_for_nobody_are_found(world: World) -> None:
    pot = _reserved(world)
    Stock.objects.filter(variant=pot).update(reserved=5)
    assert "POT keeps 5, orders hold 2" in _found()["reserved"].said
    Stock.objects.filter(variant=pot).update(reserved=2)
    Reservation.objects.filter(variant=pot).update(asked=0, granted=0)
    assert "POT keeps 2, orders hold 0" in _found()["reserved"].said


def test_a_purchase_without_its_keys_is_found(world: World) -> None:
    keys = make_keys()
    keys.offer(5)
    keys.purchase(keys.order(2), "received", reference="r-lost")
    assert "r-lost bought 2, 0 are here" in _found()["bought keys"].said


def test_a_row_that_leads_to_another_store_is_found(world: World) -> None:
    pot = world.variant("POT")
    Variant.objects.filter(pk=pot.pk).update(store=make_world().store)
    assert _found()["stores"].said == "Rows lead to another store's: 1 of product_variants.product."


def test_a_line_of_another_stores_goods_is_found(world: World) -> None:
    keys, others = make_keys(), make_keys()
    keys.offer(5)
    OrderItem.objects.filter(pk=keys.order(1).pk).update(variant=others.variant)
    assert _found()["stores"].said == "Rows lead to another store's: 1 of order_items.variant."


def test_a_secret_that_no_key_reads_is_urgent_and_not_shown(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE marketplace_credentials SET api_key = %s", [b"written-with-a-lost-key"])
    finding = _found()["secrets"]
    assert finding.urgent and "1 of marketplace_credentials.api_key" in finding.said
    assert "written" not in finding.said


def test_tables_of_an_older_version_are_found(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(name) FROM django_migrations WHERE app = 'sync'")
        (newest,) = cursor.fetchone()
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sync' AND name = %s", [newest])
    assert f"sync.{newest}" in _found()["tables"].said


@pytest.mark.parametrize(
    ("limit", "value", "matter"),
    [("LEAST_FREE", 1 << 70, "disk"), ("MOST_SKEW", timedelta(seconds=-1), "clock")],
)
def test_a_full_disk_and_a_wrong_clock_are_found(
    world: World, monkeypatch: pytest.MonkeyPatch, limit: str, value: Any, matter: str
) -> None:
    monkeypatch.setattr(installation, limit, value)
    assert _wrong() == [matter]


def test_real_shops_need_an_address_they_can_reach(world: World, settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert _wrong() == []
    Connection.objects.update(is_sandbox=False)
    assert _wrong() == ["address"]
    settings.PUBLIC_URL = "https://orion.example"
    assert _wrong() == []


def test_schedules_that_nobody_keeps_are_urgent(world: World) -> None:
    ScheduledJob.objects.update(next_run_at=timezone.now() - LONG_AGO)
    finding = _found()["workers"]
    assert finding.urgent and finding.said == "No schedule was kept for 120 minutes."


def test_a_lost_schedule_is_given_back(world: World) -> None:
    ScheduledJob.objects.filter(job_type="orders").delete()
    assert _wrong() == ["schedules"]
    examination.mend(_found().values())
    assert _wrong() == []
    assert ScheduledJob.objects.filter(connection=world.shop, job_type="orders").exists()


def test_what_dead_workers_hold_is_given_back(world: World) -> None:
    run = MarketplaceSyncLog.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, sync_type="orders",
        status="in_progress", lease_owner=uuid4(), lease_until=timezone.now() - LONG_AGO,
    )  # fmt: skip
    hook = MarketplaceWebhook.objects.create(
        store=world.store, connection=world.shop, event_key="1", body="{}", status="processing",
        received_at=timezone.now(), due_at=timezone.now() - LONG_AGO, lease_owner=uuid4(),
        lease_until=timezone.now() - LONG_AGO,
    )  # fmt: skip
    assert _wrong() == ["runs", "webhooks"]
    assert [finding.matter for finding in examination.mend(_found().values())] == ["runs", "webhooks"]
    run.refresh_from_db()
    hook.refresh_from_db()
    assert (run.status, hook.status) == ("pending", "received")


def test_news_and_mails_that_wait_too_long_are_found_and_those_of_a_paused_shop_are_not(world: World) -> None:
    past = timezone.now() - LONG_AGO
    OutboundChange.objects.create(
        store=world.store, connection=world.shop, kind="stock", subject_id=uuid4(), wanted_at=past, due_at=past
    )
    OutgoingMail.objects.create(store=world.store, kind="digest", key="k", to="a@example.org", due_at=past)
    assert _wrong() == ["news", "mails"]
    Connection.objects.filter(pk=world.shop.pk).update(status=Connection.Status.PAUSED)
    assert _wrong() == ["mails"]


def test_a_stopped_shop_is_named_with_its_reason(world: World) -> None:
    Connection.objects.filter(pk=world.shop.pk).update(status="stopped", status_reason="The keys were refused.")
    assert _found()["shops"].said == "Stopped: Ozon (The keys were refused.)."


def test_a_part_that_cannot_be_looked_into_hides_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Finding]:
        raise ProgrammingError("relation does not exist\nLINE 1")
        yield

    broken.__module__ = "sync.doctor.books"
    first, _books, last = examination.PARTS
    monkeypatch.setattr(examination, "PARTS", (first, broken, last))
    assert _wrong() == ["books"]
    assert _found()["books"].said == "It could not be looked into: relation does not exist."
    assert "shops" in _found()


def test_the_command_says_all_and_ends_with_one_where_something_is_urgent(world: World) -> None:
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "16 matters looked into, 0 of them want something." in out.getvalue()
    ScheduledJob.objects.filter(job_type="orders").delete()
    with pytest.raises(CommandError) as ended:
        call_command("doctor", "--json", stdout=(told := StringIO()))
    assert ended.value.returncode == 1
    (lost,) = [each for each in json.loads(told.getvalue()) if not each["well"]]
    assert (lost["matter"], lost["urgent"], lost["can_mend"]) == ("schedules", True, True)
    call_command("doctor", "--fix", stdout=(after := StringIO()), stderr=StringIO())
    assert "0 of them want something." in after.getvalue()
