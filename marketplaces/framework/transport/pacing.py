"""Keeps to the declared limits before a call and learns from answers."""

from collections.abc import Mapping

from marketplaces.framework.errors import RateLimited
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.ports import Clock, RateLimiter

#: Nobody holds a worker longer than this; a longer wait is a RateLimited with `retry_after`, planned by the executor.
#: A limiter takes no place for a call that would have to wait longer.
LONGEST_WAIT = 60.0
EVERY_CALL = "*"


class Pacer:
    """The limits of one connection."""

    def __init__(
        self, limits: tuple[Limit, ...], scope_values: Mapping[LimitScope, str], limiter: RateLimiter, clock: Clock
    ) -> None:
        # The slowest first: its place would go stale if another limit made us wait after it was taken.
        waited_for = [limit for limit in limits if limit.scope != LimitScope.SUBJECT]
        self._limits = sorted(waited_for, key=lambda limit: limit.per / limit.rate, reverse=True)
        self._scope_values = scope_values
        self._limiter = limiter
        self._clock = clock

    def wait(self, groups: tuple[str, ...]) -> float:
        """Sleep until the call may go and return the seconds slept. Raises RateLimited instead of sleeping too long."""
        slept = 0.0
        for limit in self._spent(groups):
            seconds = self._limiter.reserve(limit, self._scope(limit))
            if seconds > LONGEST_WAIT:
                raise RateLimited("Its limit is used up for now", retry_after=seconds, fix="We go on by ourselves.")
            if seconds > 0:
                self._clock.sleep(seconds)
                slept += seconds
        return slept

    def rest(self, groups: tuple[str, ...], seconds: float) -> None:
        """The marketplace asked for a rest: it holds for the limit that names this call most closely, for everybody."""
        spent = self._spent(groups)
        closest = [limit for limit in spent if limit.group != EVERY_CALL] or spent
        for limit in closest:
            self._limiter.penalise(limit, self._scope(limit), seconds)

    def _spent(self, groups: tuple[str, ...]) -> list[Limit]:
        return [limit for limit in self._limits if limit.group == EVERY_CALL or limit.group in groups]

    def _scope(self, limit: Limit) -> str:
        return self._scope_values.get(limit.scope, "")
