"""Which run a free thread takes, and how many threads a kind of run may have.

A pile of shops to be read must not stand before a sale that other shops have to hear of, a long telling not before
new orders, and neither before the ticks. What finds no room stays where it is, in the database; the next to end, or the
next tick, finds it.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings

from sync import executor, runs
from sync.models import MarketplaceSyncLog, SyncType

READING = frozenset({SyncType.ORDERS, SyncType.PRODUCTS})
#: Reading is parsing and storing, and holds whole pages: more at once are slower together and heavy. A marketplace's
#: limit makes telling wait most of its time.
READERS = 4


class Lanes:
    """The room in this process's worker, by the number of its threads."""

    def __init__(self, threads: int) -> None:
        self.reading = max(1, min(threads - 2, max(READERS, threads // 4)))
        self.telling = max(1, threads - 2)
        self.together = threads - 1 if threads > 2 else threads
        self._all = threading.BoundedSemaphore(self.together)
        self._own = {
            True: threading.BoundedSemaphore(self.reading),
            False: threading.BoundedSemaphore(self.telling),
        }

    @contextmanager
    def place(self, sync_type: str) -> Iterator[bool]:
        """Whether there is room for such a run; it is kept inside the block."""
        with ExitStack() as kept:
            for room in (self._own[sync_type in READING], self._all):
                if not room.acquire(blocking=False):
                    yield False
                    return
                kept.callback(room.release)
            yield True


lanes = Lanes(settings.WORKER_THREADS)


def carry_out(log_id: uuid.UUID | None = None) -> bool:
    """Carry out the named run, else the one that comes first, where there is room; says whether one was begun."""
    for pk, sync_type in runs.in_turn() if log_id is None else _named(log_id):
        with lanes.place(sync_type) as free:
            if free and executor.execute(pk):
                return True
    return False


def _named(log_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    rows = MarketplaceSyncLog.objects.filter(pk=log_id, status=MarketplaceSyncLog.Status.PENDING)
    return list(rows.values_list("pk", "sync_type"))
