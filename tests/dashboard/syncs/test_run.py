"""A run: live while it goes, a sum that balances, what was refused with its way on."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from marketplaces.models import ApiCall, Connection, OutboundChange
from marketplaces.sandbox.server import Running
from sync import executor, runs
from sync.models import MarketplaceSyncLog, SyncLogItem
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

Status = MarketplaceSyncLog.Status


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def going(shop: Connection, **fields: object) -> MarketplaceSyncLog:
    """A run in the middle of its work."""
    values = {
        "sync_type": "products", "status": "in_progress", "phase": "upserting", "start_time": timezone.now(),
        "expected_records": 200, "total_records": 50, "processed_records": 50, "created_records": 20,
        "unchanged_records": 27, "parked_records": 1, "failed_records": 2,
    }  # fmt: skip
    return MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, **{**values, **fields}
    )


def refused(log: MarketplaceSyncLog, **fields: object) -> SyncLogItem:
    values = {
        "item": "46218733-0001", "outcome": "refused", "reason": "The price is missing.", "can_retry": True,
        "fix": "Set a price at Ozon.", "said": "price: null",
    }  # fmt: skip
    return SyncLogItem.objects.create(sync_log=log, **{**values, **fields})


def test_while_it_goes_the_page_asks_for_itself(owner: Client, shop: Connection) -> None:
    log = going(shop)
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert 'hx-trigger="every 500ms"' in page
    assert "50 of 200 records" in page and "25%" in page
    assert re.search(r'aria-current="step".{0,200}Storing', page, re.DOTALL)
    part = owner.get(f"/syncs/{log.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="live"') and "<title>25%" in part


def test_once_ended_it_asks_no_more_and_says_so(owner: Client, shop: Connection) -> None:
    log = going(shop, status="partially_completed", end_time=timezone.now())
    part = owner.get(f"/syncs/{log.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 500ms" not in part
    assert "The run has ended: Partly done, 50 received." in part


def test_the_sum_adds_up_and_what_was_refused_has_its_reason(owner: Client, shop: Connection) -> None:
    log = going(shop, status="partially_completed", end_time=timezone.now())
    refused(log)
    refused(log, item="LINE-7", outcome="parked", reason="No product has this SKU.", can_retry=False)
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert "It adds up." in page
    assert "The price is missing." in page and "price: null" in page and "Set a price at Ozon." in page
    assert "No product has this SKU." in page
    assert page.count("/again/") == 2  # the run, and the one record that can be tried again


def test_a_sum_that_does_not_add_up_is_red(owner: Client, shop: Connection) -> None:
    log = going(shop, total_records=51)
    assert "It does not add up." in owner.get(f"/syncs/{log.pk}/").content.decode()


def test_trying_again_starts_a_run_for_that_record(owner: Client, shop: Connection) -> None:
    log = going(shop, sync_type="orders", status="partially_completed", end_time=timezone.now())
    item = refused(log)
    answer = owner.post(f"/syncs/{log.pk}/items/{item.pk}/again/")
    fresh = MarketplaceSyncLog.objects.get(status="pending")
    assert answer.url == f"/syncs/{fresh.pk}/"
    assert fresh.options == {"remote_ids": ["46218733-0001"]}


def test_all_that_a_repeat_can_help_is_tried_in_one_run(packer: Client, shop: Connection) -> None:
    log = going(shop, sync_type="orders", status="partially_completed", end_time=timezone.now())
    items = [refused(log, item=f"46218733-000{n}") for n in (3, 1)]
    refused(log, item="hopeless", can_retry=False)
    refused(log, item="tried", retried_at=timezone.now())
    assert "Try all 2 again" in packer.get(f"/syncs/{log.pk}/").content.decode()
    packer.post(f"/syncs/{log.pk}/items/again/")
    fresh = MarketplaceSyncLog.objects.get(status="pending")
    assert fresh.options == {"remote_ids": ["46218733-0001", "46218733-0003"]}
    assert all(SyncLogItem.objects.get(pk=item.pk).retried_at for item in items)
    page = packer.post(f"/syncs/{log.pk}/items/again/", follow=True).content.decode()
    assert "Nothing of this run is left that trying again can help." in page
    assert "Try all" not in page


def test_what_was_not_taken_there_is_sent_again_all_at_once(packer: Client, shop: Connection) -> None:
    log = going(shop, sync_type="inventory", status="partially_completed", end_time=timezone.now())
    now = timezone.now()
    for n in (1, 2):
        change = OutboundChange.objects.create(
            store=shop.store, connection=shop, kind="stock", subject_id=uuid4(), state="refused", wanted_at=now,
            due_at=now, wanted_version=1,
        )  # fmt: skip
        refused(log, item=f"SKU-{n}", subject_id=change.pk)
    packer.post(f"/syncs/{log.pk}/items/again/")
    assert not OutboundChange.objects.filter(state="refused").exists()
    assert MarketplaceSyncLog.objects.filter(status="pending", sync_type="inventory").count() == 1


def test_a_run_that_found_nothing_says_so_and_no_percentage(owner: Client, shop: Connection) -> None:
    none = dict.fromkeys(
        ("expected_records", "total_records", "processed_records", "created_records", "unchanged_records",
         "parked_records", "failed_records"), 0,
    )  # fmt: skip
    log = going(shop, status="completed", end_time=timezone.now(), **none)
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert "Nothing new since the last run" in page
    assert "100%" not in page and "0 records" not in page
    sent = going(shop, sync_type="inventory", status="completed", end_time=timezone.now(), **none)
    assert "Everything was told already" in owner.get(f"/syncs/{sent.pk}/").content.decode()


def test_a_run_that_sends_speaks_of_sending(owner: Client, shop: Connection) -> None:
    page = owner.get(f"/syncs/{going(shop, sync_type='inventory').pk}/").content.decode()
    assert "<dt>Was due</dt>" in page and "<dt>Sent</dt>" in page and "<dt>Received</dt>" not in page
    assert "<dt>Received</dt>" in owner.get(f"/syncs/{going(shop).pk}/").content.decode()


def test_progress_is_said_aloud_every_ten_seconds_and_at_the_end(owner: Client, shop: Connection) -> None:
    log = going(shop)
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert re.search(r'role="status" id="said" hx-get="[^"]+" hx-trigger="every 10s"', page)
    asked = {"HX-Request": "true", "HX-Target": "said"}
    assert owner.get(f"/syncs/{log.pk}/", headers=asked).content.decode().strip() == "25%, 50 of 200 records"
    part = owner.get(f"/syncs/{log.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="said"' not in part


def test_the_log_shows_calls_without_their_parameters(owner: Client, shop: Connection) -> None:
    log = going(shop)
    ApiCall.objects.create(
        connection=shop, run_id=log.pk, operation="pull_orders", method="GET", http_status=200, duration_ms=12,
        path="/api/v2/order/get_order_list?cursor=12&sign=[hidden]", outcome="ok", at=timezone.now(),
    )  # fmt: skip
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert "GET /api/v2/order/get_order_list 200 12 ms" in page
    assert "sign=" not in page


def test_what_cannot_help_is_not_tried(owner: Client, shop: Connection) -> None:
    log = going(shop, status="partially_completed")
    item = refused(log, can_retry=False)
    owner.post(f"/syncs/{log.pk}/items/{item.pk}/again/")
    assert not MarketplaceSyncLog.objects.filter(status="pending").exists()


def test_stopping_and_running_again(owner: Client, shop: Connection) -> None:
    log = going(shop)
    owner.post(f"/syncs/{log.pk}/stop/")
    log.refresh_from_db()
    assert log.stop_requested
    assert "Stopping…" in owner.get(f"/syncs/{log.pk}/").content.decode()
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(status="stopped", end_time=timezone.now())
    owner.post(f"/syncs/{log.pk}/again/")
    assert MarketplaceSyncLog.objects.filter(status="pending", sync_type="products").exists()


def test_a_failed_run_says_why_and_what_is_safe(owner: Client, shop: Connection) -> None:
    log = going(shop, status="failed", error_message="Ozon does not answer.", error_said="502", error_fix="Wait.")
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert all(words in page for words in ("Ozon does not answer.", "502", "Wait.", "What was stored before is safe"))


@pytest.mark.django_db(transaction=True)
def test_a_real_run_is_told_with_its_calls(owner: Client, cast: Cast, practice: Running) -> None:
    shop = shops.ozon(cast.store, practice)
    log = executor.run_now(runs.start(connection=shop, sync_type="products", cause="button"))
    page = owner.get(f"/syncs/{log.pk}/").content.decode()
    assert log.status == "completed" and log.total_records > 0
    assert "POST /v3/product/list 200" in page
    assert "Nothing was refused" in page
    calls = owner.get(f"/syncs/calls/?run={log.pk}").content.decode()
    assert ">Products read<" in calls
    assert shops.OZON_KEYS["api_key"] not in calls


@pytest.mark.parametrize("act", ["stop", "again", "items/again"])
def test_the_reader_may_not(reader: Client, shop: Connection, act: str) -> None:
    assert reader.post(f"/syncs/{going(shop).pk}/{act}/").status_code == 403


@pytest.mark.parametrize("act", ["", "stop/", "again/", "items/again/"])
def test_the_stranger_gets_nothing(stranger: Client, shop: Connection, act: str) -> None:
    address = f"/syncs/{going(shop).pk}/{act}"
    assert (stranger.post(address) if act else stranger.get(address)).status_code == 404


@pytest.mark.parametrize("act", ["stop", "again", "items/again"])
def test_a_get_changes_nothing(owner: Client, shop: Connection, act: str) -> None:
    assert owner.get(f"/syncs/{going(shop).pk}/{act}/").status_code == 405
