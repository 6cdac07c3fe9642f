"""A limit of fixed windows: how much of the present one is spent, and in which one the next call finds its place.

Pure: whoever keeps it (one row for all processes) hands in its own clock's seconds.
"""

import math
from dataclasses import dataclass, replace

from marketplaces.framework.limits import Limit, WindowTold

#: Ends that differ by less are one window's: they are told in whole seconds, and an answer takes time to arrive.
SAME_END = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The present window. `spent` beyond `most` are places that were given away in the windows after it."""

    ends: float
    spent: int
    most: int

    @classmethod
    def first(cls, limit: Limit, now: float) -> "Window":
        """Nobody has told where windows begin: with the first call, until an answer says better."""
        return cls(ends=now + limit.per, spent=0, most=int(limit.rate))

    def at(self, now: float, per: float) -> "Window":
        """The window that holds `now`; places given away in it count as spent."""
        if now < self.ends:
            return self
        passed = math.floor((now - self.ends) / per) + 1
        return replace(self, ends=self.ends + passed * per, spent=max(0, self.spent - passed * self.most))

    def taking(self, amount: int, now: float, per: float) -> tuple["Window", float]:
        """The window with `amount` spent in it or in a later one, and the seconds until that one begins.

        A call is never split: what is left of a window and too small for it is given up.
        """
        here = self.at(now, per)
        amount = min(amount, here.most)
        begin = here.spent
        if begin // here.most != (begin + amount - 1) // here.most:
            begin = math.ceil(begin / here.most) * here.most
        later = (begin + amount - 1) // here.most
        wait = here.ends + (later - 1) * per - now if later else 0.0
        return replace(here, spent=begin + amount), max(0.0, wait)

    def told(self, told: WindowTold, now: float, per: float) -> "Window":
        """What an answer says of it. It may lag behind calls that are under way, so it never gives anything back.

        Within one window the earliest end counts: each is told late by the way of its answer.
        """
        here = self.at(now, per)
        if told.seconds <= 0 or told.most == 0:
            return here
        ends, most = now + told.seconds, told.most or here.most
        same = abs(ends - here.ends) < SAME_END
        return Window(
            ends=min(ends, here.ends) if same else ends, spent=max(here.spent, min(most, most - told.left)), most=most
        )
