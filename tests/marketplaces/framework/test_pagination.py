"""The walkers give every page once and notice lists that never end."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.pagination import Trail, by_cursor, by_offset, time_windows

START = datetime(2026, 11, 1, tzinfo=UTC)


def test_sixteen_days_are_two_windows_of_at_most_fifteen():
    windows = list(time_windows(START, START + timedelta(days=16), timedelta(days=15)))
    assert windows == [
        (START, START + timedelta(days=15)),
        (START + timedelta(days=15), START + timedelta(days=16)),
    ]


def test_an_exact_window_is_not_followed_by_an_empty_one():
    assert len(list(time_windows(START, START + timedelta(days=15), timedelta(days=15)))) == 1
    assert list(time_windows(START, START, timedelta(days=15))) == []


def test_a_window_without_length_is_refused():
    with pytest.raises(ValueError, match="length"):
        list(time_windows(START, START + timedelta(days=1), timedelta(0)))


def test_cursors_are_followed_to_the_empty_one():
    pages = {"": ("a", "1"), "1": ("b", "2"), "2": ("c", "")}
    assert list(by_cursor(pages.__getitem__)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "pages", [{"": ("a", "1"), "1": ("b", "1")}, {"": ("a", "1"), "1": ("b", "2"), "2": ("c", "1")}]
)
def test_a_cursor_that_comes_again_ends_the_walk(pages):
    with pytest.raises(UnexpectedPayload) as caught:
        list(by_cursor(pages.__getitem__, path="response.next_cursor"))
    assert caught.value.path == "response.next_cursor"


def test_offsets_go_by_the_rows_that_came():
    asked = []

    def fetch(offset: int) -> tuple[str, int, bool]:
        asked.append(offset)
        return "page", 3, len(asked) < 3

    assert len(list(by_offset(fetch))) == 3
    assert asked == [0, 3, 6]


def test_an_empty_page_that_promises_more_ends_the_walk():
    with pytest.raises(UnexpectedPayload):
        list(by_offset(lambda offset: ("page", 0, True)))


def test_a_walk_that_keeps_its_own_place_notices_a_cursor_that_comes_again() -> None:
    trail = Trail("cursor", most=3)
    assert [trail.follow("a"), trail.follow("b")] == ["a", "b"]
    with pytest.raises(UnexpectedPayload, match="cursor"):
        trail.follow("a")
    trail.start_anew()
    assert [trail.follow(name) for name in "abc"] == ["a", "b", "c"]
    with pytest.raises(UnexpectedPayload, match="3 pages"):
        trail.follow("d")
