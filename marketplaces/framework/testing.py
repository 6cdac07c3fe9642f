"""Plain in-memory ports, for tests of connectors and of the transport."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.limits import AtOnce, Limit, WindowTold
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
        self.extra: list[tuple[str, int]] = []
        self.amounts: list[tuple[str, int]] = []
        self.rests: list[bool] = []
        self.heard: list[tuple[str, WindowTold]] = []
        self.full = 0  # so often there is no place for one more call
        self.under_way: list[str] = []
        self.most_under_way = 0

    def reserve(self, limit: Limit, scope_value: str, amount: int = 1) -> float:
        self.reserved.append((limit.group, scope_value))
        self.amounts.append((limit.group, amount))
        return self.waits.pop(0) if self.waits else 0.0

    def spend(self, limit: Limit, scope_value: str, amount: int) -> None:
        self.extra.append((limit.group, amount))

    def penalise(self, limit: Limit, scope_value: str, seconds: float) -> None:
        self.penalties.append((limit.group, scope_value, seconds))

    def resting(self, limit: Limit, scope_value: str) -> bool:
        return self.rests.pop(0) if self.rests else False

    def told(self, limit: Limit, scope_value: str, told: WindowTold) -> None:
        self.heard.append((limit.group, told))

    def enter(self, limit: AtOnce, scope_value: str, seconds: float) -> str:
        if self.full:
            self.full -= 1
            return ""
        self.under_way.append(limit.group)
        self.most_under_way = max(self.most_under_way, len(self.under_way))
        return limit.group

    def leave(self, place: str) -> None:
        self.under_way.remove(place)


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
