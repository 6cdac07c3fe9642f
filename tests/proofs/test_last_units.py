"""Fifty processes take the last units at once: buyers, cancellations, counts. Never below zero, never twice."""

import contextlib
import multiprocessing
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum

from core.errors import DomainError
from inventory.models import Reservation, Stock
from inventory.services.stock import adjust
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import Connection
from orders.services.intake import import_orders
from tests.orders.world import NOON, World, ledger_adds_up, line, make_world, told

FORK = multiprocessing.get_context("fork")


def _buyer(world: World, shop_id: Any, number: int, barrier: Any) -> None:
    """An order comes in; every third buyer cancels it."""
    shop = Connection.objects.select_related("marketplace").get(pk=shop_id)
    orders = [told(f"o-{number}", line("TEA", 1 + number % 2))]
    if number % 3 == 0:
        orders.append(told(f"o-{number}", line("TEA", 1 + number % 2), status=OrderStatus.CANCELLED, later=60))
    barrier.wait(60)
    for minute, order in enumerate(orders):
        with transaction.atomic():
            import_orders(connection=shop, orders=[order], seen_at=NOON + timedelta(minutes=minute), cause="poll")


def _counter(world: World, number: int, barrier: Any) -> None:
    """Somebody at the shelf: one breaks, one comes in."""
    barrier.wait(60)
    for delta in (-1, 1):
        with contextlib.suppress(DomainError):  # what is reserved may not be taken: the sentence is the right answer
            adjust(store=world.store, variant=world.variants["TEA"], location=world.place, delta=delta, reason="proof")


def _closing(work: Any, *arguments: Any) -> None:
    try:
        work(*arguments)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hands", [10, pytest.param(50, marks=[pytest.mark.prove, pytest.mark.timeout(600)])])
def test_the_last_units_are_given_once(hands: int) -> None:
    world = make_world("last")
    tea = world.put("TEA", 7, listed=True)
    other = Connection.objects.create(
        store=world.store, marketplace=world.shop.marketplace, name="Second", remote_account_id="second", stock_out=True
    )
    world.offer(tea, other)
    barrier = FORK.Barrier(hands)
    jobs: list[tuple[Any, ...]] = [
        (_counter, world, number, barrier)
        if number % 10 == 9
        else (_buyer, world, (world.shop.pk, other.pk)[number % 2], number, barrier)
        for number in range(hands)
    ]
    connections.close_all()
    processes = [FORK.Process(target=_closing, args=job) for job in jobs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * hands
    row = Stock.objects.get(variant=tea)
    held = Reservation.objects.filter(variant=tea).aggregate(asked=Sum("asked"), granted=Sum("granted"))
    wanted = sum(1 + n % 2 for n in range(hands) if n % 10 != 9 and n % 3)
    assert held["asked"] == wanted
    assert 0 <= row.reserved <= row.on_hand and row.reserved == held["granted"] == min(wanted, row.on_hand)
    assert ledger_adds_up(tea)
