"""The tests run on a real PostgreSQL, never on anything lighter."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_postgresql_15_or_newer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('fsync')")
        version, fsync = cursor.fetchone()
    assert version >= 150000
    assert fsync == "on"
