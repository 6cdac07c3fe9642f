"""Outbound changes of a connection that may not be called: set aside and made due together, with their history."""

from functools import cache

from django.db import connection as database
from django.utils import timezone

from core.services.sets import audit_sql, audit_values
from marketplaces.models import Connection, OutboundChange


def set_aside(connection: Connection, *, reason: str) -> int:
    """What waits to be sent is paused; returns how many."""
    return _move(connection, "state = 'paused'", "state IN ('waiting', 'retry')", reason)


def release(connection: Connection, *, reason: str) -> int:
    """What was paused is due now, with fresh attempts; returns how many."""
    return _move(connection, "state = 'waiting', due_at = %(audit_at)s, attempts = 0", "state = 'paused'", reason)


def _move(connection: Connection, change: str, condition: str, reason: str) -> int:
    with database.cursor() as cursor:
        cursor.execute(
            _statement(change, condition), {"connection": connection.pk, **audit_values(timezone.now(), reason)}
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@cache
def _statement(change: str, condition: str) -> str:
    """Locks in sorted order, as marking does, so that the two wait for each other and never deadlock."""
    return f"""
    WITH chosen AS (
        SELECT id FROM outbound_changes WHERE connection_id = %(connection)s AND {condition}
        ORDER BY connection_id, subject_id FOR UPDATE
    ),
    written AS (
        UPDATE outbound_changes o SET {change}, updated_at = %(audit_at)s FROM chosen c WHERE o.id = c.id RETURNING o.*
    ),
    audit AS ({audit_sql(OutboundChange, "written", kind="'~'")})
    SELECT count(*) FROM written
    """
