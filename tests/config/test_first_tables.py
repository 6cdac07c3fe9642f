"""What a new database starts with is what the migrations make of an empty one."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from config import first_tables
from config.postgres import EmbeddedPostgres

pytestmark = pytest.mark.skipif(not settings.EMBEDDED_POSTGRES, reason="only the embedded server starts from the file")
REMAKE = "Run `make tables` and commit config/first_tables.sql: it holds a migration that has changed or is gone."


@pytest.fixture
def server(django_db_setup: None) -> EmbeddedPostgres:
    return EmbeddedPostgres(Path(settings.EMBEDDED_POSTGRES))


@pytest.fixture
def empty(
    server: EmbeddedPostgres, worker_id: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Django's connection leads to a database without a table."""
    name = f"first_tables_{worker_id}"
    verbs = ("DROP DATABASE IF EXISTS", "CREATE DATABASE")
    drop, create = (sql.SQL(f"{verb} {{}}").format(sql.Identifier(name)) for verb in verbs)
    with psycopg.connect(server.dsn, autocommit=True) as maker, django_db_blocker.unblock():
        connection.close()
        maker.execute(drop)  # what a run that was killed has left
        maker.execute(create)
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "NAME", name)
            yield name
            connection.close()
        maker.execute(drop)


def test_no_migration_in_the_file_has_changed_since_or_is_gone() -> None:
    assert first_tables.fits(), REMAKE


@pytest.mark.timeout(600)
def test_the_file_and_the_migrations_after_it_make_the_tables_that_all_migrations_make(
    server: EmbeddedPostgres, empty: str
) -> None:
    first_tables.make()
    by_file = first_tables.dumped(server, empty)
    recorded = set(MigrationRecorder(connection).applied_migrations())
    text = first_tables.written(server, scratch=f"{empty}_slow")
    by_migrations = [line for line in text.splitlines() if not line.startswith("-- ")]
    assert len(by_file) > 1000
    assert _taken_in(server, by_file) == _taken_in(server, by_migrations)
    assert recorded == {tuple(line.split()[2:4]) for line in text.splitlines() if line.startswith(first_tables.HOLDS)}


def test_a_file_with_a_migration_that_changed_is_not_used(tmp_path: Path) -> None:
    lines = first_tables.FILE.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{first_tables.HOLDS}core "))
    lines[at] = lines[at][:-1] + ("0" if lines[at][-1] != "0" else "1")
    other = tmp_path / "first_tables.sql"
    other.write_text("\n".join(lines))
    assert not first_tables.fits(other)


def test_without_the_file_the_migrations_make_the_tables(tmp_path: Path) -> None:
    assert not first_tables.fits(tmp_path / "none.sql")


def test_a_database_that_has_tables_keeps_them(empty: str) -> None:
    first_tables.make()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO auth_group (name) VALUES ('Packers')")
    first_tables.make()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM auth_group")
        assert cursor.fetchall() == [("Packers",)]


def _taken_in(server: EmbeddedPostgres, lines: list[str]) -> list[str]:
    """PostgreSQL writes `kind IN (…)` another way when it reads what it wrote itself; a second time changes nothing."""
    scratch = "first_tables_taken_in"
    with psycopg.connect(server.dsn, autocommit=True) as maker:
        maker.execute(f"DROP DATABASE IF EXISTS {scratch} WITH (FORCE)")
        maker.execute(f"CREATE DATABASE {scratch}")
        with psycopg.connect(server.dsn, dbname=scratch, autocommit=True) as reader:
            reader.execute("SET check_function_bodies = false")  # functions come before the tables that they read
            reader.execute("\n".join(lines).encode())
        told = first_tables.dumped(server, scratch)
        maker.execute(f"DROP DATABASE {scratch} WITH (FORCE)")
    return told
