"""The same order by several processes at once, and pages that cross each other."""

import multiprocessing
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from inventory.models import Reservation
from marketplaces.models import Connection
from orders.models import Order, OrderItem
from orders.services.intake import import_orders
from tests.orders.world import NOON, ledger_adds_up, line, make_world, told

FORK = multiprocessing.get_context("fork")


def _take_in(shop_id, pages, barrier) -> None:
    shop = Connection.objects.select_related("marketplace").get(pk=shop_id)
    barrier.wait(30)
    for minute, page in enumerate(pages):
        with transaction.atomic():
            import_orders(connection=shop, orders=page, seen_at=NOON + timedelta(minutes=minute), cause="poll")
    connection.close()


def _at_once(jobs) -> None:
    connections.close_all()
    barrier = FORK.Barrier(len(jobs))
    workers = [FORK.Process(target=_take_in, args=(shop.pk, pages, barrier)) for shop, pages in jobs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * len(jobs)


@pytest.mark.django_db(transaction=True)
def test_the_same_order_from_four_processes_is_one_order_with_one_set_of_reservations() -> None:
    world = make_world("race")
    variant = world.put("TEA", 50, listed=True)
    pages = [[told(f"R-{number}", line("TEA"))] for number in range(10)]
    _at_once([(world.shop, pages)] * 4)
    assert (Order.objects.count(), OrderItem.objects.count(), Reservation.objects.count()) == (10, 10, 10)
    assert Order.history.count() == 10
    assert world.stock("TEA") == (50, 10)
    assert sorted(Order.objects.values_list("number", flat=True)) == [f"O-{n}" for n in range(10001, 10011)]
    assert ledger_adds_up(variant)


@pytest.mark.django_db(transaction=True)
def test_two_shops_that_sell_the_same_goods_in_opposite_order_both_come_in() -> None:
    """Crossing stock rows, listings and numbers: whoever locks in another order than the other ends in a deadlock."""
    world = make_world("race")
    skus = [f"S-{number}" for number in range(20)]
    for sku in skus:
        world.put(sku, 15, listed=True)
    second = Connection.objects.create(
        store=world.store, marketplace=world.shop.marketplace, name="Second", remote_account_id="2", stock_out=True
    )
    for sku in skus:
        world.offer(world.variants[sku], second)

    def pages(name: str, order: list[str]):
        fresh = [[told(f"{name}-{n}-{sku}", line(sku)) for sku in order] for n in range(6)]
        more = [[told(f"{name}-{n}-{sku}", line(sku, 3), later=5) for sku in order] for n in range(6)]
        return [page for pair in zip(fresh, more, strict=True) for page in pair]

    _at_once([(world.shop, pages("A", skus)), (second, pages("B", skus[::-1]))])
    assert Order.objects.count() == 240
    for sku in skus:
        assert world.stock(sku) == (15, 15)
        asked, granted, short = (sum(column) for column in zip(*world.held(sku), strict=True))
        assert (asked, granted, short) == (36, 15, 21)
        assert ledger_adds_up(world.variants[sku])
