"""Changes that a file holds are there when the file was fetched or put: then they count as seen."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.services.sets import audit_sql, audit_values
from marketplaces.models import Connection, OutboundChange
from sync.feed_files.kinds import KINDS, files_of, told_of


def mark(connection: Connection, *, until: datetime) -> int:
    """What was kept for the files before `until` has gone out with them; how many changes that were."""
    files = files_of(connection)
    kinds = [] if files is None else [str(KINDS[each]) for each in told_of(connection, files)]
    values: dict[str, Any] = {"connection": connection.pk, "kinds": kinds, "until": until}
    with transaction.atomic(), database.cursor() as cursor:
        cursor.execute(_sql(), {**values, **audit_values(timezone.now(), "taken with the file")})
        return int(cursor.fetchone()[0])


@cache
def _sql() -> str:
    """Locked in the order in which marking locks them."""
    return f"""
    WITH locked AS (
        SELECT id FROM outbound_changes
        WHERE connection_id = %(connection)s AND kind = ANY(%(kinds)s) AND state = 'accepted' AND sent_at <= %(until)s
        ORDER BY connection_id, subject_id FOR UPDATE
    ),
    written AS (
        UPDATE outbound_changes c SET
            seen_version = c.sent_version, seen_at = %(audit_at)s, updated_at = %(audit_at)s, state = 'synced',
            progress = '{{}}'
        FROM locked WHERE c.id = locked.id AND c.wanted_version = c.sent_version RETURNING c.*
    ),
    audit AS ({audit_sql(OutboundChange, "written", kind="'~'")})
    SELECT count(*) FROM written
    """
