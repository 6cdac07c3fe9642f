"""The sandbox's time: real by default, but it can be set, frozen and advanced, and remembers that over a restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .state import State

KIND = "_clock"


class Clock:
    """Now, as the emulator sees it. Kept in the emulator's state."""

    def __init__(self, state: State) -> None:
        self._table = state.table(KIND)

    @property
    def _setting(self) -> dict[str, str | float]:
        return self._table.find("now") or {}

    @property
    def frozen(self) -> bool:
        return "frozen" in self._setting

    def now(self) -> datetime:
        setting = self._setting
        if "frozen" in setting:
            return datetime.fromisoformat(str(setting["frozen"]))
        return datetime.now(UTC) + timedelta(seconds=float(setting.get("offset", 0)))

    def timestamp(self) -> float:
        return self.now().timestamp()

    def set(self, now: datetime, *, running: bool = False) -> None:
        """Stops the clock at an instant, or lets it run on from there."""
        now = now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
        if running:
            self._table.put("now", {"offset": (now - datetime.now(UTC)).total_seconds()})
        else:
            self._table.put("now", {"frozen": now.isoformat()})

    def advance(self, seconds: float) -> None:
        """Moves on by some seconds; a stopped clock stays stopped, a running one runs on."""
        self.set(self.now() + timedelta(seconds=seconds), running=not self.frozen)

    def use_real_time(self) -> None:
        self._table.delete("now")
