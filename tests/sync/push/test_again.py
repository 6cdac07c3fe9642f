"""What of some orders was refused goes out again."""

import pytest
from django.utils import timezone

from core.models import Store
from marketplaces.models import OutboundChange
from orders.models import Order
from sync.push.again import try_orders_again
from tests.dashboard import world


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lamps", name="Lamps")


def change(order: Order, state: str) -> OutboundChange:
    now = timezone.now()
    there = order.marketplace_orders.get()
    return OutboundChange.objects.create(
        store=order.store, connection=there.connection, kind="cancel", subject_id=there.pk, state=state, wanted_at=now,
        due_at=now, attempts=4,
    )  # fmt: skip


def test_refused_and_waiting_ones_are_due_now_and_others_are_left_alone(store: Store) -> None:
    shop = world.connection(store)
    refused, waiting, done, other = (world.order(shop) for _each in range(4))
    again = [change(refused, "refused"), change(waiting, "retry")]
    left = [change(done, "synced"), change(other, "refused")]
    assert try_orders_again(store=store, orders=[refused, waiting, done], by="Anna") == 2
    for row in again:
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("waiting", 0)
    assert [type(row).objects.get(pk=row.pk).state for row in left] == ["synced", "refused"]


def test_another_store_tries_nothing(store: Store) -> None:
    order = world.order(world.connection(store))
    change(order, "refused")
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    assert try_orders_again(store=elsewhere, orders=[order], by="Sam") == 0
