"""The Market's limits: so many calls or rows of a resource in a fixed window, and so many calls at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.limits import Limits

MINUTE, HOUR = 60, 3600
AT_ONCE = 4
PERIODS = {MINUTE: "minute", HOUR: "hour"}


@dataclass(frozen=True)
class Quota:
    """`amount` in each window of `seconds`. `parallel` calls at once for one shop or cabinet."""

    amount: int
    seconds: int
    parallel: int = AT_ONCE

    @property
    def rate(self) -> float:
        return self.amount / self.seconds


class Quotas(Limits):
    """Fixed windows by resource and key, beside the common kinds."""

    def __init__(self, clock: Clock, real: Callable[[], float] = time.time) -> None:
        super().__init__(clock, real)
        self._spent: dict[str, tuple[int, int]] = {}
        self._busy: dict[str, int] = {}
        self._guard = threading.Lock()

    def spend(self, key: str, quota: Quota, amount: int) -> bool:
        """Takes `amount` of the window, also the last bit of it; False where nothing was left."""
        with self._guard:
            window, spent = self._window(key, quota)
            if self.enabled and spent >= quota.amount:
                return False
            self._spent[key] = (window, spent + amount)
            return True

    def headers(self, key: str, quota: Quota) -> dict[str, str]:
        """What every answer tells."""
        with self._guard:
            window, spent = self._window(key, quota)
        until = datetime.fromtimestamp((window + 1) * quota.seconds, UTC)
        return {
            "X-RateLimit-Resource-Limit": str(quota.amount),
            "X-RateLimit-Resource-Remaining": str(max(0, quota.amount - spent)),
            "X-RateLimit-Resource-Until": format_datetime(until, usegmt=True),
        }

    @contextmanager
    def at_once(self, key: str, most: int) -> Iterator[bool]:
        """Whether one more call may run beside those that do."""
        with self._guard:
            self._busy[key] = self._busy.get(key, 0) + 1
            allowed = not self.enabled or self._busy[key] <= most
        try:
            yield allowed
        finally:
            with self._guard:
                self._busy[key] -= 1

    def reset(self) -> None:
        super().reset()
        with self._guard:
            self._spent.clear()

    def _window(self, key: str, quota: Quota) -> tuple[int, int]:
        now = self._clock.timestamp() if self.time == "sandbox" else self._real()
        window = int(now // quota.seconds)
        known, spent = self._spent.get(key, (window, 0))
        return window, spent if known == window else 0
