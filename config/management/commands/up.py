"""`manage.py up`: the whole back office in one process."""

import pkgutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import first_tables
from config.one_process import OneProcess
from config.ports import listen
from config.static import collect_if_changed


class Command(BaseCommand):
    help = "Starts web, worker and beat in one process; Ctrl-C ends all of it."
    requires_system_checks: list[str] = []  # they cost half a second; `make test` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")

    def handle(self, *args: Any, port: int, host: str, **options: Any) -> None:
        listener, found = listen(host, port)
        if port and found != port:  # 0: any will do
            self.stdout.write(f"Port {port} is busy; using {found}.")
        if not settings.PUBLIC_URL_GIVEN:
            settings.PUBLIC_URL = f"http://127.0.0.1:{found}"
        migrate_if_needed()
        if collect_if_changed():
            self.stdout.write("Static files collected.")
        process = OneProcess(listener)
        process.start_web()
        self.stdout.write(f"Orion is at {settings.PUBLIC_URL}/  (Ctrl-C ends it)")
        self.stdout.flush()
        process.start_tasks()
        process.wait()
        process.stop()


def migrate_if_needed() -> None:
    """By the names alone: the migrate command would read every migration first, which a warm start feels."""
    recorder = MigrationRecorder(connection)
    if migrations() - set(recorder.applied_migrations()):
        first_tables.make()
    connection.close()


def migrations() -> set[tuple[str, str]]:
    """App and name of each migration on disk, found as Django finds them."""
    folders = {app.label: Path(app.path) / "migrations" for app in apps.get_app_configs()}
    return {
        (label, module.name)
        for label, folder in folders.items()
        for module in pkgutil.iter_modules([str(folder)])
        if not module.ispkg and module.name[0] not in "_~"
    }
