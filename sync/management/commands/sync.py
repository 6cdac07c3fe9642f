"""Reads or sends in the foreground, without broker or worker; the address people script against."""

import argparse
import json
import sys
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware

from core.errors import DomainError
from core.models import Store
from marketplaces.framework import registry
from marketplaces.models import Connection
from sync import executor, runs
from sync.models import MarketplaceSyncLog, SyncType
from sync.report import BarOnTerminal, as_line, sentence
from sync.since import checked_since

ALL_WELL, SOME_FAILED, RUN_FAILED = 0, 1, 2
#: On a command line words are joined by a hyphen; answers name the kind as everywhere.
KINDS = [kind.value.replace("_", "-") for kind in SyncType if kind != SyncType.IMPORT]
Status = MarketplaceSyncLog.Status


class Command(BaseCommand):
    """`manage.py sync orders --all`: exits 0 (all well), 1 (some items failed), 2 (the run failed)."""

    help = "Reads orders or products, or sends stock, prices, shipments or products, now."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS, type=_word)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--connection", metavar="UUID", help="one connection")
        which.add_argument("--marketplace", metavar="CODE", help="all connections of a marketplace")
        which.add_argument("--store", metavar="SLUG", help="all connections of a store")
        which.add_argument("--all", action="store_true", help="all connections of all stores")
        parser.add_argument("--full", action="store_true", help="everything, not only what changed")
        parser.add_argument("--since", metavar="ISO8601", help="changed since this moment, at the marketplace's clock")
        parser.add_argument("--create-missing", action="store_true", help="make products from unlinked listings")
        parser.add_argument("--json", action="store_true", help="one JSON line per run")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["kind"].replace("-", "_")
        connections = _connections(options)
        asked = _asked(options)
        worst = ALL_WELL
        for connection in connections:
            entry = runs.start(connection=connection, sync_type=kind, cause="command", options=asked)
            bar = BarOnTerminal(connection.name, kind, self.stderr)
            try:
                entry = executor.run_now(entry, listener=bar)
            except KeyboardInterrupt:
                runs.request_stop(entry)
                raise CommandError("Stopped. What was stored is safe; run it again to go on.", returncode=130) from None
            finally:
                bar.close()
            self.stdout.write(json.dumps(as_line(entry), ensure_ascii=False) if options["json"] else sentence(entry))
            worst = max(worst, _exit_code(entry))
        if worst:
            sys.exit(worst)


def _word(kind: str) -> str:
    """Either way of writing it is understood."""
    return kind.replace("_", "-")


def _exit_code(entry: MarketplaceSyncLog) -> int:
    return {Status.COMPLETED: ALL_WELL, Status.PARTIALLY_COMPLETED: SOME_FAILED}.get(Status(entry.status), RUN_FAILED)


def _connections(options: dict[str, Any]) -> list[Connection]:
    alive = Connection.objects.select_related("marketplace", "store").exclude(status=Connection.Status.DISCONNECTED)
    if options["connection"]:
        try:
            found = alive.filter(pk=uuid.UUID(options["connection"]))
        except ValueError:
            raise CommandError(_no("connection", options["connection"]), returncode=RUN_FAILED) from None
        if not found:
            raise CommandError(_no("connection", options["connection"]), returncode=RUN_FAILED)
    elif options["store"]:
        if not Store.objects.filter(slug=options["store"]).exists():
            raise CommandError(f"There is no store “{options['store']}”.", returncode=RUN_FAILED)
        found = alive.filter(store__slug=options["store"])
    elif options["marketplace"]:
        if options["marketplace"] not in registry.codes():
            known = ", ".join(registry.codes())
            raise CommandError(
                f"There is no marketplace “{options['marketplace']}”. Known: {known}.", returncode=RUN_FAILED
            )
        found = alive.filter(marketplace__code=options["marketplace"])
    else:
        found = alive
    chosen = list(found.order_by("store__slug", "name"))
    if not chosen:
        raise CommandError("No connection fits. `manage.py connections` lists them.", returncode=RUN_FAILED)
    return chosen


def _no(what: str, value: str) -> str:
    return f"There is no {what} {value}. `manage.py connections` lists them."


def _asked(options: dict[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if options["full"]:
        asked["full"] = True
    if options["create_missing"]:
        asked["create_missing"] = True
    if options["since"] is not None:
        asked["since"] = _moment(options["since"])
    return asked


def _moment(text: str) -> str:
    try:
        moment = parse_datetime(text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = parse_datetime(f"{day.isoformat()}T00:00:00Z")
    if moment is None:
        raise CommandError(
            f"--since {text} is no moment. Write it like 2026-11-20T08:00:00Z or 2026-11-20.", returncode=RUN_FAILED
        )
    moment = make_aware(moment) if is_naive(moment) else moment
    try:
        return checked_since(moment).isoformat()
    except DomainError as refused:
        raise CommandError(f"--since {text}: {refused}", returncode=RUN_FAILED) from None
