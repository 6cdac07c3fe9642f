"""What the plain half of the border asks of the Django half. Tests pass small in-memory ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marketplaces.framework.limits import AtOnce, Limit, WindowTold


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One HTTP exchange, redacted: no body, no secret, query values hidden where they are secrets."""

    operation: str
    method: str
    path: str
    http_status: int | None
    outcome: str  # "ok" or the error's kind
    duration_ms: int
    request_id: str = ""
    said: str = ""
    attempt: int = 1
    waited_ms: int = 0


class RateLimiter(Protocol):
    """Keeps declared limits across all processes."""

    def reserve(self, limit: Limit, scope_value: str, amount: int = 1) -> float:
        """Take the place of a call or of its `amount` of items; the seconds to wait before it may go (0.0: now)."""

    def spend(self, limit: Limit, scope_value: str, amount: int) -> None:
        """The marketplace counted `amount` more than the call itself: it is spent, however long others then wait."""

    def penalise(self, limit: Limit, scope_value: str, seconds: float) -> None:
        """The marketplace said slow down: nobody goes before `seconds` from now."""

    def resting(self, limit: Limit, scope_value: str) -> bool:
        """Whether a rest that the marketplace asked for is not over: places taken before it began are not good."""

    def told(self, limit: Limit, scope_value: str, told: WindowTold) -> None:
        """The marketplace told of the present window of a limit that is kept in windows."""

    def enter(self, limit: AtOnce, scope_value: str, seconds: float) -> str:
        """Take one of the places of calls under way, for `seconds` at most; its name, "" where all are taken."""

    def leave(self, place: str) -> None:
        """Give the place back; must never raise into the call, whose answer is here by now."""


class CredentialSource(Protocol):
    """The connection's secrets; refreshes are leased, so that N workers make one refresh."""

    def current(self) -> Mapping[str, str]:
        """Field name to value, refreshed first when the access token is about to end. Raises LoginExpired."""

    def refreshed(self, rejected: Mapping[str, str]) -> Mapping[str, str]:
        """The values after a refresh of the `rejected` ones; another worker's will do. Raises LoginExpired."""


class CallRecorder(Protocol):
    """Keeps a row per call."""

    def record(self, call: CallRecord) -> None:
        """Store it; must never raise into the call."""


class Clock(Protocol):
    """Time, so that tests need no patching."""

    def now(self) -> datetime:
        """Aware, UTC."""

    def monotonic(self) -> float:
        """Seconds for measuring."""

    def sleep(self, seconds: float) -> None:
        """Wait."""
