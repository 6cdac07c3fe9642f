"""Tags and notes of an order."""

import pytest

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from orders.services.desk import note
from orders.services.lifecycle import hold, unhold
from tests.orders.world import World, line, told


def test_tags_and_notes_are_replaced_each_by_itself(world: World) -> None:
    world.take_in(told("R-1", line("TEA")))
    order = world.ours("R-1")
    note(order, tags=[" gift ", "gift", "", "late"], by="Anna")
    note(order, notes=" Ring twice ", by="Ben")
    order.refresh_from_db()
    assert (order.tags, order.notes) == (["gift", "late"], "Ring twice")
    assert order.history.latest().history_change_reason == "noted by Ben"


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten(world: World) -> None:
    world.take_in(told("R-1", line("TEA")))
    order = world.ours("R-1")
    note(order, notes="Anna's", by="Anna")
    with pytest.raises(ChangedMeanwhile) as refused:
        note(order, notes="Ben's", by="Ben", expected={"notes": "", "tags": []})
    assert refused.value.theirs == {"notes": "Anna's"}
    order.refresh_from_db()
    assert order.notes == "Anna's"


def test_only_an_open_order_is_held(world: World) -> None:
    world.take_in(told("R-1", line("TEA")))
    order = hold(order=world.ours("R-1"), reason="Address?", actor_label="Anna")
    assert order.held_at and unhold(order=order, actor_label="Anna").held_at is None
    type(order).objects.update(status="delivered")
    with pytest.raises(DomainError, match="closed: there is nothing to hold"):
        hold(order=order, reason="Late", actor_label="Anna")
