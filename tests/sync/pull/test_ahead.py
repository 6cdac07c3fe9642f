"""One page is read while another is stored: the order of pages stays, one ahead is one, and leaving early ends it."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from marketplaces.framework.errors import Unavailable
from sync.pull import ahead
from sync.pull.ahead import read_ahead

WAIT = 10.0
pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    """The database process that serves the calling thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def reading() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "page-ahead"]


class Walk:
    """Pages that note when each was begun; those from `closed_from` on wait for the gate."""

    def __init__(self, count: int, *, closed_from: int | None = None, breaks_at: int | None = None) -> None:
        self.count, self.closed_from, self.breaks_at = count, closed_from, breaks_at
        self.begun = [threading.Event() for _ in range(count + 1)]
        self.gate = threading.Event()

    def __iter__(self) -> Iterator[int]:
        for number in range(self.count):
            self.begun[number].set()
            if self.closed_from is not None and number >= self.closed_from:
                assert self.gate.wait(WAIT)
            if number == self.breaks_at:
                raise Unavailable(f"broke at {number}")
            yield number
        self.begun[self.count].set()


def test_every_page_comes_once_and_in_the_order_it_was_read() -> None:
    assert list(read_ahead(iter(Walk(300)))) == list(range(300))
    assert reading() == []


def test_the_next_page_is_read_while_this_one_is_stored_and_no_further_one() -> None:
    walk = Walk(6)
    for page in read_ahead(iter(walk)):
        assert walk.begun[page + 1].wait(WAIT)  # while nobody asked for it yet
        for thread in reading():
            thread.join(WAIT)
        assert not any(each.is_set() for each in walk.begun[page + 2 :])


@pytest.mark.parametrize("at", range(5))
def test_an_error_in_the_page_ahead_comes_behind_every_page_before_it(at: int) -> None:
    stored = []
    with pytest.raises(Unavailable, match=f"broke at {at}"):
        for page in read_ahead(iter(Walk(5, breaks_at=at))):
            for thread in reading():
                thread.join(WAIT)  # it has met the error by now
            stored.append(page)
    assert stored == list(range(at))


def test_who_leaves_early_waits_for_the_call_under_way_and_nothing_more_is_asked() -> None:
    walk = Walk(9, closed_from=2)
    pages = read_ahead(iter(walk))
    assert [next(pages), next(pages)] == [0, 1]
    assert walk.begun[2].wait(WAIT)
    threading.Timer(0.2, walk.gate.set).start()
    pages.close()
    assert (reading(), walk.begun[3].is_set()) == ([], False)


def test_a_call_that_does_not_end_keeps_nobody_who_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LEAVING", 0.05)
    walk = Walk(9, closed_from=1)
    pages = read_ahead(iter(walk))
    assert next(pages) == 0
    assert walk.begun[1].wait(WAIT)
    pages.close()
    (left,) = reading()
    assert left.daemon  # the process may end before it
    walk.gate.set()
    left.join(WAIT)
    assert (reading(), walk.begun[2].is_set()) == ([], False)


def test_the_thread_that_reads_has_given_its_database_connection_back_when_the_page_is_there() -> None:
    def pages() -> Iterator[int]:
        for _ in range(4):
            yield backend()

    mine, seen = backend(), []
    for theirs in read_ahead(pages()):
        for thread in reading():
            thread.join(WAIT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND state <> 'idle'", [theirs])
            assert cursor.fetchone()[0] == 0
        seen.append(theirs)
    assert len(seen) == 4
    assert mine not in seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)", [seen])
        assert cursor.fetchone()[0] <= 1  # the last one's process may be on its way out


def test_inside_a_transaction_pages_are_read_in_turn_by_the_same_thread() -> None:
    def pages() -> Iterator[tuple[int, int]]:
        for number in range(3):
            yield number, backend()

    with transaction.atomic():
        mine = backend()
        assert list(read_ahead(pages())) == [(number, mine) for number in range(3)]
