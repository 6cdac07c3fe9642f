"""Whether the database of DATABASE_URL is there, before Django waits for its pool and then tells nobody why."""

from typing import Any

import psycopg

OLDEST = 15
ENTER = "Check DATABASE_URL: postgresql://user:password@host:5432/orion."


class DatabaseUnusable(SystemExit):
    """Ends the program with the sentence."""


def check_database(entry: dict[str, Any]) -> None:
    """Connect once; raises DatabaseUnusable with the server's own reason, or for a server that is too old."""
    options = {name: value for name, value in entry["OPTIONS"].items() if name != "pool"}
    given = {
        "host": entry["HOST"],
        "port": entry["PORT"],
        "user": entry["USER"],
        "password": entry["PASSWORD"],
        "dbname": entry["NAME"],
    }
    try:
        with psycopg.connect(
            **{"connect_timeout": 5, **options}, **{name: text for name, text in given.items() if text}
        ) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].rstrip(". ")
        raise DatabaseUnusable(f"The database does not let us in: {reason}. {ENTER}") from None
    if version < OLDEST:
        raise DatabaseUnusable(f"The database is PostgreSQL {version}; Orion needs {OLDEST} or newer. {ENTER}")
