"""The ground everything stands on: tables, keys, clock, disk, address."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.crypto import encrypted_columns
from marketplaces.models import Connection
from sync.doctor.finding import Finding

LEAST_FREE = 1 << 30  # bytes: an hour of a busy shop and a dump beside it
MOST_SKEW = timedelta(seconds=2)
ROWS_AT_ONCE = 1_000


def look() -> Iterator[Finding]:
    """One finding for each matter."""
    yield _tables()
    yield _secrets()
    yield _clock()
    yield _disk()
    yield _address()


def _tables() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return Finding(matter="tables", said="The tables are those of this version.")
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _back in missing[:3])
    return Finding(
        matter="tables", said=f"{len(missing)} migrations are not applied: {names}.", urgent=True,
        fix="Run manage.py migrate.", mend=lambda: call_command("migrate", interactive=False, verbosity=0),
    )  # fmt: skip


def _secrets() -> Finding:
    keys = MultiFernet([Fernet(key) for key in settings.FERNET_KEYS])
    lost, read = [], 0
    for model, column in encrypted_columns():
        table, name = model._meta.db_table, column.column or column.name
        found = sum(1 for stored in _stored(table, name) if not _opens(keys, stored))
        read += 1
        if found:
            lost.append(f"{found} of {table}.{name}")
    if not lost:
        return Finding(matter="secrets", said=f"Every stored secret can be read ({read} columns).")
    return Finding(
        matter="secrets", said=f"Secrets that none of our keys can read: {', '.join(lost)}.", urgent=True,
        fix="Put the copy of keys.json back, or add the key they were written with to the end of FERNET_KEYS.",
    )  # fmt: skip


def _stored(table: str, column: str) -> Iterator[bytes]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quote(column)} FROM {quote(table)} WHERE {quote(column)} IS NOT NULL")
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from (bytes(row[0]) for row in rows)


def _opens(keys: MultiFernet, stored: bytes) -> bool:
    try:
        keys.decrypt(stored)
    except InvalidToken:
        return False
    return True


def _clock() -> Finding:
    with connection.cursor() as cursor:
        before = datetime.now(UTC)
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    skew = max(before - there, there - datetime.now(UTC), timedelta())
    if skew <= MOST_SKEW:
        return Finding(matter="clock", said="The clocks here and at the database agree.")
    return Finding(
        matter="clock", said=f"The clocks here and at the database are {skew.total_seconds():.0f} seconds apart.",
        urgent=True, fix="Let both keep time by NTP: signatures of marketplaces and leases of work hang on it.",
    )  # fmt: skip


def _disk() -> Finding:
    free = shutil.disk_usage(settings.VAR).free
    if free >= LEAST_FREE:
        return Finding(matter="disk", said=f"{free >> 30} GB are free.")
    return Finding(
        matter="disk", said=f"Only {free >> 20} MB are free where the data lies.", urgent=True,
        fix="Make room: a database that cannot write stops every sync.",
    )  # fmt: skip


def _address() -> Finding:
    url = settings.PUBLIC_URL
    real = Connection.objects.filter(is_sandbox=False).exclude(status=Connection.Status.DISCONNECTED).count()
    if urlsplit(url).scheme == "https" or not real:
        return Finding(matter="address", said=f"Marketplaces reach us at {url}.")
    return Finding(
        matter="address", said=f"Shops of real marketplaces are connected ({real}), and our address is {url}.",
        fix="Set PUBLIC_URL to an https address that they can reach: webhooks and sign-in links lead there.",
    )  # fmt: skip
