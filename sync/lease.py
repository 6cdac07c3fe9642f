"""Leases of this process: work that is taken is renewed while the process lives, and free again soon after it died."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, InterfaceError, connection

log = structlog.get_logger("orion.sync")

#: A dead worker's run is taken up again after this many seconds (F104 asks for recovery within 30).
LEASE_SECONDS = 15
RENEW_SECONDS = 4


class LeaseKeeper:
    """Renews the runs that this process works on, from a thread and a database connection of its own."""

    def __init__(self) -> None:
        self._held: dict[uuid.UUID, uuid.UUID] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._idle = threading.Event()

    @contextmanager
    def holding(self, run_id: uuid.UUID, owner: uuid.UUID) -> Iterator[None]:
        """Keep the run's lease alive inside the block."""
        with self._lock:
            self._held[run_id] = owner
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew_for_ever, name="leases", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(run_id, None)

    def _renew_for_ever(self) -> None:
        while not self._idle.wait(RENEW_SECONDS):
            with self._lock:
                held = dict(self._held)
                if not held:
                    self._thread = None
                    return
            try:
                _renew(held)
            except (DatabaseError, InterfaceError):  # the next turn tries again; a keeper that ends renews nothing more
                log.warning("leases_not_renewed", runs=len(held))
            finally:
                connection.close()


def _renew(held: dict[uuid.UUID, uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketplace_sync_logs SET lease_until = clock_timestamp() + make_interval(secs => %s),"
            " heartbeat_at = clock_timestamp()"
            " FROM unnest(%s::uuid[], %s::uuid[]) AS held(id, owner)"
            " WHERE marketplace_sync_logs.id = held.id AND lease_owner = held.owner AND status = 'in_progress'",
            [LEASE_SECONDS, list(held), list(held.values())],
        )


keeper = LeaseKeeper()
