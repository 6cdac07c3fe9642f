"""Keeps declared limits across all processes: one row per key, moved by one statement on the database clock."""

import logging
import math
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg

from marketplaces.framework.limits import AtOnce, Limit, WindowTold
from marketplaces.framework.transport import LONGEST_WAIT
from marketplaces.framework.windows import Window
from marketplaces.services import own_connection

log = logging.getLogger(__name__)

# `tat` is when the next call may go at an even pace. A burst lets a call go up to (burst - 1) gaps before it.
# Calls queue up behind each other by moving `tat`; beyond the longest wait nobody takes a place any more.
# Where items are counted, a call's gap is that of all its items; one larger than the burst waits until all came back.
RESERVE = """
INSERT INTO rate_buckets AS bucket (key, tat) VALUES (%(key)s, clock_timestamp() + %(gap)s)
ON CONFLICT (key) DO UPDATE SET tat = greatest(bucket.tat, clock_timestamp()) + %(gap)s
 WHERE bucket.tat - %(ahead)s <= clock_timestamp() + %(longest)s
RETURNING greatest(0, extract(epoch FROM tat - %(gap)s - %(ahead)s - clock_timestamp()))
"""
SPEND = """
INSERT INTO rate_buckets AS bucket (key, tat) VALUES (%(key)s, clock_timestamp() + %(gap)s)
ON CONFLICT (key) DO UPDATE SET tat = greatest(bucket.tat, clock_timestamp()) + %(gap)s
"""
# For calls that come to us: nobody queues up, so a place is taken only where one is free.
TAKE = """
INSERT INTO rate_buckets AS bucket (key, tat) VALUES (%(key)s, clock_timestamp() + %(gap)s)
ON CONFLICT (key) DO UPDATE SET tat = greatest(bucket.tat, clock_timestamp()) + %(gap)s
 WHERE bucket.tat - %(ahead)s <= clock_timestamp()
RETURNING 0.0
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
# A window is worked out in Python, so its row is held meanwhile.
OPEN_WINDOW = """
INSERT INTO rate_buckets (key, tat) VALUES (%(key)s, clock_timestamp()) ON CONFLICT (key) DO NOTHING
"""
READ_WINDOW = """
SELECT extract(epoch FROM clock_timestamp()), extract(epoch FROM blocked_until),
       extract(epoch FROM window_ends), window_spent, window_most
  FROM rate_buckets WHERE key = %(key)s FOR UPDATE
"""
RESTING = "SELECT blocked_until > clock_timestamp() FROM rate_buckets WHERE key = %(key)s"
STORE_WINDOW = """
UPDATE rate_buckets SET window_ends = %(ends)s, window_spent = %(spent)s, window_most = %(most)s WHERE key = %(key)s
"""
# Two that want the same free place: the second finds it taken and gets no row; it asks again.
ENTER = """
INSERT INTO call_places AS place (key, holder, until)
SELECT %(key)s::text || '#' || number, %(holder)s, clock_timestamp() + %(lease)s
  FROM generate_series(1, %(calls)s) AS number
  LEFT JOIN call_places AS taken ON taken.key = %(key)s::text || '#' || number
 WHERE taken.until IS NULL OR taken.until <= clock_timestamp()
 LIMIT 1
ON CONFLICT (key) DO UPDATE SET holder = excluded.holder, until = excluded.until
 WHERE place.until <= clock_timestamp()
RETURNING key
"""
LEAVE = "UPDATE call_places SET until = clock_timestamp() WHERE key = %(key)s AND holder = %(holder)s"


class DatabaseLimiter:
    """The RateLimiter port. `marketplace` is the code, first part of each key."""

    def __init__(self, marketplace: str) -> None:
        self.marketplace = marketplace

    def reserve(self, limit: Limit, scope_value: str, amount: int = 1) -> float:
        """Take the place of the call or its items; none is taken when the wait for it is over LONGEST_WAIT."""
        amount = max(1, amount)
        if limit.window:
            return own_connection.run(lambda connection: self._take_of_window(connection, limit, scope_value, amount))
        values = self._values(limit, scope_value, amount)

        def work(connection: psycopg.Connection) -> float:
            taken = connection.execute(RESERVE, values).fetchone()
            found = taken or connection.execute(WAIT, values).fetchone()
            return float(found[0]) if found else 0.0

        return own_connection.run(work)

    def spend(self, limit: Limit, scope_value: str, amount: int) -> None:
        """What was counted beyond the call; nobody waits here, whoever comes next does."""
        if limit.window:
            work = partial(self._take_of_window, limit=limit, scope_value=scope_value, amount=amount, longest=math.inf)
            own_connection.run(work)
            return
        values = self._values(limit, scope_value, amount)
        own_connection.run(lambda connection: connection.execute(SPEND, values))

    def take(self, limit: Limit, scope_value: str) -> float:
        """0 when a call to us may be served now; else the seconds until one may, and no place is taken."""
        values = self._values(limit, scope_value)

        def work(connection: psycopg.Connection) -> float:
            found = connection.execute(TAKE, values).fetchone() or connection.execute(WAIT, values).fetchone()
            return float(found[0]) if found else 0.0

        return own_connection.run(work)

    def penalise(self, limit: Limit, scope_value: str, seconds: float) -> None:
        """Nobody goes before `seconds` from now, and after that one by one."""
        values = {**self._values(limit, scope_value), "rest": timedelta(seconds=seconds)}
        own_connection.run(lambda connection: connection.execute(PENALISE, values))

    def resting(self, limit: Limit, scope_value: str) -> bool:
        """Whether everybody rests now."""
        key = {"key": self._key(limit, scope_value)}
        row = own_connection.run(lambda connection: connection.execute(RESTING, key).fetchone())
        return bool(row and row[0])

    def told(self, limit: Limit, scope_value: str, told: WindowTold) -> None:
        """The window as the marketplace counts it: what others spent with the same key is in there."""
        own_connection.run(lambda connection: self._hear_of_window(connection, limit, scope_value, told))

    def enter(self, limit: AtOnce, scope_value: str, seconds: float) -> str:
        """One of the places, which comes back after `seconds` also without `leave`."""
        holder = uuid.uuid4()
        values = {
            "key": self._key(limit, scope_value), "holder": holder, "calls": limit.calls,
            "lease": timedelta(seconds=seconds),
        }  # fmt: skip
        row = own_connection.run(lambda connection: connection.execute(ENTER, values).fetchone())
        return f"{holder} {row[0]}" if row else ""

    def leave(self, place: str) -> None:
        """Give the place back; where that fails it comes back by itself."""
        holder, _, key = place.partition(" ")
        try:
            own_connection.run(lambda connection: connection.execute(LEAVE, {"key": key, "holder": holder}))
        except psycopg.Error:
            log.warning("A place among the calls under way could not be given back; it comes back by itself.")

    def _take_of_window(
        self,
        connection: psycopg.Connection,
        limit: Limit,
        scope_value: str,
        amount: int,
        longest: float = LONGEST_WAIT,
    ) -> float:
        key = self._key(limit, scope_value)
        with connection.transaction():
            now, blocked, window = _read(connection, key, limit)
            begin = max(now, blocked)
            taken, wait = window.taking(amount, begin, limit.per)
            wait += begin - now
            if wait <= longest:
                _store(connection, key, taken)
        return wait

    def _hear_of_window(
        self, connection: psycopg.Connection, limit: Limit, scope_value: str, told: WindowTold
    ) -> None:  # fmt: skip
        key = self._key(limit, scope_value)
        with connection.transaction():
            now, _blocked, window = _read(connection, key, limit)
            _store(connection, key, window.told(told, now, limit.per))

    def _key(self, limit: Limit | AtOnce, scope_value: str) -> str:
        return f"{self.marketplace}:{limit.scope}:{scope_value}:{limit.group}"[:200]

    def _values(self, limit: Limit, scope_value: str, amount: int = 1) -> dict[str, object]:
        each = limit.per / limit.rate
        return {
            "key": self._key(limit, scope_value),
            "gap": timedelta(seconds=each * amount),
            "ahead": timedelta(seconds=each * max(0.0, limit.burst - amount)),
            "longest": timedelta(seconds=LONGEST_WAIT),
        }


def _read(connection: psycopg.Connection, key: str, limit: Limit) -> tuple[float, float, Window]:
    """The database's time, until when everybody rests, and the window; its row is held by the open transaction."""
    connection.execute(OPEN_WINDOW, {"key": key})
    row = connection.execute(READ_WINDOW, {"key": key}).fetchone()
    assert row is not None  # it was just made, and nobody deletes it inside this transaction
    now, blocked, ends, spent, most = row
    known = None not in (ends, spent, most)
    window = Window(ends=float(ends), spent=spent, most=most) if known else Window.first(limit, float(now))
    return float(now), float(blocked or 0), window


def _store(connection: psycopg.Connection, key: str, window: Window) -> None:
    ends = datetime.fromtimestamp(window.ends, UTC)
    connection.execute(STORE_WINDOW, {"key": key, "ends": ends, "spent": window.spent, "most": window.most})
