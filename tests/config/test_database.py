"""The tests run on a real PostgreSQL, never on anything lighter."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from config.database import DatabaseUnusable, check_database
from config.postgres import socket_folder, start_embedded
from tests.config.conftest import folder_for_the_server

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_the_database_is_postgresql_15_or_newer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('fsync')")
        version, fsync = cursor.fetchone()
    assert version >= 150000
    assert fsync == "on"


def entry(**more: str) -> dict[str, object]:
    return {"HOST": "", "PORT": "", "USER": "u", "PASSWORD": "secret-word", "NAME": "orion", "OPTIONS": {}, **more}


def test_a_database_that_is_not_there_is_told_at_once_with_the_reason_and_without_the_password() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with pytest.raises(DatabaseUnusable) as refused:
        check_database(entry(HOST="127.0.0.1", PORT=port))
    said = str(refused.value)
    assert said.startswith("The database does not let us in: ")
    assert f"port {port}" in said
    assert "DATABASE_URL" in said
    assert "secret-word" not in said


def test_a_name_that_the_server_does_not_know_is_told(db: None) -> None:
    mine = connection.settings_dict
    with pytest.raises(DatabaseUnusable, match='database "nowhere" does not exist'):
        check_database({**mine, "PORT": "", "PASSWORD": "", "NAME": "nowhere"})


def test_the_first_command_on_an_empty_database_by_url_makes_its_tables(open_folder: Path) -> None:
    with folder_for_the_server() as there:
        server = start_embedded(there / "postgres", database="postgres")
        try:
            with psycopg.connect(server.dsn, autocommit=True) as admin:
                admin.execute("CREATE DATABASE bought")
            url = f"postgresql://postgres@/bought?host={quote(str(socket_folder(there / 'postgres')), safe='')}"
            clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
            done = subprocess.run(
                [sys.executable, "manage.py", "store", "acme", "--name=Acme", "--owner=ann@example.com"], cwd=ROOT,
                env={**clean, "ORION_VAR": str(open_folder), "DATABASE_URL": url}, capture_output=True, text=True,
                timeout=120,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, "Making the tables of a new database …\n")
            assert not (open_folder / "postgres").exists()
        finally:
            server.stop()
