"""The marketplace's own reasons are the only ones."""

import pytest

from core.errors import DomainError
from marketplaces.canonical.shipments import CancelReason
from marketplaces.framework.errors import Unavailable
from sync import cancel_reasons
from sync.cancel_reasons import chosen
from sync.reasons import Reasons
from tests.orders.world import World, line, make_world, told

FOUND = [CancelReason(code="352", title="Out of stock"), CancelReason(code="402", title="Other", needs_message=True)]


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """An order whose marketplace names two reasons; the call itself is proven with the connectors."""
    monkeypatch.setattr(cancel_reasons, "reasons_for", lambda order: Reasons(found=FOUND))
    made = make_world()
    made.take_in(told("R-1", line("TEA")))
    return made


def test_one_of_them_is_chosen(world: World) -> None:
    order = world.ours("R-1")
    assert chosen(order, code="352", message="") == FOUND[0]
    assert chosen(order, code="402", message="The roof leaks") == FOUND[1]


def test_another_is_refused_and_some_must_be_explained(world: World) -> None:
    order = world.ours("R-1")
    with pytest.raises(DomainError, match="Its reasons: 352, 402") as unknown:
        chosen(order, code="1", message="")
    with pytest.raises(DomainError, match="“Other” must be explained") as silent:
        chosen(order, code="402", message=" ")
    assert (unknown.value.field, silent.value.field) == ("reason", "message")


def test_a_marketplace_that_does_not_answer_is_no_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Unavailable("Bazaar does not answer", marketplace="Bazaar")
    monkeypatch.setattr(cancel_reasons, "reasons_for", lambda order: Reasons(error=away))
    with pytest.raises(Unavailable):
        chosen(world.ours("R-1"), code="352", message="")
