"""Fixed windows: all of one may go at once, what is over waits for the next, and answers say where they begin."""

import random

import pytest

from marketplaces.framework.limits import Limit, WindowTold
from marketplaces.framework.windows import Window

LIMIT = Limit(group="x", rate=100, per=60, window=True)


def test_all_of_a_window_goes_at_once_and_the_rest_in_the_windows_after_it():
    window, waits = Window.first(LIMIT, 1000), []
    for _ in range(5):
        window, wait = window.taking(50, 1010, 60)
        waits.append(wait)
    assert waits == [0, 0, 50, 50, 110]


def test_what_is_left_and_too_small_for_a_call_is_given_up():
    window, _ = Window.first(LIMIT, 0).taking(70, 0, 60)
    window, wait = window.taking(40, 1, 60)
    assert (wait, window.spent) == (59, 140)


def test_a_call_larger_than_a_window_takes_a_whole_one():
    window, wait = Window.first(LIMIT, 0).taking(500, 0, 60)
    assert (wait, window.spent) == (0, 100)
    assert window.taking(1, 0, 60)[1] == 60


def test_places_given_away_in_the_next_window_count_when_it_has_begun():
    window = Window(ends=60, spent=130, most=100)
    assert window.at(59.9, 60) == window
    assert window.at(60, 60) == Window(ends=120, spent=30, most=100)
    assert window.at(250, 60) == Window(ends=300, spent=0, most=100)


def test_an_answer_tells_where_the_window_ends_and_what_others_spent():
    window = Window(ends=1060, spent=1, most=100).told(WindowTold(left=40, seconds=20, most=100), 1000, 60)
    assert window == Window(ends=1020, spent=60, most=100)


def test_an_answer_never_gives_back_what_calls_under_way_have_taken():
    window = Window(ends=1020, spent=80, most=100).told(WindowTold(left=90, seconds=20), 1000, 60)
    assert window.spent == 80


def test_a_larger_window_than_was_declared_is_believed():
    window = Window(ends=1020, spent=90, most=100).told(WindowTold(left=500, seconds=20, most=600), 1000, 60)
    assert (window.most, window.spent) == (600, 100)
    assert window.taking(50, 1000, 60)[1] == 0


def test_the_earliest_end_of_one_window_counts():
    window = Window(ends=1020, spent=5, most=100)
    assert window.told(WindowTold(left=95, seconds=20.9), 1000, 60).ends == 1020
    assert window.told(WindowTold(left=95, seconds=19.2), 1000, 60).ends == 1019.2


@pytest.mark.parametrize("told", [WindowTold(left=0, seconds=0), WindowTold(left=0, seconds=9, most=0)], ids=str)
def test_a_window_that_is_over_or_holds_nothing_tells_nothing(told):
    window = Window(ends=1020, spent=5, most=100)
    assert window.told(told, 1000, 60) == window


def test_whatever_is_asked_no_window_ever_holds_more_than_it_may():
    dice = random.Random(11)
    window, now, sent = Window.first(LIMIT, 0), 0.0, dict[int, int]()
    for _ in range(3000):
        now += dice.choice([0, 0, 0.5, 7, 90])
        amount = dice.randint(1, 100)
        window, wait = window.taking(amount, now, 60)
        begun = int((now + wait + 1e-6) // 60)
        sent[begun] = sent.get(begun, 0) + amount
    assert max(sent.values()) <= 100
    assert sum(sent.values()) > 100_000
