"""The news that something at a marketplace may be stale, written in the transaction of the truth (law 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.services.sets import audit_sql, audit_values
from marketplaces.models import OutboundChange


@dataclass(frozen=True, slots=True)
class Subject:
    """A listing, shipment or marketplace order of a connection whose remote copy may be stale."""

    store_id: UUID
    connection_id: UUID
    subject_id: UUID
    urgent: bool = False


#: What was held back or paused stays so, and what is being worked off there is answered first; what waits out a backoff
#: is not hurried; everything else is due at once.
UNDER_WAY = "o.state = 'accepted' AND o.progress ? 'under_way'"
MERGE = f"""
    wanted_version = o.wanted_version + 1, wanted_at = excluded.wanted_at, updated_at = excluded.updated_at,
    urgent = excluded.urgent,
    state = CASE WHEN o.state IN ('held', 'paused') OR {UNDER_WAY} THEN o.state ELSE 'waiting' END,
    due_at = CASE WHEN o.state IN ('retry', 'waiting', 'held', 'paused') OR {UNDER_WAY} THEN o.due_at
                  ELSE excluded.due_at END,
    attempts = CASE WHEN o.state IN ('refused', 'synced', 'accepted') THEN 0 ELSE o.attempts END,
    error_kind = CASE WHEN o.state IN ('refused', 'synced') THEN '' ELSE o.error_kind END,
    error = CASE WHEN o.state IN ('refused', 'synced') THEN '' ELSE o.error END,
    error_said = CASE WHEN o.state IN ('refused', 'synced') THEN '' ELSE o.error_said END,
    error_fix = CASE WHEN o.state IN ('refused', 'synced') THEN '' ELSE o.error_fix END
"""


@cache
def merge_sql(source: str) -> str:
    """Upsert of changes from a query with store_id, connection_id, subject_id and urgent.

    Rows are taken in sorted order, so that two transactions marking the same subjects wait and never deadlock. A mark
    that only bumps the version of what already waits leaves no history row: nothing about it changed for anybody.
    """
    return f"""
    WITH given AS MATERIALIZED ({source}),
    before AS (
        SELECT id FROM outbound_changes
        WHERE kind = %(kind)s AND subject_id IN (SELECT subject_id FROM given)
          AND state NOT IN ('waiting', 'held', 'paused') AND NOT (state = 'accepted' AND progress ? 'under_way')
    ),
    written AS (
        INSERT INTO outbound_changes AS o (
            id, created_at, updated_at, store_id, connection_id, kind, subject_id, state, urgent, wanted_version,
            sent_version, seen_version, wanted_at, due_at, attempts, progress, last_sent, error_kind, error,
            error_said, error_fix, request_id
        )
        SELECT gen_random_uuid(), %(audit_at)s, %(audit_at)s, store_id, connection_id, %(kind)s, subject_id, 'waiting',
               urgent, 1, 0, 0, %(audit_at)s, %(audit_at)s, 0, '{{}}', '{{}}', '', '', '', '', ''
        FROM given ORDER BY connection_id, subject_id
        ON CONFLICT (connection_id, kind, subject_id) DO UPDATE SET {MERGE}
        RETURNING o.*, (o.xmax = 0) AS fresh
    ),
    noted AS (
        SELECT * FROM written WHERE fresh OR id IN (SELECT id FROM before)
    ),
    audit AS ({audit_sql(OutboundChange, "noted", kind="CASE WHEN noted.fresh THEN '+' ELSE '~' END")})
    SELECT count(*) FROM written
    """


GIVEN = """
    SELECT * FROM unnest(%(stores)s::uuid[], %(connections)s::uuid[], %(subjects)s::uuid[], %(urgent)s::bool[])
    AS g(store_id, connection_id, subject_id, urgent)
"""


def mark(kind: str, subjects: Sequence[Subject]) -> None:
    """Say that these may be stale. Belongs in the transaction that changed the truth."""
    unique = list({(subject.connection_id, subject.subject_id): subject for subject in subjects}.values())
    if not unique:
        return
    values: dict[str, Any] = {
        "kind": kind,
        "stores": [subject.store_id for subject in unique],
        "connections": [subject.connection_id for subject in unique],
        "subjects": [subject.subject_id for subject in unique],
        "urgent": [subject.urgent for subject in unique],
    }
    with connection.cursor() as cursor:
        cursor.execute(merge_sql(GIVEN), {**values, **audit_values(timezone.now(), f"{kind} marked")})
