"""What a shop's measures show is told to a person once, in words, and taken back by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import NeedsYou, Store
from core.services import needs_you
from fulfillment.models import SupplierOrder
from marketplaces.models import Connection
from sync.accounts import unanswered_key
from sync.health import health_of
from sync.models import MarketplaceSyncLog
from sync.tasks import housekeeping
from tests.dashboard import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="acme", name="Acme")


@pytest.fixture
def shop(store: Store) -> Connection:
    return world.connection(store, orders_read_at=timezone.now())


def late(shop: Connection, **fields: object) -> None:
    Connection.objects.filter(pk=shop.pk).update(**{"orders_read_at": timezone.now() - timedelta(minutes=42), **fields})


def told() -> list[NeedsYou]:
    return list(NeedsYou.objects.filter(kind="late", settled_at__isnull=True))


def test_a_shop_that_is_in_time_needs_nobody(shop: Connection) -> None:
    housekeeping()
    assert not told()


def test_orders_read_too_long_ago_are_told_once_with_both_figures(shop: Connection) -> None:
    late(shop)
    housekeeping()
    housekeeping()
    (need,) = told()
    assert need.subject_id == shop.pk and need.title == f"{shop.name} is behind"
    assert need.said == "Orders were last read 42 minutes ago; 15 minutes at most."


def test_it_is_settled_by_itself_once_orders_are_read_again(shop: Connection) -> None:
    late(shop)
    housekeeping()
    late(shop, orders_read_at=timezone.now())
    housekeeping()
    assert not told() and NeedsYou.objects.get(kind="late").settled_how == "It is in time again, or paused"


@pytest.mark.parametrize("status", ["paused", "stopped", "disconnected"])
def test_a_shop_that_does_not_work_is_late_for_a_reason_that_was_told(shop: Connection, status: str) -> None:
    late(shop)
    housekeeping()
    late(shop, status=status)
    housekeeping()
    assert not told()


def test_what_follows_from_a_shop_that_does_not_answer_is_not_told_beside_it(shop: Connection) -> None:
    late(shop)
    key = unanswered_key(shop)
    needs_you.raise_cause(store=shop.store, kind=NeedsYou.Kind.REFUSED, cause_key=key, title="It does not answer")
    housekeeping()
    assert not told()


@pytest.mark.parametrize(("last", "open_"), [("failed", 1), ("completed", 0)])
def test_yesterdays_failures_need_nobody_once_it_goes_well_again(shop: Connection, last: str, open_: int) -> None:
    for status in ("failed", "failed", last):
        MarketplaceSyncLog.objects.create(
            store=shop.store, connection=shop, sync_type="orders", status=status, end_time=timezone.now(),
            error_message="No answer" if status == "failed" else "",
        )  # fmt: skip
    housekeeping()
    assert len(told()) == open_


def bought(shop: Connection, state: str, quantity: int = 1) -> None:
    item = world.order(shop).items.get()
    SupplierOrder.objects.create(
        store=shop.store, connection=shop, order_item=item, reference=uuid.uuid4().hex, remote_product_id="7",
        quantity=quantity, state=state, asked_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize(("came", "lost", "alert"), [(19, 1, False), (18, 1, True), (0, 1, True)])
def test_fewer_than_ninety_five_of_a_hundred_keys_are_an_alert(
    shop: Connection, came: int, lost: int, alert: bool
) -> None:
    if came:
        bought(shop, "received", came)
    bought(shop, "failed", lost)
    bought(shop, "asked", 50)  # on its way: neither
    (found,) = health_of(shop.store, timezone.now())
    assert found.key_success_rate.value == round(came / (came + lost), 4)
    assert ("key_success_rate" in found.alerts) is alert


def test_purchases_that_came_long_ago_and_shops_that_buy_none_are_not_measured(shop: Connection) -> None:
    bought(shop, "failed")
    SupplierOrder.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    (found,) = health_of(shop.store, timezone.now())
    assert found.key_success_rate.value is None and not found.alerts
