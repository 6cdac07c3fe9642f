"""The table of moves, and the one word for an order of several postings."""

import pytest

from marketplaces.canonical.statuses import OrderStatus as S
from orders.state import MOVES, WAY, may_move, of_several


def test_every_status_has_a_row() -> None:
    assert set(MOVES) == set(S)


@pytest.mark.parametrize("at", range(len(WAY)))
def test_steps_may_be_skipped_forward_and_never_taken_back(at: int) -> None:
    assert all(may_move(WAY[at], later) for later in WAY[at + 1 :])
    assert not any(may_move(WAY[at], earlier) for earlier in WAY[:at])


@pytest.mark.parametrize("status", list(S))
def test_nothing_moves_to_unknown_and_staying_is_no_move(status: S) -> None:
    assert not may_move(status, S.UNKNOWN)
    assert not may_move(status, status)


def test_what_is_over_stays_over() -> None:
    assert not MOVES[S.REFUNDED]
    assert MOVES[S.CANCELLED] == {S.REFUNDED}
    assert not may_move(S.DELIVERED, S.CANCELLED)
    assert may_move(S.SHIPPED, S.CANCELLED)


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ([S.SHIPPED, S.CONFIRMED], S.CONFIRMED),
        ([S.SHIPPED, S.CANCELLED], S.SHIPPED),
        ([S.CANCELLED, S.CANCELLED], S.CANCELLED),
        ([S.SHIPPED, S.UNKNOWN], None),
        ([], None),
    ],
)
def test_the_least_advanced_that_is_not_cancelled_speaks_for_all(words: list[S], one: S | None) -> None:
    assert of_several(words) == one
