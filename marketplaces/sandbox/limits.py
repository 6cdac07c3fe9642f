"""Rate limits in the marketplaces' own shapes: a token bucket, and at most N in a sliding window."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

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


class Limits:
    """Counts per key. Time is real unless `time` is set to "sandbox"; `enabled=False` lets everything pass."""

    def __init__(self, clock: Clock, real: Callable[[], float] = time.monotonic) -> None:
        self.time = "real"
        self.enabled = True
        self._clock = clock
        self._real = real
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}
        self._windows: dict[str, deque[float]] = {}

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

    def reset(self) -> None:
        with self._lock:
            self._buckets.clear()
            self._windows.clear()
