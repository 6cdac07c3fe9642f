"""Test databases are copies of tables that were made once per state of the migrations."""

from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from config.postgres import EmbeddedPostgres
from config.template_database import PREFIX, fingerprint, use_template


@pytest.mark.django_db
def test_one_template_is_kept_and_it_is_that_of_these_migrations() -> None:
    if not settings.EMBEDDED_POSTGRES:
        pytest.skip("a server by DATABASE_URL makes its tables each time")
    server = EmbeddedPostgres(Path(settings.EMBEDDED_POSTGRES))
    use_template(server)
    assert connection.settings_dict["TEST"]["TEMPLATE"] == PREFIX + fingerprint()
    with psycopg.connect(server.dsn) as looker:
        names = [row[0] for row in looker.execute("SELECT datname FROM pg_database").fetchall()]
    assert [name for name in names if name.startswith(PREFIX)] == [PREFIX + fingerprint()]


def test_a_changed_migration_asks_for_new_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = tmp_path / "migrations" / "0001_initial.py"
    migration.parent.mkdir()
    migration.write_text("operations = []\n")
    monkeypatch.setattr(apps, "get_app_configs", lambda: [SimpleNamespace(label="shop", path=str(tmp_path))])
    before = fingerprint()
    assert fingerprint() == before
    migration.write_text("operations = [1]\n")
    assert fingerprint() != before
