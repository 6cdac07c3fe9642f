"""`manage.py demo`: practice marketplaces, a store that trades with them, and the whole back office, until Ctrl-C."""

from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from config.demo.sandboxes import Sandboxes, credentials, push_to
from config.management.commands.up import migrate_if_needed
from config.one_process import OneProcess
from config.ports import listen
from config.static import collect_if_changed


class Command(BaseCommand):
    help = "Starts everything with practice data: the sandboxes, a demo store, web, worker and beat. Ctrl-C ends it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--sandbox-port", type=int, default=8100)

    def handle(self, *args: Any, port: int, sandbox_port: int, **options: Any) -> None:
        listener, found = listen("127.0.0.1", port)
        if port and found != port:  # 0: any will do
            self.stdout.write(f"Port {port} is busy; using {found}.")
        settings.PUBLIC_URL = f"http://127.0.0.1:{found}"
        sandboxes = Sandboxes(sandbox_port)
        try:
            migrate_if_needed()
            collect_if_changed()
            settings.SANDBOX_URL = sandboxes.wait()
            process = OneProcess(listener, at_end=sandboxes.stop)
        except BaseException:
            sandboxes.stop()
            raise
        process.start_web()
        if self._prepare(process):
            process.start_tasks()
            process.wait()
        with suppress(OSError):  # the window may be closed
            self._say("\nEnding ...")
        process.stop()

    def _prepare(self, process: OneProcess) -> bool:
        """Whether to go on serving; not after Ctrl-C in the middle of the first sync."""
        from config.demo.first_sync import FirstSync, Halted
        from config.demo.notes import Notes
        from config.demo.owner import EMAIL, NAME, demo_store, opens
        from marketplaces.services.intake_addresses import base_of

        notes = Notes.read()
        store = demo_store(notes)
        settings.DEMO_SIGN_IN = (EMAIL, notes.password) if opens(notes.password) else None
        work = FirstSync(store=store, say=self._say, terminal=self.stderr, halted=process.halt.is_set)
        connections = work.connections(credentials(settings.SANDBOX_URL))
        for each in connections:
            receiver = f"{settings.PUBLIC_URL}/hooks/{each.marketplace.code}/{each.webhook_token}/"
            push_to(settings.SANDBOX_URL, each.marketplace.code, base_of(each) or receiver)
        try:
            if not notes.complete:
                self._say(f"First full sync of {NAME} ...")
                notes.complete = work.carry_out(connections)
                notes.write()
        except Halted:
            return False
        self._say(f"\nOrion is at   {settings.PUBLIC_URL}/   (Ctrl-C ends it)")
        self._say(f"Sign in with  {EMAIL}\nPassword      {notes.password}")
        self._say(f"Sandboxes at  {settings.SANDBOX_URL}/")
        return True

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
