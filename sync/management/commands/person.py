"""manage.py person WHO --store SLUG: a copy of a person's data, or its erasure (F170)."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from core.errors import DomainError
from core.models import Store
from sync.persons.copying import copy_of
from sync.persons.erasing import erase
from sync.persons.finding import Person, find

FAILED = 2


class Command(BaseCommand):
    """Exits 0, or 2 when nobody is meant or an order is not over."""

    help = "Prints a copy of a person's data as JSON, or erases it; invoices stay."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("who", help="e-mail, number of an order, or id of a buyer")
        parser.add_argument("--store", required=True, metavar="SLUG")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--copy", action="store_true", help="print all there is")
        what.add_argument("--erase", action="store_true", help="erase it for ever, with its history")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store “{options['store']}”.", returncode=FAILED)
        person = find(store, options["who"])
        if not person:
            raise CommandError(f"{store.name} knows nobody by “{options['who']}”.", returncode=FAILED)
        if options["copy"]:
            text = DjangoJSONEncoder(ensure_ascii=False, indent=2).encode(copy_of(person))
            self.stdout.write(text)
        else:
            self._erase(person)

    def _erase(self, person: Person) -> None:
        try:
            orders = erase(person, now=timezone.now(), by="command line")
        except DomainError as refused:
            raise CommandError(str(refused), returncode=FAILED) from None
        self.stdout.write(f"Erased from {orders} orders and {len(person.customers)} buyers. Invoices stay.")
