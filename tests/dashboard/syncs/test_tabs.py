"""The five tabs: runs, what waits to be sent, schedules, webhooks, calls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import MarketplaceProduct
from marketplaces.models import ApiCall, Connection, OutboundChange
from sync import schedule
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, ScheduledJob, WebhookTally
from tests.dashboard import world
from tests.dashboard.conftest import Cast

TABS = ["", "waiting/", "schedules/", "webhooks/", "calls/"]
EMPTY = ["Nothing ran yet", "No shop is connected", "No schedules yet", "No message came yet", "No call was made yet"]


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def change(shop: Connection, **fields: object) -> OutboundChange:
    now = timezone.now()
    values = {"kind": "stock", "subject_id": shop.pk, "state": "refused", "wanted_at": now, "due_at": now}
    return OutboundChange.objects.create(store=shop.store, connection=shop, **{**values, **fields})


def message(shop: Connection, **fields: object) -> MarketplaceWebhook:
    now = timezone.now()
    values = {
        "event_key": "e1", "topic": "order", "kind": "TYPE_NEW_POSTING", "remote_ids": ["46218733-1"],
        "body": '{"message_type": "TYPE_NEW_POSTING"}', "status": "done", "received_at": now, "due_at": now,
    }  # fmt: skip
    return MarketplaceWebhook.objects.create(store=shop.store, connection=shop, **{**values, **fields})


@pytest.mark.parametrize(("tab", "words"), list(zip(TABS, EMPTY, strict=True)))
def test_each_tab_has_an_empty_face(owner: Client, cast: Cast, tab: str, words: str) -> None:
    assert words in owner.get(f"/syncs/{tab}").content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_the_stranger_sees_nothing_of_it(stranger: Client, shop: Connection, tab: str) -> None:
    change(shop, error="Secret of the other store")
    message(shop)
    schedule.ensure_jobs(shop)
    ApiCall.objects.create(connection=shop, operation="pull_orders", method="POST", path="/x", at=timezone.now())
    MarketplaceSyncLog.objects.create(store=shop.store, connection=shop, sync_type="orders", error_message="theirs")
    text = stranger.get(f"/syncs/{tab}?connection={shop.pk}").content.decode()
    assert shop.name not in text and "Secret of the other store" not in text and "Orders read" not in text


@pytest.mark.parametrize("tab", TABS)
def test_a_long_list_costs_no_more_queries(
    owner: Client, shop: Connection, tab: str, django_assert_max_num_queries
) -> None:
    now = timezone.now()
    schedule.ensure_jobs(shop)
    for number in range(30):
        change(shop, subject_id=world.order(shop).pk, kind="cancel" if number % 2 else "shipment")
        message(shop, event_key=f"e{number}")
        at = now - timedelta(seconds=number)
        ApiCall.objects.create(connection=shop, operation="pull_orders", method="POST", path="/x", at=at)
        MarketplaceSyncLog.objects.create(store=shop.store, connection=shop, sync_type="orders")
    with django_assert_max_num_queries(15):
        text = owner.get(f"/syncs/{tab}").content.decode()
    if tab != "schedules/":
        assert 'rel="next"' in text


def test_runs_are_filtered_and_an_empty_answer_says_so(owner: Client, shop: Connection) -> None:
    MarketplaceSyncLog.objects.create(store=shop.store, connection=shop, sync_type="orders", status="failed")
    assert "1 run shown" in owner.get("/syncs/?type=orders&state=failed").content.decode()
    assert "No run fits" in owner.get("/syncs/?type=prices").content.decode()
    part = owner.get("/syncs/?type=orders", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert "<html" not in part and "1 run shown" in part


def test_a_refused_change_says_what_why_and_is_tried_again(owner: Client, shop: Connection) -> None:
    listing = MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id="1",
        marketplace_sku="ORI-1", title="Лампа", status="active", last_sync_at=timezone.now(),
    )  # fmt: skip
    row = change(
        shop, subject_id=listing.pk, error="The number is too large.", error_said="stock > max", error_fix="Less"
    )
    text = owner.get("/syncs/waiting/").content.decode()
    assert all(words in text for words in ("Лампа", "ORI-1", "The number is too large.", "stock &gt; max", "Less"))
    answer = owner.post(f"/syncs/waiting/{row.pk}/again/", {"next": "/syncs/waiting/?state=refused"})
    row.refresh_from_db()
    assert (row.state, answer.url) == ("waiting", "/syncs/waiting/?state=refused")


def test_it_never_leads_elsewhere(owner: Client, shop: Connection) -> None:
    answer = owner.post(f"/syncs/waiting/{change(shop).pk}/again/", {"next": "https://evil.example/"})
    assert answer.url == "/syncs/waiting/"


def test_a_schedule_is_changed_and_refused_outside_its_range(owner: Client, shop: Connection) -> None:
    schedule.ensure_jobs(shop)
    job = ScheduledJob.objects.get(connection=shop, job_type="orders")
    answer = owner.post(f"/syncs/schedules/{job.pk}/", {"interval_minutes": "90", "is_enabled": "on"})
    assert answer.status_code == 422
    assert "Enter 1 to 60 minutes." in answer.content.decode() and 'value="90"' in answer.content.decode()
    daily = ScheduledJob.objects.get(connection=shop, job_type="prices")
    assert owner.post(f"/syncs/schedules/{daily.pk}/", {"interval_minutes": "1440"}).status_code == 302
    owner.post(f"/syncs/schedules/{job.pk}/", {"interval_minutes": "12"})
    job.refresh_from_db()
    assert (job.interval_minutes, job.is_enabled) == (12, False)
    assert job.history.first().history_change_reason == "changed by Nadia Weber"


def test_a_sooner_schedule_brings_the_next_run_nearer(owner: Client, shop: Connection) -> None:
    schedule.ensure_jobs(shop)
    job = ScheduledJob.objects.get(connection=shop, job_type="prices")
    ScheduledJob.objects.filter(pk=job.pk).update(next_run_at=timezone.now() + timedelta(days=1))
    owner.post(f"/syncs/schedules/{job.pk}/", {"interval_minutes": "10", "is_enabled": "on"})
    job.refresh_from_db()
    assert job.next_run_at < timezone.now() + timedelta(minutes=11)


def test_messages_are_shown_counted_and_replayed(owner: Client, shop: Connection) -> None:
    row = message(shop, duplicates=2)
    WebhookTally.objects.create(
        connection=shop, day=timezone.now().date(), reason="unknown network", count=3, last_at=timezone.now()
    )
    text = owner.get("/syncs/webhooks/").content.decode()
    assert "46218733-1" in text and "came 2 more times" in text
    assert "3 messages not believed today: unknown network" in text
    assert f"/hooks/ozon/{shop.webhook_token}/" in text
    owner.post(f"/syncs/webhooks/{row.pk}/replay/")
    row.refresh_from_db()
    assert row.status == "received"


def test_packers_and_readers_learn_no_address_of_pushes_and_packers_no_body(
    packer: Client, reader: Client, shop: Connection
) -> None:
    message(shop, body="price 74.00")
    for client in (packer, reader):
        for path in ("/syncs/webhooks/", f"/connections/{shop.pk}/"):
            assert shop.webhook_token not in client.get(path).content.decode()
    assert "price 74.00" in reader.get("/syncs/webhooks/").content.decode()
    assert "price 74.00" not in packer.get("/syncs/webhooks/").content.decode()


def test_failed_calls_are_found(owner: Client, shop: Connection) -> None:
    now = timezone.now()
    ApiCall.objects.create(connection=shop, operation="good_one", method="POST", path="/a", at=now, http_status=200)
    ApiCall.objects.create(
        connection=shop, operation="bad_one", method="POST", path="/b", at=now, outcome="rate_limited",
        http_status=429, said="slow down", request_id="req-7",
    )  # fmt: skip
    text = owner.get("/syncs/calls/?failed=1").content.decode()
    assert "bad_one" in text and "slow down" in text and "req-7" in text and "good_one" not in text


def test_the_reader_may_not(reader: Client, shop: Connection) -> None:
    schedule.ensure_jobs(shop)
    job = ScheduledJob.objects.get(connection=shop, job_type="orders")
    for address in (f"waiting/{change(shop).pk}/again", f"webhooks/{message(shop).pk}/replay", f"schedules/{job.pk}"):
        assert reader.post(f"/syncs/{address}/", {"interval_minutes": "9"}).status_code == 403
    text = reader.get("/syncs/schedules/").content.decode()
    assert "interval_minutes" not in text


def test_the_stranger_may_not_touch_it(stranger: Client, shop: Connection) -> None:
    schedule.ensure_jobs(shop)
    job = ScheduledJob.objects.get(connection=shop, job_type="orders")
    for address in (f"waiting/{change(shop).pk}/again", f"webhooks/{message(shop).pk}/replay", f"schedules/{job.pk}"):
        assert stranger.post(f"/syncs/{address}/", {"interval_minutes": "9"}).status_code == 404


def test_a_get_changes_nothing(owner: Client, shop: Connection) -> None:
    schedule.ensure_jobs(shop)
    job = ScheduledJob.objects.get(connection=shop, job_type="orders")
    for address in (f"waiting/{change(shop).pk}/again", f"webhooks/{message(shop).pk}/replay", f"schedules/{job.pk}"):
        assert owner.get(f"/syncs/{address}/").status_code == 405


def test_a_call_is_listed_by_its_path_with_its_parameters_beside(owner: Client, shop: Connection) -> None:
    ApiCall.objects.create(
        connection=shop, operation="pull_orders", method="GET", http_status=200, at=timezone.now(),
        path="/api/v2/order/get_order_list?cursor=12",
    )  # fmt: skip
    page = owner.get("/syncs/calls/").content.decode()
    assert ">GET /api/v2/order/get_order_list<" in page
    assert ">Orders read<" in page and "pull_orders" not in page
    assert 'title="/api/v2/order/get_order_list?cursor=12"' in page


def test_without_a_shop_nothing_is_said_to_be_sent(owner: Client, cast: Cast) -> None:
    text = owner.get("/syncs/waiting/").content.decode()
    assert "No shop is connected" in text and "Everything is sent" not in text
    world.connection(cast.store)
    assert "Everything is sent" in owner.get("/syncs/waiting/").content.decode()
