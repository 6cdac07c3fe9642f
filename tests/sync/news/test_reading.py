"""Nothing is lost and nothing told twice: late commits, several workers, a teller that breaks."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.models import NeedsYou, NotificationCursor, NotificationReceipt, Store
from sync.news import reading
from sync.news.feed import Event

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("needs_you.raised",)


@pytest.fixture
def store(transactional_db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Lumen")


@pytest.fixture
def told() -> list[UUID]:
    return []


@pytest.fixture
def look(told: list[UUID], monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A reader whose margin is so small that only what is known of running transactions helps."""
    monkeypatch.setattr(reading, "MARGIN", timedelta(milliseconds=50))
    NotificationCursor.objects.create(reader="r", read_to=timezone.now() - timedelta(seconds=5))
    return lambda: reading.read("r", lambda events: told.extend(_subjects(events)), kinds=KINDS)


def _subjects(events: Sequence[Event]) -> list[UUID]:
    return [event.subject_id for event in events]


def raised(store: Store) -> UUID:
    return NeedsYou.objects.create(store=store, kind="odd", cause_key=uuid4().hex, title="x").pk


@contextmanager
def uncommitted(store: Store, *, waits_for_a_lock: bool = False) -> Iterator[list[UUID]]:
    """Another connection has stamped a row and commits only when the block ends."""
    found: list[UUID] = []
    stamped, go_on = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                if not waits_for_a_lock:
                    found.append(raised(store))
                    stamped.set()
                    go_on.wait(20)
                    return
                now = timezone.now()
                stamped.set()
                with connection.cursor() as cursor:  # no number of its own yet: it only waits
                    cursor.execute("SELECT pg_advisory_xact_lock(4711)")
                row = NeedsYou(store=store, kind="odd", cause_key=uuid4().hex, title="x")
                row.save()
                NeedsYou.objects.filter(pk=row.pk).update(created_at=now)
                found.append(row.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    if waits_for_a_lock:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(4711)")
    thread.start()
    assert stamped.wait(20)
    try:
        yield found
    finally:
        go_on.set()
        if waits_for_a_lock:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(4711)")
        thread.join(20)


def pause() -> None:
    """Longer than the margin."""
    threading.Event().wait(0.3)


@pytest.mark.parametrize("lock", [False, True], ids=["writes", "waits for a lock"])
def test_a_row_that_commits_long_after_its_window_was_read_is_told_once(
    store: Store, look: Callable[[], int], told: list[UUID], lock: bool
) -> None:
    with uncommitted(store, waits_for_a_lock=lock) as late:
        pause()
        early = raised(store)
        assert look() == 1
        pause()
        assert look() == 0
        pause()
        assert look() == 0
    assert look() == 1
    assert look() == 0
    assert told == [early, *late]


def test_without_looking_at_running_transactions_that_row_would_be_lost(
    store: Store, look: Callable[[], int], told: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof above proves something: with a horizon that is simply now, the late row is never told."""
    monkeypatch.setattr(reading, "before_all_running", timezone.now)
    with uncommitted(store) as late:
        pause()
        look()
        pause()
        look()
    look()
    assert late[0] not in told


def test_of_many_workers_at_once_each_event_is_told_by_one(
    store: Store, look: Callable[[], int], told: list[UUID]
) -> None:
    ids = {raised(store) for _time in range(40)}
    at_once(look, workers=6)
    assert len(told) == len(ids)
    assert set(told) == ids


def test_even_without_the_lock_on_the_cursor_the_receipts_keep_it_to_one(
    store: Store, look: Callable[[], int], told: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_take", lambda reader: NotificationCursor.objects.filter(reader=reader).first())
    ids = {raised(store) for _time in range(40)}
    at_once(look, workers=6)
    assert sorted(told, key=str) == sorted(ids, key=str)
    assert NotificationReceipt.objects.count() == 40


def at_once(act: Callable[[], object], *, workers: int) -> None:
    barrier = threading.Barrier(workers)

    def work() -> None:
        try:
            barrier.wait(20)
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_when_the_teller_breaks_nothing_is_forgotten(store: Store, look: Callable[[], int], told: list[UUID]) -> None:
    expected = raised(store)

    def broken(_events: Sequence[Event]) -> None:
        raise RuntimeError("the teller broke")

    with pytest.raises(RuntimeError):
        reading.read("r", broken, kinds=KINDS)
    assert not NotificationReceipt.objects.exists()
    assert look() == 1
    assert told == [expected]


def test_two_readers_have_their_own_places(store: Store, look: Callable[[], int], told: list[UUID]) -> None:
    raised(store)
    assert look() == 1
    other: list[UUID] = []
    assert reading.read("another", lambda events: other.extend(_subjects(events)), kinds=KINDS) == 1
    assert other == told


def test_a_reader_that_slept_for_a_day_catches_up_slice_by_slice(
    store: Store, look: Callable[[], int], told: list[UUID]
) -> None:
    now = timezone.now()
    NotificationCursor.objects.update(read_to=now - timedelta(hours=3))
    expected = []
    for minutes in range(170, 0, -17):
        pk = raised(store)
        NeedsYou.objects.filter(pk=pk).update(created_at=now - timedelta(minutes=minutes))
        expected.append(pk)
    sizes: list[int] = []
    reading.read("r", lambda events: (sizes.append(len(events)), told.extend(_subjects(events)))[1], kinds=KINDS)
    assert told == expected
    assert len(sizes) == len(expected)
    assert NotificationCursor.objects.get().read_to > now - timedelta(minutes=1)


def test_a_new_reader_hears_of_the_last_hour_and_not_of_the_year_before(store: Store) -> None:
    old, young = raised(store), raised(store)
    NeedsYou.objects.filter(pk=old).update(created_at=timezone.now() - timedelta(days=300))
    heard: list[UUID] = []
    reading.read("new", lambda events: heard.extend(_subjects(events)), kinds=KINDS)
    assert heard == [young]


def test_the_cursor_never_goes_back(store: Store, look: Callable[[], int]) -> None:
    def read_to() -> datetime:
        return NotificationCursor.objects.get().read_to

    look()
    before = read_to()
    with uncommitted(store):
        look()
        assert read_to() >= before


def test_receipts_are_forgotten_only_long_after_every_window(store: Store, look: Callable[[], int]) -> None:
    raised(store)
    look()
    assert reading.forget() == 0
    NotificationReceipt.objects.update(at=timezone.now() - reading.KEEP_RECEIPTS - timedelta(minutes=1))
    NotificationCursor.objects.update(read_to=timezone.now() - timedelta(hours=1))
    assert reading.forget() == 0
    NotificationCursor.objects.update(read_to=timezone.now())
    assert reading.forget() == 1
