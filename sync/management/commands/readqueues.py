"""Reads the queues in which marketplaces leave their messages, now."""

import argparse
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplaces.framework.errors import ConnectorError
from marketplaces.models import Connection
from sync import queues


class Command(BaseCommand):
    """`manage.py readqueues [--connection UUID]`."""

    help = "Reads the queues of messages of one shop or of all, now; they are read each minute anyway."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--connection", type=uuid.UUID, metavar="UUID")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted: uuid.UUID | None = options["connection"]
        shops = [shop for shop in queues.places() if wanted in (None, shop.pk)]
        if not shops:
            raise CommandError("No shop that works has a queue. Enter the address of the queue where its keys are.")
        failed = [shop.name for shop in shops if not self._read(shop)]
        if failed:
            raise CommandError(f"Not read: {', '.join(failed)}.")

    def _read(self, shop: Connection) -> bool:
        try:
            taken = queues.read(shop)
        except ConnectorError as error:
            self.stderr.write(f"{shop.name}: {error}")
            return False
        more = f", {taken.not_ours} of them for no shop of ours" if taken.not_ours else ""
        self.stdout.write(f"{shop.name}: {taken.stored + taken.not_ours} messages taken{more}.")
        return True
