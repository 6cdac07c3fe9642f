"""What an update makes of orders that are there already."""

from __future__ import annotations

from importlib import import_module

from django.db import connection

from marketplaces.canonical.statuses import OrderStatus
from orders.models import Order, OrderReturn
from tests.orders.services.test_money import at, money, part
from tests.orders.world import NOON, World, line, told

UPDATE = import_module("orders.migrations.0011_sums_told_again")


def update() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UPDATE.CANCELLED)
        cursor.execute(UPDATE.BACK)


def test_an_order_in_several_postings_loses_what_was_cancelled_of_it_once(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(part("P", 1), part("P-2", 2), told("Q", line("TEA", 1)), seen_at=at(0))
    world.take_in(part("P-2", 2, status=OrderStatus.CANCELLED, later=5), seen_at=at(1))
    expected = money(world)
    Order.objects.filter(pk=world.ours("P").pk).update(cancelled_amount=0, total=30)  # as they were summed before
    for _again in range(2):
        update()
        assert money(world) == expected == (30, 0, 20, 10)
    assert money(world, "Q") == (10, 0, 0, 10)


def test_an_order_cancelled_whole_is_left_as_it_is(world: World) -> None:
    world.put("TEA", 10)
    gone = {"status": OrderStatus.CANCELLED, "later": 5}
    world.take_in(part("P", 1), part("P-2", 2), seen_at=at(0))
    world.take_in(part("P", 1, **gone), part("P-2", 2, **gone), seen_at=at(1))
    update()
    assert money(world) == (30, 0, 0, 30)


def test_what_was_given_back_before_is_kept_on_its_order(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("P", line("TEA", 4)))
    order = world.ours("P")
    for remote_id, fields in (
        ("R-1", {"refund_amount": 7, "currency": "EUR", "refund_given": True}),
        ("R-2", {"refund_amount": 2, "currency": "", "refund_given": True, "refund_estimated": True}),
        ("R-3", {"refund_amount": 1, "currency": "USD", "refund_given": True}),
        ("R-4", {"refund_amount": 1, "currency": "EUR"}),
    ):
        OrderReturn.objects.create(
            store=world.store, connection=world.shop, order=order, remote_id=remote_id, order_remote_id="P",
            status="refunded", requested_at=NOON, remote_updated_at=NOON, **fields,
        )  # fmt: skip
    update()
    order.refresh_from_db()
    assert (order.refunded_amount, order.refund_estimated) == (9, True)
