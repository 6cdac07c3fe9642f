"""A database of its own for a benchmark, made from the migrations and dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Django set up on an empty database with this name."""
    os.environ["ORION_TEST_DB"] = name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from config.postgres import start_embedded, stop_embedded
    from config.template_database import use_template
    from marketplaces.services import own_connection

    if settings.EMBEDDED_POSTGRES:
        use_template(start_embedded(Path(settings.EMBEDDED_POSTGRES), database="postgres"))
    before = settings.DATABASES["default"]["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        own_connection.close()
        connection.creation.destroy_test_db(before, verbosity=0)
        connection.close()
        stop_embedded()
