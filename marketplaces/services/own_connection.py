"""A database connection beside Django's own, always in autocommit: what goes through it survives a rollback.

Rate limits and call records are facts about the outside; they stay true when our transaction does not.
"""

import os
import threading
from collections.abc import Callable
from typing import TypeVar

import psycopg
from django.db import connections

T = TypeVar("T")


class _OwnConnection:
    """One per process; psycopg lets threads take turns on it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None
        self._process = 0

    def run(self, work: Callable[[psycopg.Connection], T]) -> T:
        """Do `work` with the connection; once more on a new one when the old one turns out dead."""
        with self._lock:
            connection = self._open()
            try:
                return work(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError):
                if not connection.closed and not connection.broken:
                    raise
                self._connection = None
            return work(self._open())

    def close(self) -> None:
        """Give it back; the next use opens a new one."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _open(self) -> psycopg.Connection:
        if self._connection is None or self._connection.closed or self._process != os.getpid():
            parameters = {
                name: text for name, text in connections["default"].get_connection_params().items() if name in KNOWN
            }
            # A bucket or a call record lost in a power cut harms nobody; waiting for the disk at each call does.
            self._connection = psycopg.connect(**parameters, autocommit=True, options="-c synchronous_commit=off")
            self._process = os.getpid()
        return self._connection


KNOWN = {"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}

_own = _OwnConnection()
run = _own.run
close = _own.close
