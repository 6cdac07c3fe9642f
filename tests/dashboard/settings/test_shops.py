"""Webhook addresses, schedules and sandboxes of the store's shops."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from orders.models import MarketplaceOrder
from sync import executor
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, ScheduledJob
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast


def job(shop: Connection, kind: str = "orders", minutes: int = 5) -> ScheduledJob:
    return ScheduledJob.objects.create(
        store=shop.store, connection=shop, job_type=kind, interval_minutes=minutes,
        next_run_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def body(*jobs: ScheduledJob, minutes: Any = None, on: bool = True) -> dict[str, str]:
    sent = {f"every-{each.pk.hex}": str(each.interval_minutes if minutes is None else minutes) for each in jobs}
    return sent | ({f"on-{each.pk.hex}": "on" for each in jobs} if on else {})


# Webhook addresses --------------------------------------------------------------------------------------------------


def test_an_address_is_shown_to_owners_and_managers_with_what_came_last(
    owner: Client, manager: Client, packer: Client, reader: Client, cast: Cast
) -> None:
    shop = world.connection(cast.store)
    MarketplaceWebhook.objects.create(
        store=cast.store, connection=shop, event_key="k", topic="order", kind="x", body="{}",
        received_at=timezone.now() - timedelta(minutes=3), due_at=timezone.now(),
    )  # fmt: skip
    for client in (owner, manager):
        page = client.get("/settings/hooks/").content.decode()
        assert f"http://127.0.0.1:8000/hooks/ozon/{shop.webhook_token}/" in page and "3 min ago" in page
    for client in (packer, reader):
        answer = client.get("/settings/hooks/")
        assert answer.status_code == 403 and shop.webhook_token not in answer.content.decode()


def test_testing_an_address_says_what_was_found(owner: Client, cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    shop = world.connection(cast.store)
    assert "Nothing answers" in owner.post(f"/settings/hooks/{shop.pk}/test/").content.decode()
    part = owner.post(f"/settings/hooks/{shop.pk}/test/", headers={"HX-Request": "true"}).content.decode()
    assert "Nothing answers" in part and "<html" not in part
    assert owner.get(f"/settings/hooks/{shop.pk}/test/").status_code == 405


def test_without_a_shop_it_says_how_to_get_one(owner: Client) -> None:
    assert "No shop takes webhooks" in owner.get("/settings/hooks/").content.decode()


# Schedules ----------------------------------------------------------------------------------------------------------


def test_all_schedules_are_saved_together(manager: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    orders, products = job(shop), job(shop, "products", 30)
    sent = body(orders, minutes=7) | body(products, on=False)
    assert "2 schedules are saved." in manager.post("/settings/schedules/", sent, follow=True).content.decode()
    orders.refresh_from_db()
    products.refresh_from_db()
    assert (orders.interval_minutes, orders.is_enabled, products.is_enabled) == (7, True, False)
    assert "Nothing was different." in manager.post("/settings/schedules/", sent, follow=True).content.decode()


@pytest.mark.parametrize("minutes", ["0", "61", "-3", "", "soon", "1e3", "9" * 30])
def test_one_that_cannot_be_saves_none_and_what_was_typed_stays(owner: Client, cast: Cast, minutes: str) -> None:
    shop = world.connection(cast.store)
    orders, products = job(shop), job(shop, "products", 30)
    answer = owner.post("/settings/schedules/", body(orders, minutes=minutes) | body(products, minutes=9))
    page = answer.content.decode()
    assert answer.status_code == 422 and "enter 1 to 60 minutes" in page
    assert not minutes or f'value="{minutes}"' in page
    products.refresh_from_db()
    assert products.interval_minutes == 30


def test_run_now_starts_the_run_and_shows_it(packer: Client, reader: Client, cast: Cast) -> None:
    orders = job(world.connection(cast.store))
    assert reader.post(f"/settings/schedules/{orders.pk}/run/").status_code == 403
    answer = packer.post(f"/settings/schedules/{orders.pk}/run/")
    run = MarketplaceSyncLog.objects.get()
    assert answer["Location"] == f"/syncs/{run.pk}/" and run.cause == "button"


def test_a_paused_shop_says_why_it_does_not_run(owner: Client, cast: Cast) -> None:
    orders = job(world.connection(cast.store, status="paused"))
    page = owner.post(f"/settings/schedules/{orders.pk}/run/", follow=True).content.decode()
    assert "is paused. Resume it" in page and not MarketplaceSyncLog.objects.exists()


def test_readers_and_packers_see_rhythms_and_change_none(packer: Client, reader: Client, cast: Cast) -> None:
    orders = job(world.connection(cast.store))
    for client in (packer, reader):
        page = client.get("/settings/schedules/").content.decode()
        assert "5 min" in page and "Save all" not in page and '<input class="input minutes"' not in page
        assert client.post("/settings/schedules/", body(orders, minutes=9)).status_code == 403
    assert "Run now" not in reader.get("/settings/schedules/").content.decode()


def test_schedules_of_others_cannot_be_named(owner: Client, cast: Cast) -> None:
    theirs = job(world.connection(cast.elsewhere))
    owner.post("/settings/schedules/", body(theirs, minutes=9))
    theirs.refresh_from_db()
    assert theirs.interval_minutes == 5


# Sandboxes ----------------------------------------------------------------------------------------------------------


def test_without_a_practice_shop_there_is_no_tab_and_nothing_to_break(owner: Client, cast: Cast) -> None:
    world.connection(cast.store)
    assert "/settings/sandboxes/" not in owner.get("/settings/you/").content.decode()
    assert "No practice shop is connected" in owner.get("/settings/sandboxes/").content.decode()
    for act in ("refill", "break", "mend", "buy"):
        assert owner.post(f"/settings/sandboxes/ozon/{act}/", {"kind": "slow"}).status_code == 404


def test_it_breaks_on_purpose_and_mends(manager: Client, cast: Cast, practice: Running) -> None:
    shops.ozon(cast.store, practice)
    assert "/settings/sandboxes/" in manager.get("/settings/you/").content.decode()
    page = manager.post(
        "/settings/sandboxes/ozon/break/", {"kind": "error500", "times": "2"}, follow=True
    ).content.decode()
    assert "Broken on purpose" in page and "struck 0 times" in page and "of 2" in page
    assert [fault["kind"] for fault in shops.control(practice, "ozon", "faults")] == ["error500"]
    assert (
        "Nothing is broken there any more."
        in manager.post("/settings/sandboxes/ozon/mend/", follow=True).content.decode()
    )
    assert shops.control(practice, "ozon", "faults") == []


@pytest.mark.parametrize(
    "sent", [{"kind": "meteor"}, {"kind": "slow", "times": "0"}, {"kind": "slow", "times": "x"}, {}]
)
def test_what_cannot_break_is_refused(owner: Client, cast: Cast, practice: Running, sent: dict[str, str]) -> None:
    shops.ozon(cast.store, practice)
    page = owner.post("/settings/sandboxes/ozon/break/", sent, follow=True).content.decode()
    assert ('class="notice red"' in page or 'class="field-error"' in page) and shops.control(
        practice, "ozon", "faults"
    ) == []


def test_every_way_to_break_is_one_the_sandboxes_know(owner: Client, cast: Cast, practice: Running) -> None:
    shops.ozon(cast.store, practice)
    kinds = re.findall(r'<option value="(\w+)">', owner.get("/settings/sandboxes/").content.decode())
    for kind in kinds:
        owner.post("/settings/sandboxes/ozon/break/", {"kind": kind})
    assert [fault["kind"] for fault in shops.control(practice, "ozon", "faults")] == kinds and len(kinds) >= 6


def test_refilling_makes_it_as_on_the_first_day(owner: Client, cast: Cast, practice: Running) -> None:
    shop = shops.ozon(cast.store, practice)
    shops.control(practice, "ozon", "sell", {"account": shop.remote_account_id})
    before = len(shops.control(practice, "ozon", "state")["orders"])
    owner.post("/settings/sandboxes/ozon/refill/")
    assert len(shops.control(practice, "ozon", "state")["orders"]) < before


@pytest.mark.django_db(transaction=True)
def test_a_test_order_is_bought_read_and_shown(cast: Cast, owner: Client, practice: Running) -> None:
    shops.ozon(cast.store, practice)
    answer = owner.post("/settings/sandboxes/ozon/buy/")
    there = answer["Location"]
    page = owner.get(there).content.decode()
    assert "A buyer ordered at Ozon Москва" in page and "/settings/sandboxes/arriving/" in page
    executor.execute(str(MarketplaceSyncLog.objects.get().pk))
    part = owner.get(there.replace("/sandboxes/?", "/sandboxes/arriving/?")).content.decode()
    assert "The practice order is here: O-" in part and "hx-get" not in part
    number = MarketplaceOrder.objects.get(marketplace_order_id__in=re.findall(r"number=([\w-]+)", there)).order
    assert number and f"/orders/{number.pk}/" in part


def test_a_real_shop_is_never_bought_at(owner: Client, cast: Cast, practice: Running) -> None:
    world.connection(cast.store)
    assert owner.post("/settings/sandboxes/ozon/buy/").status_code == 404
    assert shops.control(practice, "ozon", "faults") == []


def test_sandboxes_that_are_away_say_how_to_start_them(owner: Client, cast: Cast, settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    world.connection(cast.store, is_sandbox=True)
    page = owner.get("/settings/sandboxes/").content.decode()
    assert "Does not answer" in page and "manage.py sandbox" in page
    assert "do not answer" in owner.post("/settings/sandboxes/ozon/refill/", follow=True).content.decode()


@pytest.mark.parametrize("role", ["packer", "reader"])
def test_only_owners_and_managers_break_things(request: pytest.FixtureRequest, role: str, cast: Cast) -> None:
    client: Client = request.getfixturevalue(role)
    world.connection(cast.store, is_sandbox=True)
    assert client.get("/settings/sandboxes/").status_code == 403
    assert client.post("/settings/sandboxes/ozon/refill/").status_code == 403


def test_a_get_breaks_nothing(owner: Client, cast: Cast) -> None:
    for act in ("refill", "break", "mend", "buy"):
        assert owner.get(f"/settings/sandboxes/ozon/{act}/").status_code == 405


def test_what_another_changed_meanwhile_is_said_and_only_replaced_when_saved_again(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    orders, products = job(shop), job(shop, "products", 30)
    drawn = {f"was-{each.pk.hex}": f"{each.interval_minutes}:1" for each in (orders, products)}
    orders.interval_minutes = 15
    orders.save()
    sent = body(orders, minutes=7) | body(products, minutes=30) | drawn
    answer = owner.post("/settings/schedules/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and "now every 15 minutes, switched on" in text and 'value="7"' in text
    orders.refresh_from_db()
    assert orders.interval_minutes == 15
    assert f'name="was-{orders.pk.hex}" value="15:1"' in text
    owner.post("/settings/schedules/", sent | {f"was-{orders.pk.hex}": "15:1"})
    orders.refresh_from_db()
    assert orders.interval_minutes == 7


def test_a_schedule_that_nobody_touched_stays_as_another_left_it(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    orders, products = job(shop), job(shop, "products", 30)
    sent = body(orders, minutes=5) | body(products, minutes=9)
    sent |= {f"was-{orders.pk.hex}": "5:1", f"was-{products.pk.hex}": "30:1"}
    orders.interval_minutes = 15
    orders.save()
    assert "1 schedule is saved." in owner.post("/settings/schedules/", sent, follow=True).content.decode()
    orders.refresh_from_db()
    assert orders.interval_minutes == 15
