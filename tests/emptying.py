"""The database after a test that really committed: what it filled is emptied, a twentieth of the work of all of it.

Django truncates 130 tables, in as many files again for their indexes, and makes content types and permissions anew.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.test import TransactionTestCase

#: Bytes of a table above which its dead rows would be in the way of the tests that follow: it is truncated.
MUCH = 256 * 1024
#: What migrations fill and no test changes; where one did, all is made anew as Django does it.
MADE_BY_MIGRATIONS = ("django_content_type", "auth_permission", "django_migrations")

_at_first: dict[str, int] = {}


def remember() -> None:
    """How much migrations left, before the first test; where no test asks for a database there is none to remember."""
    if MADE_BY_MIGRATIONS[0] in connection.introspection.table_names():
        _at_first.update(_rows())


def empty(test: TransactionTestCase, everything: Callable[[TransactionTestCase], None]) -> None:
    """As a truncation does, wait for whoever still holds any table, then take away what is there."""
    if test.reset_sequences or _rows() != _at_first or not _may_leave_triggers_out():
        everything(test)
        return
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        sizes = _sizes()
        names = ", ".join(sizes)
        cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        sizes = _sizes()
        if max(sizes.values()) > MUCH:
            cursor.execute(f"TRUNCATE {names}")
        elif full := _full([name for name, size in sizes.items() if size]):
            # Rows go in no order, and what a trigger refuses to let go, a truncation would have taken as well.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in full))


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in MADE_BY_MIGRATIONS))
        return dict(cursor.fetchall())


def _may_leave_triggers_out() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _sizes() -> dict[str, int]:
    """The bytes of every table of ours, quoted as it is named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname), pg_relation_size(oid) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)",
            [list(MADE_BY_MIGRATIONS)],
        )
        return dict(cursor.fetchall())


def _full(names: list[str]) -> list[str]:
    """Those that have a row; what was deleted before leaves bytes behind and no row."""
    if not names:
        return []
    with connection.cursor() as cursor:
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        cursor.execute(" UNION ALL ".join(asked))
        return [row[0] for row in cursor.fetchall()]
