"""Shops are worked on side by side in the demo's first sync."""

import threading

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.demo.lanes import LANES, Lanes


def test_as_many_pieces_go_on_at_once_as_there_are_lanes() -> None:
    together = threading.Barrier(LANES, timeout=20)
    with Lanes() as lanes:
        places = [lanes.submit(together.wait) for _ in range(LANES)]
    assert sorted(each.result() for each in places) == list(range(LANES))


def test_what_failed_says_so_when_it_is_asked_and_the_others_are_done() -> None:
    with Lanes() as lanes:
        failed, done = lanes.submit(int, "no number"), lanes.submit(int, "7")
    assert done.result() == 7
    with pytest.raises(ValueError, match="no number"):
        failed.result()


@pytest.mark.django_db(transaction=True)
def test_a_lane_keeps_no_database_connection() -> None:
    def ask() -> BaseDatabaseWrapper:
        mine = connections["default"]  # the object itself: `connection` would be the main thread's when it is looked at
        with mine.cursor() as cursor:
            cursor.execute("SELECT 1")
        return mine

    with Lanes() as lanes:
        assert lanes.submit(ask).result().connection is None
