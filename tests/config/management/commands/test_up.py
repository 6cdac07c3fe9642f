"""What `up` looks at before it starts; how it starts is in tests/config/test_up.py."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import first_tables
from config.management.commands.up import migrate_if_needed, migrations


def test_the_migrations_on_disk_are_those_that_django_reads() -> None:
    assert migrations() == set(MigrationLoader(None).disk_migrations)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    found: list[bool] = []
    monkeypatch.setattr(first_tables, "make", lambda: found.append(True))
    return found


@pytest.mark.django_db
def test_tables_that_stand_are_left_alone(made: list[bool]) -> None:
    migrate_if_needed()
    assert not made


@pytest.mark.django_db
def test_one_migration_that_was_not_carried_out_yet_is_enough(made: list[bool]) -> None:
    MigrationRecorder.Migration.objects.filter(app="orders", name__startswith="0001").delete()
    migrate_if_needed()
    assert made
