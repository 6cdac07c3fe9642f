"""A rule of a year back is carried to its orders piece by piece: nothing twice, nothing left, whoever is killed."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from marketplaces.canonical.statuses import OrderStatus
from orders.models import FeeRule, Order
from orders.services import fee_estimates
from orders.services.fee_rules import set_fee_rule
from sync import tasks
from sync.asking import ask_fee_rule
from tests.orders.world import World, line, make_world, told

ORDERS = 9


@pytest.fixture(autouse=True)
def _pieces_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fee_estimates, "AT_ONCE", 2)


def sold(world: World, count: int = ORDERS) -> None:
    """Orders of the last days, two of them in the same second."""
    world.put("TEA", 500)
    now = timezone.now().replace(microsecond=0)
    for number in range(count):
        placed = now - timedelta(days=3, hours=number // 2)
        world.take_in(told(f"P-{number}", line("TEA"), status=OrderStatus.DELIVERED, placed_at=placed))
    assert Order.objects.count() == count


def rule(world: World, percent: str = "10") -> FeeRule:
    day = timezone.localdate(timezone=world.store.zone) - timedelta(days=300)
    return set_fee_rule(connection=world.shop, percent=Decimal(percent), starts_on=day, by="anna")


def estimated() -> int:
    return Order.objects.filter(fees_estimated=True, fees__isnull=False).count()


def times_written() -> set[int]:
    """How often each order was written because of the rule."""
    return {order.history.filter(history_change_reason__contains="fee rule").count() for order in Order.objects.all()}


def test_it_is_written_down_before_any_order_is_touched(world: World) -> None:
    sold(world)
    made = rule(world)
    assert (made.orders_to_look_at, made.orders_looked_at, made.estimated_at, estimated()) == (ORDERS, 0, None, 0)


def test_after_its_patience_the_rest_is_left_and_another_goes_on_from_there(world: World) -> None:
    sold(world)
    made = rule(world)
    assert not fee_estimates.carry_out(made.pk, patience=0)
    made.refresh_from_db()
    assert (made.orders_looked_at, estimated(), made.estimated_at) == (2, 2, None)
    newest = Order.objects.order_by("-ordered_at").values_list("fees_estimated", flat=True)
    assert list(newest[:2]) == [True, True]
    assert fee_estimates.waiting() == [made.pk]
    assert fee_estimates.carry_out(made.pk)
    made.refresh_from_db()
    assert (made.orders_looked_at, made.orders_estimated, estimated()) == (ORDERS, ORDERS, ORDERS)
    assert made.estimated_at is not None and fee_estimates.waiting() == []
    assert times_written() == {1}


def test_a_worker_killed_in_the_middle_of_a_piece_leaves_nothing_half_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(world)
    made = rule(world)
    assert not fee_estimates.carry_out(made.pk, patience=0)
    write = fee_estimates._write

    def killed(*args: object) -> int:
        write(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(fee_estimates, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        fee_estimates.carry_out(made.pk)
    assert estimated() == 2
    monkeypatch.setattr(fee_estimates, "_write", write)
    FeeRule.objects.update(lease_until=timezone.now() + timedelta(seconds=15))
    assert fee_estimates.waiting() == []
    FeeRule.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    for pk in fee_estimates.waiting():
        tasks.estimate_fees(str(pk))
    assert (estimated(), times_written()) == (ORDERS, {1})


def test_an_order_that_comes_meanwhile_is_estimated_as_it_comes(world: World) -> None:
    sold(world)
    made = rule(world)
    assert not fee_estimates.carry_out(made.pk, patience=0)
    world.take_in(told("NEW", line("TEA"), status=OrderStatus.DELIVERED, placed_at=timezone.now()))
    assert world.ours("NEW").fees_estimated
    assert fee_estimates.carry_out(made.pk)
    made.refresh_from_db()
    assert made.orders_looked_at == ORDERS and estimated() == ORDERS + 1


def test_where_nothing_is_to_be_done_it_is_done_at_once(world: World) -> None:
    made = ask_fee_rule(connection=world.shop, by="anna", percent=Decimal(5))
    assert made.estimated_at is not None and made.orders_estimated == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work() -> None:
    world = make_world()
    sold(world, 12)
    made = rule(world)

    def work() -> None:
        try:
            fee_estimates.carry_out(made.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    made.refresh_from_db()
    assert (made.orders_looked_at, made.orders_estimated, times_written()) == (12, 12, {1})
