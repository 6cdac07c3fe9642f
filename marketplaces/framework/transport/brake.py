"""Calls of several jobs side by side: one that has not left yet can be called back, one that has left is waited for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from marketplaces.framework.ports import Clock


class CalledBack(Exception):
    """The job was called back before anything of it left: at the marketplace nothing happened."""


class Brake:
    """Held by whoever started the jobs. Pulled, it stays so: what has not left by then never does."""

    def __init__(self) -> None:
        self._pulled = threading.Event()

    def pull(self) -> None:
        """No further job leaves; those that wait for their turn are woken."""
        self._pulled.set()

    @contextmanager
    def job(self) -> Iterator[None]:
        """The calls of this thread inside the block are one job."""
        token = _job.set(_Job(self._pulled))
        try:
            yield
        finally:
            _job.reset(token)


class _Job:
    """A job with several calls is carried to its end once the first has left: half of it would be in doubt."""

    def __init__(self, pulled: threading.Event) -> None:
        self._pulled = pulled
        self._has_left = False

    def leave(self) -> None:
        if not self._has_left and self._pulled.is_set():
            raise CalledBack
        self._has_left = True

    def sleep(self, clock: Clock, seconds: float) -> None:
        if self._has_left:
            clock.sleep(seconds)
        elif self._pulled.wait(seconds):
            raise CalledBack


_job: ContextVar[_Job | None] = ContextVar("job", default=None)


def leave() -> None:
    """A call is about to leave. Raises CalledBack where its job was called back before."""
    if (job := _job.get()) is not None:
        job.leave()


def sleep(clock: Clock, seconds: float) -> None:
    """Wait for a turn. Raises CalledBack as soon as the job is called back."""
    if (job := _job.get()) is not None:
        job.sleep(clock, seconds)
    else:
        clock.sleep(seconds)
