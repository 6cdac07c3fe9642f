"""What every test may use: a real PostgreSQL, started only when a test asks for the database."""

from pathlib import Path

import pytest
from django.conf import settings

from config.postgres import start_embedded


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django's hook before the first database use; each xdist worker holds its own share of one server."""
    if settings.EMBEDDED_POSTGRES:
        start_embedded(Path(settings.EMBEDDED_POSTGRES), database="postgres")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Tables come straight from the models until the first migration is kept."""
    return (Path(settings.BASE_DIR) / "core" / "migrations" / "0001_initial.py").exists()
