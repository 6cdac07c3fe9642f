"""Fifty hands reach for the last units at once: never below zero, never two grants of one unit."""

import multiprocessing
import threading
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction

from inventory.models import Reservation, Stock
from inventory.services.reservations import Ask, release, reserve
from tests.orders.world import ledger_adds_up, make_world

PROCESSES, THREADS = 5, 10
FORK = multiprocessing.get_context("fork")


def _reach(ask: Ask, back: bool, failures: list[BaseException]) -> None:
    try:
        with transaction.atomic():
            reserve([ask])
        if back:
            with transaction.atomic():
                release([ask.order_item_id])
    except BaseException as error:
        failures.append(error)
        raise
    finally:
        connection.close()


def _hands(asks: list[Ask], barrier: object, back: bool) -> None:
    failures: list[BaseException] = []
    threads = [threading.Thread(target=_reach, args=(ask, back and number % 2 == 0, failures))
               for number, ask in enumerate(asks)]  # fmt: skip
    barrier.wait(30)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    raise SystemExit(1 if failures else 0)


def _all_at_once(asks: list[list[Ask]], *, back: bool) -> None:
    connections.close_all()
    barrier = FORK.Barrier(len(asks))
    workers = [FORK.Process(target=_hands, args=(own, barrier, back)) for own in asks]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * len(asks)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("back", [False, True], ids=["only taking", "half of them give back"])
def test_fifty_hands_on_the_last_units(back: bool) -> None:
    world = make_world("race")
    tea, cup = world.put("TEA", 7), world.put("CUP", 7)

    def ask(variant: UUID, units: int) -> Ask:
        return Ask(uuid4(), world.store.pk, variant, world.place.pk, units)

    asks = [[ask((tea, cup)[n % 2].pk, 1 + n % 3) for n in range(THREADS)] for _ in range(PROCESSES)]
    _all_at_once(asks, back=back)
    for variant in (tea, cup):
        row = Stock.objects.get(variant=variant)
        open_rows = list(Reservation.objects.filter(variant=variant))
        assert row.on_hand == 7 and 0 <= row.reserved <= 7
        assert row.reserved == sum(each.granted for each in open_rows) == min(7, sum(each.asked for each in open_rows))
        assert all(each.asked == each.granted + each.short for each in open_rows)
        assert ledger_adds_up(variant)
