"""Loads keys into the pool, buys what is owed now, and says how things stand."""

import argparse
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from core.models import Store
from fulfillment.selectors.balances import forecasts
from fulfillment.selectors.keys import standing
from fulfillment.services.keys import files, pool, purchases
from inventory.models import Variant
from marketplaces.models import Connection
from sync.keys import balances, working


class Command(BaseCommand):
    """`manage.py keys load FILE --store SLUG [--sku SKU]`, and `work`, `status --store SLUG`,
    `balance --store SLUG`, `buying UUID on`."""

    help = "Digital keys: load a file, work on what is owed, say how things stand, let a supplier be bought from."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        load = acts.add_parser("load", help="Take the keys of a file into the pool; - reads from standard input.")
        load.add_argument("file")
        load.add_argument("--store", required=True)
        load.add_argument("--sku", default="", help="For lines without a SKU of their own.")
        status = acts.add_parser("status", help="Counts by SKU; never a key.")
        status.add_argument("--store", required=True)
        status.add_argument("--json", action="store_true")
        balance = acts.add_parser("balance", help="Ask suppliers now what can be spent, and say how long it lasts.")
        balance.add_argument("--store", required=True)
        balance.add_argument("--json", action="store_true")
        acts.add_parser("work", help="Assign, buy and hand over what is owed now.")
        buying = acts.add_parser("buying", help="Let keys be bought at a supplier, or no more.")
        buying.add_argument("connection", metavar="UUID")
        buying.add_argument("state", choices=["on", "off"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except DomainError as refused:
            raise CommandError(str(refused)) from None

    def _load(self, options: dict[str, Any]) -> None:
        store, variant = _store(options["store"]), None
        if options["sku"]:
            variant = Variant.objects.filter(store=store, sku=options["sku"]).first()
            if variant is None:
                raise CommandError(f"No product of {store.name} has the SKU {options['sku']}.")
        name = options["file"]
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"The file could not be read: {error.strerror}.") from None
        loaded = pool.load(store=store, rows=files.read(raw, zone=store.zone), variant=variant, by="command")
        for line, sentence in loaded.refused:
            self.stdout.write(f"line {line}: {sentence}")
        self.stdout.write(f"{loaded.added} keys loaded, {len(loaded.refused)} lines not taken.")

    def _status(self, options: dict[str, Any]) -> None:
        rows = standing(_store(options["store"]))
        if options["json"]:
            self.stdout.write(json.dumps([row.counts() for row in rows]))
            return
        for row in rows:
            there = "" if row.at_supplier is None else f", {row.at_supplier} at suppliers"
            self.stdout.write(
                f"{row.sku}: {row.pool} in pool, {row.reserved} reserved, {row.gone} handed over{there},"
                f" {row.owed} owed: {row.available} available"
            )

    def _balance(self, options: dict[str, Any]) -> None:
        store = _store(options["store"])
        for shop in balances.suppliers():
            if shop.store_id == store.pk:
                balances.read(shop, at_once=True)
        rows = [each.figures() for each in forecasts(store, timezone.now())]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        for row in rows:
            lasts = "nothing is spent" if row["days"] is None else f"lasts for {row['days']} days"
            known = f"{row['to_spend']} {row['currency']}" if row["to_spend"] is not None else "not read yet"
            self.stdout.write(f"{row['name']}: {known}, {row['per_day']} a day, {lasts}. {row['error']}".rstrip())

    def _work(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{working.work()} lines and purchases were looked at.")

    def _buying(self, options: dict[str, Any]) -> None:
        try:
            connection = Connection.objects.select_related("marketplace").get(pk=uuid.UUID(options["connection"]))
        except (ValueError, Connection.DoesNotExist):
            raise CommandError(f"There is no connection {options['connection']}.") from None
        purchases.switch(connection, on=options["state"] == "on", by="command")
        self.stdout.write(f"{connection.name}: buying keys is {options['state']}.")


def _store(slug: str) -> Store:
    store = Store.objects.filter(slug=slug).first()
    if store is None:
        raise CommandError(f"There is no store {slug}.")
    return store
