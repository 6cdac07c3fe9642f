"""What listings show otherwise than told."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.models import Store
from sync.drift.listing import DEAREST, VIEWS, drifts
from sync.models import Drift


class Command(BaseCommand):
    """`manage.py drift --store SLUG [--view open|healing|watched|over] [--json]`."""

    help = "Listings that show another stock, price or state than they were told, the dearest first."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--store", required=True)
        parser.add_argument("--view", choices=list(VIEWS), default="open")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store {options['store']}.")
        rows = list(DEAREST.page(drifts(store, options["view"]), size=1000).rows)
        if options["json"]:
            self.stdout.write(json.dumps([_told(row) for row in rows]))
            return
        for row in rows:
            name = row.listing.marketplace_sku or row.listing.title
            self.stdout.write(
                f"{row.connection.name}  {name}: {row.what} {row.theirs}, ours {row.ours}. "
                f"{row.get_cause_display()}. At risk {row.money:.2f} {row.currency}"
            )
        self.stdout.write(f"{len(rows)} differences.")


def _told(row: Drift) -> dict[str, Any]:
    return {
        "id": str(row.pk), "connection": str(row.connection_id), "listing": str(row.listing_id),
        "sku": row.listing.marketplace_sku, "what": row.what, "cause": row.cause, "state": row.state,
        "ours": row.ours, "theirs": row.theirs, "money": str(row.money), "currency": row.currency,
        "found_at": row.found_at.isoformat(),
    }  # fmt: skip
