"""Turns what a connection reads or sends on or off."""

import argparse
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from marketplaces.models import Connection
from sync.switches import SWITCHES, switch


class Command(BaseCommand):
    """`manage.py switch UUID stock_out on`."""

    help = "Turns what a connection reads or sends on or off. Sending stock and prices starts off."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("connection", metavar="UUID")
        parser.add_argument("name", choices=sorted(SWITCHES))
        parser.add_argument("state", choices=["on", "off"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connection = (
                Connection.objects.select_related("marketplace").filter(pk=uuid.UUID(options["connection"])).first()
            )
        except ValueError:
            connection = None
        if connection is None:
            raise CommandError(f"There is no connection {options['connection']}. `manage.py connections` lists them.")
        try:
            marked = switch(connection, options["name"], on=options["state"] == "on", by="command")
        except DomainError as refused:
            raise CommandError(str(refused)) from None
        told = f" {marked} listings will be told." if marked else ""
        self.stdout.write(f"{connection.name}: {options['name']} is {options['state']}.{told}")
