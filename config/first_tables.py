"""A new database starts with its tables as they were when `first_tables.sql` was written, and migrates from there.

Django takes twenty seconds to carry out all migrations one by one, nearly all of it spent on rendering models again
and again; PostgreSQL takes one to make the same tables. The migrations stay the truth: a test makes the tables both
ways and compares them, later migrations run on top, and a file that holds a migration which has changed since is not
used. It is written by `make tables`.
"""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from config.postgres import EmbeddedPostgres, programs_for

FILE = Path(__file__).with_suffix(".sql")
HOLDS = "-- holds "
#: Any number will do: two commands that find the same empty database wait for each other.
LOCK = 7_201_944
#: What pg_dump says of itself and of the session; `\restrict` is for psql only.
_ASIDE = re.compile(r"^(--( .*)?|\\(un)?restrict .*|SET [^=]+ = .*;|SELECT pg_catalog\.set_config\(.*;|)$")

Migration = tuple[str, str]


def make(*, file: Path = FILE) -> None:
    """All tables in an empty database, or what is missing in one that has some.

    Only the embedded server takes the file: it was written by this very version of PostgreSQL.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        if cursor.fetchone() == (0,) and settings.EMBEDDED_POSTGRES and fits(file):
            _load(file)
    call_command("migrate", interactive=False, verbosity=0)


def fits(file: Path = FILE) -> bool:
    """Whether every migration that the file holds is still here, letter for letter."""
    held = dict(_held(file))
    return bool(held) and all(_letters(migration) == letters for migration, letters in held.items())


def written(server: EmbeddedPostgres, *, scratch: str) -> str:
    """The file's text, from a database that the migrations alone have made."""
    with psycopg.connect(server.dsn, autocommit=True) as maker:
        name = sql.Identifier(scratch)
        maker.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        maker.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            migrations = _migrate(scratch)
            holds = [f"{HOLDS}{app} {name} {_letters((app, name))}" for app, name in migrations]
            return "\n".join(["-- Written by `make tables`; do not edit it.", *holds, *dumped(server, scratch), ""])
        finally:
            maker.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def dumped(server: EmbeddedPostgres, database: str) -> list[str]:
    """The tables of a database in SQL, without what pg_dump tells about itself."""
    program = programs_for(server.account, beside=server.place.parent) / "pg_dump"
    what = ["--schema-only", "--no-owner", "--no-privileges", "--host", str(server.socket), "-U", "postgres"]
    told = subprocess.run([program, *what, database], capture_output=True, text=True, check=True)
    return [line for line in told.stdout.splitlines() if not _ASIDE.match(line)]


def _migrate(database: str) -> list[Migration]:
    """Carries out every migration in a database of this name and says which those were, in their order."""
    before = connection.settings_dict["NAME"]
    _lead_to(database)
    try:
        call_command("migrate", interactive=False, verbosity=0)
        return list(MigrationRecorder(connection).migration_qs.order_by("id").values_list("app", "name"))
    finally:
        _lead_to(before)


def _lead_to(database: str) -> None:
    """Django's connection; a pool holds on to the database that it was opened with."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["NAME"] = database


def _load(file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = false")
        cursor.execute(file.read_text())
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for (app, name), _ in _held(file))


def _held(file: Path) -> Iterator[tuple[Migration, str]]:
    if file.exists():
        for line in file.read_text().splitlines():
            if line.startswith(HOLDS):
                app, name, letters = line.removeprefix(HOLDS).split()
                yield (app, name), letters


def _letters(migration: Migration) -> str:
    """What the migration's own file says, in short; empty when there is none."""
    app, name = migration
    found = apps.app_configs.get(app)
    file = Path(found.path) / "migrations" / f"{name}.py" if found else None
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file and file.exists() else ""
