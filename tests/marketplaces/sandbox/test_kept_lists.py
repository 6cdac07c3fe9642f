"""A list is worked out once for all its pages, and anew as soon as a document is another."""

import pytest

from marketplaces.sandbox.state import LISTS_KEPT, State


@pytest.fixture
def state() -> State:
    found = State()
    found.table("orders").put("1", {"status": "new"})
    return found


class Listing:
    """How many are new, and how often that was worked out."""

    def __init__(self, state: State) -> None:
        self.state, self.made = state, 0

    def __call__(self) -> int:
        self.made += 1
        return sum(each["status"] == "new" for each in self.state.table("orders").values())


def test_it_is_worked_out_once_while_nothing_changes(state: State) -> None:
    listing = Listing(state)
    assert [state.kept("new", listing) for _ in range(3)] == [1, 1, 1]
    assert listing.made == 1


def test_what_was_put_or_deleted_is_seen(state: State) -> None:
    listing = Listing(state)
    state.kept("new", listing)
    state.table("orders").put("2", {"status": "new"})
    assert state.kept("new", listing) == 2
    state.table("orders").delete("1")
    assert state.kept("new", listing) == 1


def test_what_was_changed_after_a_look_in_the_same_transaction_is_seen(state: State) -> None:
    listing = Listing(state)
    with state.transaction():
        document = state.table("orders").edit("1")
        assert state.kept("new", listing) == 1
        document["status"] = "sent"
    assert state.kept("new", listing) == 0


def test_what_was_taken_back_is_not_seen(state: State) -> None:
    listing = Listing(state)
    with pytest.raises(ValueError), state.transaction():
        state.table("orders").put("2", {"status": "new"})
        assert state.kept("new", listing) == 2
        raise ValueError
    assert state.kept("new", listing) == 1


def test_only_so_many_lists_are_kept(state: State) -> None:
    for number in range(10 * LISTS_KEPT):
        assert state.kept(number, lambda: number) == number  # noqa: B023  called at once
    assert len(state._lists) <= LISTS_KEPT
