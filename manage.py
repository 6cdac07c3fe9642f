#!/usr/bin/env python
"""Runs one command; starts the embedded database first when the command needs it."""

import atexit
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.ending import interrupt_if_lost, interrupt_when_asked
from config.garbage import look_seldom

INTERRUPTED = 130
WITHOUT_DATABASE = {
    "sandbox", "check", "help", "--help", "version", "--version", "collectstatic", "makemessages", "compilemessages",
    "startconnector", "findstatic", "diffsettings", "spectacular",
}  # fmt: skip


def make_tables() -> None:
    """A fresh database gets its tables with the first command that needs them."""
    import django

    django.setup()
    from django.db import connection

    from config import first_tables

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('stores')")
        missing = cursor.fetchone() == (None,)
    if missing:
        sys.stderr.write("Making the tables of a new database …\n")
        first_tables.make()
    connection.close()


def start_while_loading(folder: Path, name: str) -> None:
    """The database server beside Django: neither needs the other until both are there.

    Raises DatabaseNotStarted with the server's own reason.
    """
    import django

    from config.postgres import start_embedded

    with ThreadPoolExecutor(1) as beside:
        server = beside.submit(start_embedded, folder, database=name)
        django.setup()
    server.result()


def close_pool() -> None:
    """Before the server stops, else the pool tries to reconnect and says on the terminal that it could not."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def main() -> None:
    interrupt_when_asked()
    look_seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.exceptions import ImproperlyConfigured

    try:
        from django.conf import settings

        embedded = settings.EMBEDDED_POSTGRES
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE and "--help" not in sys.argv:
        database = settings.DATABASES["default"]
        if embedded:
            start_while_loading(embedded, database["NAME"])
            if "pool" in database["OPTIONS"]:
                atexit.register(close_pool)
        else:
            from config.database import check_database

            check_database(database)
        if sys.argv[1] not in ("migrate", "makemigrations", "test", "up"):
            make_tables()
            interrupt_if_lost()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(INTERRUPTED)
