"""manage.py store: makes a store with its owner and its first location."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.services.stores import Opened, StoreRefused, open_store
from inventory.models import Location


class Command(BaseCommand):
    """The store, its owner (made unless known) and a default location, together or not at all."""

    help = "Makes a store, its owner and its default location."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name in addresses and commands, for example acme")
        parser.add_argument("--name", required=True, help="name that people read")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="who owns it; signs in with this address")
        parser.add_argument("--currency", default="EUR", help="three letters (EUR)")
        parser.add_argument("--timezone", default="Europe/Luxembourg", help="for example Europe/Luxembourg")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                opened = open_store(
                    slug=options["slug"],
                    name=options["name"],
                    owner_email=options["owner"],
                    currency=options["currency"],
                    timezone=options["timezone"],
                )
                Location.objects.create(store=opened.store, name="Main warehouse", code="MAIN", is_default=True)
        except StoreRefused as refused:
            raise CommandError(str(refused)) from None
        self._tell(opened, as_json=options["json"])

    def _tell(self, opened: Opened, *, as_json: bool) -> None:
        store = opened.store
        if as_json:
            line = {"store": str(store.pk), "slug": store.slug, "name": store.name, "owner": opened.owner.email}
            self.stdout.write(json.dumps({**line, "password": opened.password}, ensure_ascii=False))
            return
        self.stdout.write(f"Store “{store.name}” ({store.slug}) is open; its owner is {opened.owner.email}.")
        if opened.password:
            self.stdout.write(f"The owner's password, shown only now: {opened.password}")
