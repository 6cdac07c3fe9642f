"""`manage.py tables`: writes what a new database starts with, from what the migrations make of an empty one."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import first_tables
from config.postgres import EmbeddedPostgres


class Command(BaseCommand):
    help = "Writes config/first_tables.sql anew, from which a new database starts; half a minute."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED_POSTGRES:
            raise CommandError("The file is for the embedded PostgreSQL. Run this without DATABASE_URL.")
        server = EmbeddedPostgres(Path(settings.EMBEDDED_POSTGRES))
        first_tables.FILE.write_text(first_tables.written(server, scratch="first_tables"))
        self.stdout.write(f"Written: {first_tables.FILE.relative_to(settings.BASE_DIR)}.")
