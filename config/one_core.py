"""Threads that take turns at one interpreter stay on one core of the machine.

Only one of them computes at a time, so a second core gives them nothing; but handing the turn over to a thread that
sleeps on another core costs more than most turns are worth. Database and sandboxes are processes of their own and have
the other cores to themselves.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path

#: Place of the core that runs us among the words after the command's name: proc(5), the 39th of all.
PROCESSOR = 36


def stay_on_one_core() -> None:
    """Every thread that runs now and every later one, and processes started from here on. Linux only; else nothing.

    The core is the one that the system runs us on at the moment, of those it allows.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    allowed = os.sched_getaffinity(0)
    here = _current()
    core = {here if here in allowed else min(allowed)}
    for thread in threading.enumerate():
        with suppress(ProcessLookupError):  # it may end meanwhile
            os.sched_setaffinity(thread.native_id or 0, core)
    os.sched_setaffinity(0, core)


def _current() -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/thread-self/stat").read_text().rpartition(")")[2].split()[PROCESSOR])
    return -1
