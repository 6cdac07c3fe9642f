"""Keeps to the declared limits before a call and learns from answers."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from marketplaces.framework.errors import RateLimited
from marketplaces.framework.limits import AtOnce, Limit, LimitScope, WindowTold
from marketplaces.framework.ports import Clock, RateLimiter
from marketplaces.framework.transport import brake

#: Nobody holds a worker longer than this; a longer wait is a RateLimited with `retry_after`, planned by the executor.
#: A limiter takes no place for a call that would have to wait longer.
LONGEST_WAIT = 60.0
EVERY_CALL = "*"
#: Calls under way end within moments; whoever waits for one looks again so soon.
PLACE_PAUSE = 0.05
#: A place is held a little longer than any try lasts; whoever was killed gives it back in this way.
LEASE_BEYOND = 5.0


class Pacer:
    """The limits of one connection."""

    def __init__(
        self,
        limits: tuple[Limit, ...],
        scope_values: Mapping[LimitScope, str],
        limiter: RateLimiter,
        clock: Clock,
        at_once: tuple[AtOnce, ...] = (),
    ) -> None:
        # The slowest first: its place would go stale if another limit made us wait after it was taken.
        waited_for = [limit for limit in limits if limit.scope != LimitScope.SUBJECT]
        self._limits = sorted(waited_for, key=_longest_wait, reverse=True)
        self._at_once = at_once
        self._scope_values = scope_values
        self._limiter = limiter
        self._clock = clock

    def wait(self, groups: tuple[str, ...], cost: int = 1) -> float:
        """Sleep until the call may go and return the seconds slept. Raises RateLimited instead of sleeping too long."""
        return sum(self._turn(limit, cost if limit.items else 1) for limit in self._spent(groups))

    @contextmanager
    def under_way(self, groups: tuple[str, ...], lasts: float) -> Iterator[float]:
        """The call is one of those under way while this is open; the seconds it waited for that.

        Last of all waits, so that no place stands empty while another limit is waited for.
        """
        slept = 0.0
        with ExitStack() as places:
            for limit in self._at_once:
                if limit.group == EVERY_CALL or limit.group in groups:
                    place, waited = self._place(limit, lasts + LEASE_BEYOND)
                    places.callback(self._limiter.leave, place)
                    slept += waited
            yield slept

    def rest(self, groups: tuple[str, ...], seconds: float) -> None:
        """The marketplace asked for a rest: it holds for the limit that names this call most closely, for everybody."""
        for limit in self._closest(groups):
            self._limiter.penalise(limit, self._scope(limit), seconds)

    def refused(self, groups: tuple[str, ...]) -> None:
        """The marketplace refused the call, which costs more than one where a limit says so."""
        for limit in self._spent(groups):
            if limit.refusal_cost > 1:
                self._limiter.spend(limit, self._scope(limit), limit.refusal_cost - 1)

    def told(self, groups: tuple[str, ...], told: WindowTold) -> None:
        """An answer told how much of its window is left; that too is of the limit that names the call most closely."""
        for limit in self._closest(groups):
            if limit.window:
                self._limiter.told(limit, self._scope(limit), told)
            elif told.left <= 0 < told.seconds:
                self._limiter.penalise(limit, self._scope(limit), told.seconds)

    def _turn(self, limit: Limit, amount: int) -> float:
        """A place is only good while nobody is told to rest: whoever slept through such a word takes another."""
        slept = 0.0
        while seconds := self._limiter.reserve(limit, self._scope(limit), amount):
            if seconds > LONGEST_WAIT:
                raise RateLimited("Its limit is used up for now", retry_after=seconds, fix="We go on by ourselves.")
            brake.sleep(self._clock, seconds)
            slept += seconds
            if not self._limiter.resting(limit, self._scope(limit)):
                break
        return slept

    def _place(self, limit: AtOnce, lease: float) -> tuple[str, float]:
        slept = 0.0
        while not (place := self._limiter.enter(limit, self._scope(limit), lease)):
            if slept >= LONGEST_WAIT:
                raise RateLimited("Too many calls are under way", retry_after=slept, fix="We go on by ourselves.")
            brake.sleep(self._clock, PLACE_PAUSE)
            slept += PLACE_PAUSE
        return place, slept

    def _closest(self, groups: tuple[str, ...]) -> list[Limit]:
        spent = self._spent(groups)
        return [limit for limit in spent if limit.group != EVERY_CALL] or spent

    def _spent(self, groups: tuple[str, ...]) -> list[Limit]:
        return [limit for limit in self._limits if limit.group == EVERY_CALL or limit.group in groups]

    def _scope(self, limit: Limit | AtOnce) -> str:
        return self._scope_values.get(limit.scope, "")


def _longest_wait(limit: Limit) -> float:
    """A window makes wait for its end; items for as many as a call holds, which may be all."""
    return limit.per if limit.window or limit.items else limit.per / limit.rate
