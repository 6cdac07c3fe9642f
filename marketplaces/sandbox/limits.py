"""Rate limits in the marketplaces' own shapes: a token bucket, sliding and fixed windows, so many calls at once."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .clock import Clock


@dataclass(frozen=True)
class Bucket:
    """`rate` requests per second with room for `burst` at once."""

    rate: float
    burst: float


@dataclass(frozen=True)
class Window:
    """At most `count` requests within any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True)
class Quota:
    """`amount` calls, or rows of calls, in each window of `seconds`; windows stand fixed on the clock."""

    amount: int
    seconds: int
    rows: bool = False


def told(limit: Bucket | Window | Quota) -> dict[str, Any]:
    """Any of them in one shape, so that a benchmark can know what is possible; `window` is 0 where there is none."""
    if isinstance(limit, Bucket):
        return {"rate": limit.rate, "burst": limit.burst, "counts": "calls", "window": 0}
    amount, rows = (limit.amount, limit.rows) if isinstance(limit, Quota) else (limit.count, False)
    return {
        "rate": amount / limit.seconds, "burst": amount, "counts": "rows" if rows else "calls", "window": limit.seconds,
    }  # fmt: skip


class Limits:
    """Counts per key. Time is real unless `time` is set to "sandbox"; `enabled=False` lets everything pass."""

    def __init__(
        self, clock: Clock, real: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self.time = "real"
        self.enabled = True
        self._clock = clock
        self._real = real
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}
        self._windows: dict[str, deque[float]] = {}
        self._wall = wall
        self._quotas: dict[str, tuple[int, int]] = {}
        self._busy: dict[str, int] = {}

    def take(self, key: str, limit: Bucket | Window) -> float:
        """Takes one from the key's allowance: 0.0 if it was there, otherwise the seconds to wait (nothing is taken)."""
        if not self.enabled:
            return 0.0
        with self._lock:
            now = self._clock.timestamp() if self.time == "sandbox" else self._real()
            if isinstance(limit, Bucket):
                return self._take_from_bucket(key, limit, now)
            return self._take_from_window(key, limit, now)

    def left(self, key: str, limit: Bucket) -> float:
        """How many the key's bucket holds now; a full one for who never took any. For headers that tell it."""
        with self._lock:
            now = self._clock.timestamp() if self.time == "sandbox" else self._real()
            tokens, since = self._buckets.get(key, (limit.burst, now))
            return min(limit.burst, tokens + max(0.0, now - since) * limit.rate)

    def _take_from_bucket(self, key: str, limit: Bucket, now: float) -> float:
        tokens, since = self._buckets.get(key, (limit.burst, now))
        tokens = min(limit.burst, tokens + max(0.0, now - since) * limit.rate)
        if tokens < 1:
            self._buckets[key] = (tokens, now)
            return (1 - tokens) / limit.rate
        self._buckets[key] = (tokens - 1, now)
        return 0.0

    def _take_from_window(self, key: str, limit: Window, now: float) -> float:
        seen = self._windows.setdefault(key, deque())
        while seen and seen[0] <= now - limit.seconds:
            seen.popleft()
        if len(seen) >= limit.count:
            return seen[0] + limit.seconds - now
        seen.append(now)
        return 0.0

    def spend(self, key: str, quota: Quota, amount: int = 1) -> bool:
        """Takes `amount` of the key's window, also where it holds less than that; False where nothing was left."""
        with self._lock:
            number, spent = self._quota(key, quota)
            if self.enabled and spent >= quota.amount:
                return False
            self._quotas[key] = (number, spent + amount)
            return True

    def quota_left(self, key: str, quota: Quota) -> tuple[int, float]:
        """What is left of the key's window and the moment it ends (Unix seconds). For headers that tell it."""
        with self._lock:
            number, spent = self._quota(key, quota)
            return max(0, quota.amount - spent), float((number + 1) * quota.seconds)

    @contextmanager
    def at_once(self, key: str, most: int) -> Iterator[bool]:
        """Whether one more call may run beside those of the key that do."""
        with self._lock:
            self._busy[key] = self._busy.get(key, 0) + 1
            allowed = not self.enabled or self._busy[key] <= most
        try:
            yield allowed
        finally:
            with self._lock:
                self._busy[key] -= 1

    def _quota(self, key: str, quota: Quota) -> tuple[int, int]:
        number = int((self._clock.timestamp() if self.time == "sandbox" else self._wall()) // quota.seconds)
        known, spent = self._quotas.get(key, (number, 0))
        return number, spent if known == number else 0

    def reset(self) -> None:
        with self._lock:
            self._buckets.clear()
            self._windows.clear()
            self._quotas.clear()
