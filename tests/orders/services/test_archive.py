"""Putting closed orders away, by time and by hand, and what brings them back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import NeedsYou
from marketplaces.canonical.statuses import OrderStatus
from orders.models import Order
from orders.services.archive import archive, archive_old, bring_back
from tests.orders.world import NOON, World, line, told

LATER = NOON + timedelta(days=200)


def old(world: World, remote_id: str, status: OrderStatus = OrderStatus.DELIVERED) -> Order:
    """An order of two hundred days ago, as the first import brings it."""
    if not world.variants:
        world.put("A", 50)
    world.take_in(told(remote_id, line("A"), status=status))
    return world.ours(remote_id)


def is_archived(order: Order) -> bool:
    return Order.objects.get(pk=order.pk).archived_at is not None


@pytest.mark.parametrize("status", ["shipped", "delivered", "cancelled", "refunded"])
def test_what_is_over_for_six_months_is_archived_and_audited(world: World, status: str) -> None:
    order = old(world, "1", OrderStatus(status))
    assert archive_old(now=LATER) == 1
    assert is_archived(order)
    last = order.history.first()
    assert (last.history_change_reason, last.archived_at) == ("archived: over for six months", LATER)
    assert archive_old(now=LATER) == 0


@pytest.mark.parametrize("status", ["pending", "confirmed", "processing", "partially_refunded", "unknown"])
def test_what_is_not_over_stays_however_old(world: World, status: str) -> None:
    order = old(world, "1", OrderStatus(status))
    archive_old(now=LATER)
    assert not is_archived(order)


def test_the_last_step_counts_not_the_day_it_was_placed(world: World) -> None:
    order = old(world, "1")
    world.take_in(
        told("1", line("A"), status=OrderStatus.REFUNDED, updated_at=LATER - timedelta(days=2)), seen_at=LATER
    )
    assert archive_old(now=LATER) == 0
    assert not is_archived(order)


def test_what_still_needs_you_stays(world: World) -> None:
    order = old(world, "1")
    NeedsYou.objects.create(
        store=world.store, kind="money", cause_key="m", title="Sums", subject_type="order", subject_id=order.pk
    )
    assert archive_old(now=LATER) == 0


def test_it_goes_batch_by_batch_and_stops_at_the_most(world: World) -> None:
    for number in range(5):
        old(world, str(number))
    assert archive_old(now=LATER, batch=2, most=4) == 4
    assert archive_old(now=LATER, batch=2) == 1


def test_news_from_the_marketplace_bring_it_back(world: World) -> None:
    order = old(world, "1")
    archive_old(now=LATER)
    world.take_in(told("1", line("A"), status=OrderStatus.REFUNDED, updated_at=LATER), seen_at=LATER)
    assert not is_archived(order)
    assert archive_old(now=LATER + timedelta(minutes=10)) == 0


def test_reading_the_same_again_brings_nothing_back(world: World) -> None:
    order = old(world, "1")
    archive_old(now=LATER)
    world.take_in(told("1", line("A"), status=OrderStatus.DELIVERED), seen_at=LATER)
    assert is_archived(order)


def test_what_a_person_brought_back_stays(world: World) -> None:
    order = old(world, "1")
    assert archive_old(now=timezone.now(), after=timedelta(days=1)) == 1
    bring_back(order=order, by="Nadia Weber")
    assert not is_archived(order)
    assert archive_old(now=timezone.now(), after=timedelta(days=1)) == 0
    assert order.history.first().history_change_reason == "brought back by Nadia Weber"


def test_a_person_archives_only_what_is_closed(world: World) -> None:
    closed, open_one = old(world, "1"), old(world, "2", OrderStatus.CONFIRMED)
    archive(order=closed, by="Nadia Weber")
    assert is_archived(closed)
    with pytest.raises(DomainError, match="Only closed orders"):
        archive(order=open_one, by="Nadia Weber")
