"""Tables made once per state of the migrations and copied from then on, a second instead of five."""

import fcntl
import hashlib
from contextlib import suppress
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import connection
from psycopg import sql

from config import first_tables
from config.postgres import EmbeddedPostgres

PREFIX = "tables_"


def use_template(server: EmbeddedPostgres) -> None:
    """Let Django's test database start as a copy; `migrate` still runs on it and finds nothing to do."""
    wanted = PREFIX + fingerprint()
    with open(f"{server.place}.tables", "a") as lock:  # of several workers one makes it and the others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(server.dsn, autocommit=True) as maker:
            rows = maker.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]).fetchall()
            if (wanted,) not in rows:
                _make(maker, wanted, old=[row[0] for row in rows])
    connection.settings_dict["TEST"]["TEMPLATE"] = wanted


def fingerprint() -> str:
    """Of all migrations of all apps, ours and others', and of the file that a new database starts with."""
    seen = hashlib.sha256()
    if first_tables.FILE.exists():
        seen.update(first_tables.FILE.read_bytes())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            seen.update(f"{app.label}/{file.name}\n".encode() + file.read_bytes())
    return seen.hexdigest()[:16]


def _make(maker: psycopg.Connection, name: str, *, old: list[str]) -> None:
    """Under another name until it is whole, so that a torn one is never copied."""
    for each in old:
        with suppress(psycopg.errors.ObjectInUse):  # just being copied by another run
            maker.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(each)))
    raw = f"{PREFIX}in_the_making"
    maker.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(raw)))
    maker.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(raw)))
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = raw
    try:
        first_tables.make()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
    maker.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(raw), sql.Identifier(name)))
