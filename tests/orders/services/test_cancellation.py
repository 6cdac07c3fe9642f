"""Cancelling an order of ours."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import OutboundChange
from orders.services.cancellation import cancel
from tests.orders.world import NOON, World, line, told


def test_cancelling_gives_back_and_leaves_word(world: World) -> None:
    world.put("TEA", 3, listed=True)
    world.take_in(told("R-1", line("TEA", 2)))
    order = cancel(order=world.ours("R-1"), reason_code="352", message="Sold out", actor_label="Anna")
    assert (order.status, order.sync_status, world.stock("TEA")) == ("cancelled", "pending", (3, 0))
    change = OutboundChange.objects.get(kind="cancel")
    assert change.progress == {"reason": "352", "message": "Sold out"}
    assert change.subject_id == order.marketplace_orders.get().pk
    assert order.status_history.order_by("created_at").last().to_status == "cancelled"
    assert OutboundChange.objects.get(kind="stock").wanted_version == 2


def test_a_lagging_marketplace_does_not_bring_it_back(world: World) -> None:
    world.put("TEA", 3)
    world.take_in(told("R-1", line("TEA", 2)))
    cancel(order=world.ours("R-1"), reason_code="352")
    world.take_in(told("R-1", line("TEA", 2), later=5, buyer_note="please"), seen_at=NOON + timedelta(minutes=1))
    assert (world.ours("R-1").status, world.stock("TEA")) == ("cancelled", (3, 0))


def test_what_has_left_cannot_be_cancelled(world: World) -> None:
    world.put("TEA", 3)
    world.take_in(told("R-1", line("TEA"), status=OrderStatus.SHIPPED))
    with pytest.raises(DomainError, match="O-10001 is shipped and cannot be cancelled"):
        cancel(order=world.ours("R-1"), reason_code="352")
