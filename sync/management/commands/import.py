"""manage.py import FILE --store SLUG: brings a product feed in."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from core.models import Store
from sync import column_maps
from sync.feed import import_feed
from sync.models import MarketplaceSyncLog
from sync.report import as_line, sentence

SOME_FAILED, RUN_FAILED = 1, 2
Status = MarketplaceSyncLog.Status


class Command(BaseCommand):
    """Exits 0 (every row came in), 1 (some rows were refused), 2 (the file is no feed)."""

    help = "Imports products from a feed: CSV, TSV, .xlsx or JSON with the columns id, title, price …"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="the feed")
        parser.add_argument("--store", required=True, metavar="SLUG", help="the store it belongs to")
        parser.add_argument("--map", metavar="FILE", help="what its columns are: JSON of column: field, kept for later")
        parser.add_argument("--show-map", action="store_true", help="print the map as it is guessed, import nothing")
        parser.add_argument("--approve", action="store_true", help="also when it changes many prices")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store “{options['store']}”.", returncode=RUN_FAILED)
        path = Path(options["file"])
        data = _read(path)
        if options["show_map"]:
            self.stdout.write(json.dumps(_guessed(store, data), ensure_ascii=False, indent=2))
            return
        log = import_feed(
            store=store,
            name=path.name,
            data=data,
            columns=self._columns(store, data, options["map"]),
            cause="command",
            listener=_Counter(self.stderr),
            approved=options["approve"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(as_line(log), ensure_ascii=False))
        else:
            self.stdout.write("\n".join([sentence(log), *(f"  {text}" for _when, text in log.messages)]))
        if log.status != Status.COMPLETED:
            sys.exit(SOME_FAILED if log.status == Status.PARTIALLY_COMPLETED else RUN_FAILED)

    def _columns(self, store: Store, data: bytes, given: str | None) -> Mapping[str, str]:
        """As they are given, else as they were said before; what is only guessed is shown and not acted upon."""
        try:
            plan = column_maps.plan(store=store, data=data)
            if given:
                return column_maps.save(store=store, heads=plan.heads, chosen=_map(Path(given)), by="command")
        except DomainError as refused:
            if given:
                raise CommandError(str(refused), returncode=RUN_FAILED) from None
            return {}  # the run says why
        if plan.asks:
            words = ", ".join(f"{column.head} → {column.guess}" for column in plan.columns if column.guess)
            self.stderr.write(f"Guessed: {words}. Save what --show-map prints, correct it, and give it with --map.")
        return plan.chosen


def _guessed(store: Store, data: bytes) -> dict[str, str]:
    try:
        plan = column_maps.plan(store=store, data=data)
    except DomainError as refused:
        raise CommandError(str(refused), returncode=RUN_FAILED) from None
    return {column.head: field for column, field in plan.drawn}


def _map(path: Path) -> dict[str, str]:
    try:
        told = json.loads(_read(path))
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(field, str) for field in told.values()):
        raise CommandError(f'{path} is no map. Write {{"Artikelnummer": "id", …}}.', returncode=RUN_FAILED)
    return told


class _Counter:
    """One line on a terminal that counts; silent where there is none."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __call__(self, log: MarketplaceSyncLog) -> None:
        if self.stream.isatty():
            self.stream.write(f"\r\x1b[K{log.processed_records:,} of {log.expected_records or 0:,}", ending="\r")
            self.stream.flush()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=RUN_FAILED) from None
