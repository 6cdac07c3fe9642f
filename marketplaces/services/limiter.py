"""Keeps declared limits across all processes: one row per key, moved by one statement on the database clock."""

from datetime import timedelta

import psycopg

from marketplaces.framework.limits import Limit
from marketplaces.framework.transport import LONGEST_WAIT
from marketplaces.services import own_connection

# `tat` is when the next call may go at an even pace. A burst lets a call go up to (burst - 1) gaps before it.
# Calls queue up behind each other by moving `tat`; beyond the longest wait nobody takes a place any more.
RESERVE = """
INSERT INTO rate_buckets AS bucket (key, tat) VALUES (%(key)s, clock_timestamp() + %(gap)s)
ON CONFLICT (key) DO UPDATE SET tat = greatest(bucket.tat, clock_timestamp()) + %(gap)s
 WHERE bucket.tat - %(ahead)s <= clock_timestamp() + %(longest)s
RETURNING greatest(0, extract(epoch FROM tat - %(gap)s - %(ahead)s - clock_timestamp()))
"""
WAIT = """
SELECT greatest(0, extract(epoch FROM tat - %(ahead)s - clock_timestamp())) FROM rate_buckets WHERE key = %(key)s
"""
# The burst is spent as well: whoever was told to slow down does not come back with five calls at once.
PENALISE = """
INSERT INTO rate_buckets AS bucket (key, tat, blocked_until)
VALUES (%(key)s, clock_timestamp() + %(rest)s + %(ahead)s, clock_timestamp() + %(rest)s)
ON CONFLICT (key) DO UPDATE
   SET tat = greatest(bucket.tat, excluded.tat),
       blocked_until = greatest(bucket.blocked_until, excluded.blocked_until)
"""


class DatabaseLimiter:
    """The RateLimiter port. `marketplace` is the code, first part of each key."""

    def __init__(self, marketplace: str) -> None:
        self.marketplace = marketplace

    def reserve(self, limit: Limit, scope_value: str) -> float:
        """Take one call's place and return the seconds to wait; no place is taken when that is over LONGEST_WAIT."""
        values = self._values(limit, scope_value)

        def work(connection: psycopg.Connection) -> float:
            taken = connection.execute(RESERVE, values).fetchone()
            found = taken or connection.execute(WAIT, values).fetchone()
            return float(found[0]) if found else 0.0

        return own_connection.run(work)

    def penalise(self, limit: Limit, scope_value: str, seconds: float) -> None:
        """Nobody goes before `seconds` from now, and after that one by one."""
        values = {**self._values(limit, scope_value), "rest": timedelta(seconds=seconds)}
        own_connection.run(lambda connection: connection.execute(PENALISE, values))

    def _values(self, limit: Limit, scope_value: str) -> dict[str, object]:
        gap = limit.per / limit.rate
        return {
            "key": f"{self.marketplace}:{limit.scope}:{scope_value}:{limit.group}"[:200],
            "gap": timedelta(seconds=gap),
            "ahead": timedelta(seconds=gap * (limit.burst - 1)),
            "longest": timedelta(seconds=LONGEST_WAIT),
        }
