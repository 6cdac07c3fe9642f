"""What the C library does with memory: few heaps for many threads, and what a large run held is given back after it."""

import ctypes
import time
from typing import Any

#: `mallopt`'s number for the most heaps; of its own accord it makes eight for each core, each with holes of its own.
M_ARENA_MAX, HEAPS = -8, 2
#: Walking the heaps takes some milliseconds.
SECONDS_BETWEEN = 5.0
_last = 0.0


def few_heaps() -> None:
    """Before any thread is started. Does nothing where the C library is another."""
    if mallopt := _known("mallopt"):
        mallopt(M_ARENA_MAX, HEAPS)


def give_back(**_signal: Any) -> None:
    """Return free pages to the system, now and then."""
    global _last
    now = time.monotonic()
    if now - _last >= SECONDS_BETWEEN and (trim := _known("malloc_trim")):
        _last = now
        trim(0)


def _known(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None)
