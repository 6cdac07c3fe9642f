"""manage.py sources --store SLUG: where product feeds are fetched from, and fetching them now."""

import argparse
import json
import sys
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.models import Store
from sync import uploads
from sync.models import ImportSource
from sync.sources import fetching

FAILED = 2
Result = ImportSource.Result


class Command(BaseCommand):
    """Exits 0, or 2 when something could not be fetched."""

    help = "Lists the sources of a store; fetches from one or all and brings in what is new."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--store", required=True, metavar="SLUG", help="the store they belong to")
        parser.add_argument("--fetch", metavar="UUID", help="fetch from this one now")
        parser.add_argument("--all", action="store_true", help="fetch from all that are not paused")
        parser.add_argument("--json", action="store_true", help="one line of JSON each")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store “{options['store']}”.", returncode=FAILED)
        wanted = _wanted(store, options["fetch"], options["all"])
        for pk in wanted:
            if run := fetching.fetch(pk):
                uploads.carry_out(run.pk)
        rows = ImportSource.objects.filter(store=store, **({"pk__in": wanted} if wanted else {})).order_by("name", "pk")
        shown = list(rows.select_related("last_run"))
        for row in shown:
            self.stdout.write(json.dumps(_told(row), ensure_ascii=False) if options["json"] else _line(row))
        if wanted and any(row.outcome in (Result.FAILED, Result.ASKS) for row in shown):
            sys.exit(FAILED)


def _wanted(store: Store, named: str | None, every: bool) -> list[UUID]:
    rows = ImportSource.objects.filter(store=store)
    if every:
        return list(rows.filter(is_enabled=True).values_list("pk", flat=True))
    try:
        found = list(rows.filter(pk=named).values_list("pk", flat=True)) if named else []
    except (ValidationError, ValueError):
        found = []
    if named and not found:
        raise CommandError(f"There is no source “{named}” in this store.", returncode=FAILED)
    return found


def _told(row: ImportSource) -> dict[str, Any]:
    return {
        "id": str(row.pk), "name": row.name, "kind": row.kind, "is_enabled": row.is_enabled,
        "last_result": row.outcome, "last_error": row.said,
        "checked_at": row.checked_at.isoformat() if row.checked_at else None,
        "run": str(row.last_run_id) if row.last_run_id else None,
        "run_status": row.last_run.status if row.last_run else None,
    }  # fmt: skip


def _line(row: ImportSource) -> str:
    state = row.outcome_word if row.is_enabled else "Paused"
    return f"{row.pk}  {row.name} ({row.get_kind_display()}): {state}. {row.said}".rstrip()
