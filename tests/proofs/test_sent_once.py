"""Shops send at once, from many processes: one order, one reservation, one answer per key; the last units once."""

import multiprocessing
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Sum
from django.utils import timezone

from core import checkpoints
from core.services.stores import open_store
from inventory.models import Location, Reservation
from marketplaces.models import Connection
from orders.models import MarketplaceOrder, Order, OrderItem
from sync.intake import keys
from sync.models import IntakeKey, ReceivedOrder
from tests.sync.intake.conftest import Shop, changed, connected, put, reserved

FORK = multiprocessing.get_context("fork")
HANDS = 8


def at_once(shop: Shop, calls: list[tuple[str, Any, str]]) -> list[tuple[int, str]]:
    """Each call (path, body, key) from a process of its own, all at the same moment; status and result or code."""
    barrier, answers = FORK.Barrier(len(calls)), FORK.Queue()
    connections.close_all()
    hands = [FORK.Process(target=_hand, args=(shop.connection.pk, call, barrier, answers)) for call in calls]
    for hand in hands:
        hand.start()
    found = [answers.get(timeout=60) for _ in hands]
    for hand in hands:
        hand.join(60)
    return sorted(found)


def _hand(shop_id: Any, call: tuple[str, Any, str], barrier: Any, answers: Any) -> None:
    try:
        shop = Shop(Connection.objects.get(pk=shop_id))
        path, body, key = call
        barrier.wait(60)
        answer = shop.call("POST", path, body, key=key)
        answers.put((answer.status_code, answer.told.get("result") or answer.told.get("code")))
    finally:
        connection.close()


@pytest.fixture
def world(transactional_db: None) -> tuple[Shop, Any]:
    store = open_store(slug="races", name="Races", owner_email="owner@races.example").store
    place = Location.objects.create(store=store, name="Main", code="MAIN", is_default=True)
    return connected(store), put(store, place, "TEA", 7)


def test_one_call_sent_by_many_is_done_once(world: tuple[Shop, Any]) -> None:
    shop, tea = world
    answers = at_once(shop, [("/orders", changed(), "key-of-one-call")] * HANDS)
    assert {answer for answer in answers if answer[0] != 409} == {(201, "created")}
    assert {answer[1] for answer in answers if answer[0] == 409} <= {"idempotency_in_progress"}
    assert (Order.objects.count(), IntakeKey.objects.count(), reserved(tea)) == (1, 1, (7, 2))


def test_one_order_sent_under_many_keys_is_one_order(world: tuple[Shop, Any]) -> None:
    shop, tea = world
    answers = at_once(shop, [("/orders", changed(), f"key-number-{number}") for number in range(HANDS)])
    assert answers == [(200, "unchanged")] * (HANDS - 1) + [(201, "created")]
    rows = (Order, MarketplaceOrder, OrderItem, ReceivedOrder)
    assert [model.objects.count() for model in rows] == [1, 1, 1, 1]
    assert reserved(tea) == (7, 2)


def test_the_newest_of_many_versions_is_what_stays(world: tuple[Shop, Any]) -> None:
    shop, tea = world
    versions = [
        changed(revision=number, lines__0__quantity=number, lines__0__total=f"{number * 39.9:.2f}",
                totals__total=f"{number * 39.9 + 4.9:.2f}")
        for number in range(1, 6)
    ]  # fmt: skip
    answers = at_once(shop, [("/orders", each, f"key-version-{n}") for n, each in enumerate(versions)])
    assert {each for each in answers if each[0] == 409} <= {(409, "stale_update")}
    assert sum(1 for each in answers if each == (201, "created")) == 1
    assert OrderItem.objects.get().quantity == 5
    assert reserved(tea) == (7, 5)


def test_the_last_units_are_given_once(world: tuple[Shop, Any]) -> None:
    shop, tea = world
    orders = [changed(external_id=f"W-{number}") for number in range(HANDS)]
    answers = at_once(shop, [("/orders", each, f"key-order-{n}") for n, each in enumerate(orders)])
    assert answers == [(201, "created")] * HANDS
    assert reserved(tea) == (7, 7)
    sums = Reservation.objects.aggregate(asked=Sum("asked"), granted=Sum("granted"), short=Sum("short"))
    assert sums == {"asked": 2 * HANDS, "granted": 7, "short": 2 * HANDS - 7}


def test_a_refund_told_by_many_is_given_once(world: tuple[Shop, Any]) -> None:
    shop, _tea = world
    shop.push()
    refund = {"external_refund_id": "R-1", "amount": "40.00", "currency": "EUR"}
    path = "/orders/WEB-1001/refunds"
    answers = at_once(shop, [(path, refund, f"key-refund-{number}") for number in range(HANDS)])
    assert answers == [(200, "unchanged")] * (HANDS - 1) + [(201, "updated")]
    assert ReceivedOrder.objects.get().document["order"]["totals"]["refunded"] == "40.00"


def _dying(shop_id: Any, point: str) -> None:
    checkpoints._DIE_AT = point
    Shop(Connection.objects.get(pk=shop_id)).push(key="key-of-one-call")


@pytest.mark.parametrize("point", checkpoints.INTAKE_POINTS)
def test_killed_anywhere_the_same_call_again_ends_in_one_order(world: tuple[Shop, Any], point: str) -> None:
    shop, tea = world
    connections.close_all()
    hand = FORK.Process(target=_dying, args=(shop.connection.pk, point))
    hand.start()
    hand.join(60)
    assert hand.exitcode == -signal.SIGKILL
    again = shop.push(key="key-of-one-call")
    if point == "intake.answered":
        assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    else:
        assert (again.status_code, again.told["code"]) == (409, "idempotency_in_progress")
        IntakeKey.objects.update(created_at=timezone.now() - keys.LEASE - timedelta(seconds=1))
        again = shop.push(key="key-of-one-call")
        told = (200, "unchanged") if point == "intake.after_commit" else (201, "created")
        assert (again.status_code, again.told["result"]) == told
    assert (Order.objects.count(), ReceivedOrder.objects.count(), reserved(tea)) == (1, 1, (7, 2))
