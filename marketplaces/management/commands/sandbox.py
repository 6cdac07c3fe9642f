"""`manage.py sandbox`: every practice marketplace under one port. Needs no database."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplaces.sandbox.server import Running, Sandbox, on_free_port
from marketplaces.sandbox.state import StateBusy

LAST_PORT = 65_535


class Command(BaseCommand):
    help = "Serves the practice marketplaces; drive them over HTTP under /_control/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8100, help="where to listen (default 8100)")
        parser.add_argument("--seed", type=int, default=1, help="the seed of a shop's very first start")
        parser.add_argument("--folder", type=Path, default=None, help="where the state is kept (default var/sandbox)")
        parser.add_argument("--ready-file", type=Path, default=None, help="gets the address once the sandbox listens")
        parser.add_argument("--attached", action="store_true", help="end when standard input is closed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 <= options["port"] <= LAST_PORT:
            raise CommandError(f"There is no port {options['port']}. Enter one from 1 to {LAST_PORT} with --port.")
        folder = options["folder"] or state_folder()
        try:
            sandbox = Sandbox(folder, seed=options["seed"])
            server = on_free_port(
                lambda port: Running(sandbox, port=port).in_background(), options["port"], say=self.stdout.write
            )
        except (StateBusy, OSError) as error:
            raise CommandError(str(error)) from error
        codes = ", ".join(f"/{code}" for code in sandbox.emulators)
        self.stdout.write(f"Sandbox at {server.url} ({codes}). Ctrl-C ends it.")
        self.stdout.flush()
        if options["ready_file"]:
            options["ready_file"].write_text(server.url)
        wait_for_the_end(attached=options["attached"])
        server.close()


def state_folder() -> Path:
    """`var/sandbox`, in the folder that holds everything a running Orion writes."""
    return Path(getattr(settings, "VAR", None) or settings.BASE_DIR / "var") / "sandbox"


def wait_for_the_end(*, attached: bool = False) -> None:
    """Until Ctrl-C or a polite kill; attached, also until whoever started it is gone, however that came."""
    halt = threading.Event()
    if attached:
        threading.Thread(target=_wait_for_eof, args=(halt,), name="attached", daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    halt.wait()


def _wait_for_eof(halt: threading.Event) -> None:
    sys.stdin.read()
    halt.set()
