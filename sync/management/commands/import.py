"""manage.py import FILE --store SLUG: brings a product feed in."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.models import Store
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
        parser.add_argument("--approve", action="store_true", help="also when it changes many prices")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store “{options['store']}”.", returncode=RUN_FAILED)
        path = Path(options["file"])
        log = import_feed(
            store=store,
            name=path.name,
            data=_read(path),
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
