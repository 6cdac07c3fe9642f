"""What asks a foreground program to end: Ctrl-C, a polite kill, a closed window, or the `make` that started it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

LOOK_EVERY = 0.2
_ASKED = threading.Event()


def when_asked(end: Callable[[], Any]) -> None:
    """Call `end` in the main thread's signal handler, or in a thread of its own when make ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup: it is meant to stay
            signal.signal(number, lambda *_: end())
    make = os.getppid()
    if _is_make(make):
        threading.Thread(target=_follow, args=(make, end), name="make", daemon=True).start()


def interrupt_when_asked() -> None:
    """Until `when_asked`: a polite kill and a closed window end a command as Ctrl-C does, cleaning up on the way."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)
    sys.unraisablehook = _tell_unless_asked


def interrupt_if_lost() -> None:
    """Python goes on after an interrupt that comes while it drops an object; KeyboardInterrupt now, if there was."""
    if _ASKED.is_set():
        raise KeyboardInterrupt


def _interrupt(number: int, frame: FrameType | None) -> None:
    _ASKED.set()
    signal.default_int_handler(number, frame)


def _tell_unless_asked(lost: "sys.UnraisableHookArgs") -> None:
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)


def _follow(make: int, end: Callable[[], Any]) -> None:
    """GNU make hands SIGTERM on, but a SIGINT that it alone gets only makes it wait for us; kill -9 says nothing."""
    seen = 0
    while seen < 2 and os.getppid() == make:  # twice: it blocks signals for an instant at other times too
        time.sleep(LOOK_EVERY)
        seen = seen + 1 if _waits_to_end(make) else 0
    end()


def _is_make(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/comm").read_text().strip() in {"make", "gmake"}
    except OSError:
        return False  # no Linux, or not ours to see: the signals remain


def _waits_to_end(make: int) -> bool:
    """Whether it stands in its handler of SIGINT, which blocks that signal until its children are gone."""
    try:
        status = Path(f"/proc/{make}/status").read_text()
    except OSError:
        return False
    blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")), "0")
    return bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1)
