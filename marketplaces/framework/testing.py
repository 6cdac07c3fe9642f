"""Plain in-memory ports, for tests of connectors and of the transport."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.limits import Limit
from marketplaces.framework.ports import CallRecord


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self, start: datetime = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) -> None:
        self.moment = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


class MemoryLimiter:
    """Lets everything go at once unless told a wait, and remembers what was asked."""

    def __init__(self, *waits: float) -> None:
        self.waits = list(waits)
        self.reserved: list[tuple[str, str]] = []
        self.penalties: list[tuple[str, str, float]] = []

    def reserve(self, limit: Limit, scope_value: str) -> float:
        self.reserved.append((limit.group, scope_value))
        return self.waits.pop(0) if self.waits else 0.0

    def penalise(self, limit: Limit, scope_value: str, seconds: float) -> None:
        self.penalties.append((limit.group, scope_value, seconds))


class StaticCredentials:
    """Secrets that never change, or change once per call of `refresh`."""

    def __init__(self, values: Mapping[str, str], refresh: Callable[[], Mapping[str, str]] | None = None) -> None:
        self.values = dict(values)
        self.refresh = refresh
        self.refreshes = 0

    def current(self) -> Mapping[str, str]:
        return dict(self.values)

    def refreshed(self, rejected: Mapping[str, str]) -> Mapping[str, str]:
        if self.refresh is None:
            raise LoginExpired("The keys are not accepted")
        self.refreshes += 1
        self.values.update(self.refresh())
        return dict(self.values)


class ListRecorder:
    """Keeps the records in a list."""

    def __init__(self) -> None:
        self.calls: list[CallRecord] = []

    def record(self, call: CallRecord) -> None:
        self.calls.append(call)
