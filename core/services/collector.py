"""Keeps Python's cycle collector from walking the heap while a page is in hand."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pausing = 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """A page makes a hundred thousand objects and no cycles: looking for some took a quarter of its time.

    Several threads may pause at once; the last one lets it run again.
    """
    global _pausing
    with _lock:
        was_on = gc.isenabled() or _pausing > 0
        _pausing += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _pausing -= 1
            if was_on and not _pausing:
                gc.enable()
