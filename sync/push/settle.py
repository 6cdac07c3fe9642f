"""What became of sent changes, a whole batch in one statement per table: a call carries up to a thousand of them."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.services.causes import settle_causes
from core.services.sets import audit_sql, audit_values
from marketplaces.models import OutboundChange

#: Their `progress` is what a person wants said. What was said anew while the first was on its way is still to be sent.
WORDED = [
    OutboundChange.Kind.CANCEL.value, OutboundChange.Kind.ANSWER.value, OutboundChange.Kind.REFUND.value,
    OutboundChange.Kind.ARRIVAL.value,
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The marketplace took this change, or had nothing to take; `look_at`: when to read back whether it is shown."""

    id: uuid.UUID
    version: int
    told: dict[str, Any]
    visible: bool
    look_at: datetime | None = None
    progress: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """It is being worked off there: `progress` says under which name, which is asked about at `look_at`."""

    id: uuid.UUID
    look_at: datetime
    progress: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """It was read back: shown there, or to be looked at again at `look_at`."""

    id: uuid.UUID
    version: int
    visible: bool
    look_at: datetime
    progress: dict[str, Any]


def taken(changes: Sequence[Taken], owner: uuid.UUID) -> None:
    """Store what was sent. What has something newer to tell by now stays due; open causes of the rest are settled.

    A change whose lease ran out is left alone: whoever has it now sends the same truth.
    """
    rows = [
        {
            "id": each.id, "version": each.version, "told": each.told, "visible": each.visible,
            "look_at": each.look_at, "progress": each.progress,
        }
        for each in changes
    ]  # fmt: skip
    with transaction.atomic():
        written = _run(_taken_sql(), rows, owner, reason="sent", worded=WORDED)
        for store in {store for _, store in written}:
            keys = [cause_key(change) for change, of in written if of == store]
            settle_causes(store, keys, how="It went through", by="system")


def under_way(changes: Sequence[UnderWay], owner: uuid.UUID) -> None:
    """Store that these are worked off there. Nothing counts as sent yet, and what is newer waits for the answer."""
    rows = [{"id": each.id, "look_at": each.look_at, "progress": each.progress} for each in changes]
    with transaction.atomic():
        _run(_under_way_sql(), rows, owner, reason="being worked off there")


def looked(changes: Sequence[Looked], owner: uuid.UUID) -> None:
    """Store what a look showed. Something newer that was wished meanwhile is due now, not when we would look again."""
    rows = [
        {
            "id": each.id, "version": each.version, "visible": each.visible, "look_at": each.look_at,
            "progress": each.progress,
        }
        for each in changes
    ]  # fmt: skip
    with transaction.atomic():
        _run(_seen_sql(), [row for row in rows if row["visible"]], owner, reason="seen there")
        _run(NOT_YET, rows, owner, reason="")  # those just seen have given their lease back


def cause_key(change: uuid.UUID) -> str:
    """One open cause per change."""
    return f"outbound:{change}"


def _run(
    statement: str, rows: Sequence[dict[str, Any]], owner: uuid.UUID, *, reason: str, **more: Any
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    if not rows:
        return []
    values = {"rows": json.dumps(rows, default=str), "owner": owner, **more, **audit_values(timezone.now(), reason)}
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


# Locked in the order in which marking locks them: neither two workers that settle nor whoever changes stock meanwhile
# wait for each other in a circle.
GIVEN = """
    WITH given AS (
        SELECT * FROM json_to_recordset(%(rows)s::json)
            AS g(id uuid, version bigint, told jsonb, visible boolean, look_at timestamptz, progress jsonb)
    ),
    locked AS (
        SELECT c.id FROM outbound_changes c JOIN given g ON g.id = c.id
        WHERE c.lease_owner = %(owner)s ORDER BY c.connection_id, c.subject_id FOR UPDATE OF c
    )
"""


@cache
def _taken_sql() -> str:
    return f"""{GIVEN},
    written AS (
        UPDATE outbound_changes c SET
            sent_version = greatest(c.sent_version, g.version), sent_at = %(audit_at)s, last_sent = g.told,
            progress = CASE WHEN c.wanted_version > g.version AND c.kind = ANY(%(worded)s) THEN c.progress
                            ELSE g.progress END,
            attempts = 0, error_kind = '', error = '', error_said = '', error_fix = '',
            request_id = '', lease_owner = NULL, lease_until = NULL, updated_at = %(audit_at)s,
            seen_version = CASE WHEN g.visible THEN g.version ELSE c.seen_version END,
            seen_at = CASE WHEN g.visible THEN %(audit_at)s::timestamptz ELSE c.seen_at END,
            state = CASE WHEN c.wanted_version > g.version THEN 'waiting' WHEN g.visible THEN 'synced'
                         ELSE 'accepted' END,
            due_at = CASE WHEN c.wanted_version > g.version THEN %(audit_at)s::timestamptz
                          ELSE coalesce(g.look_at, %(audit_at)s::timestamptz) END,
            urgent = c.urgent AND c.wanted_version > g.version
        FROM given g, locked WHERE c.id = g.id AND c.id = locked.id RETURNING c.*
    ),
    audit AS ({audit_sql(OutboundChange, "written", kind="'~'")})
    SELECT id, store_id FROM written
    """


@cache
def _under_way_sql() -> str:
    """Asked about once more it stays as it was: no news for its history, and no later start of its rest."""
    return f"""{GIVEN},
    before AS (
        SELECT c.id FROM outbound_changes c JOIN locked ON locked.id = c.id WHERE NOT c.progress ? 'under_way'
    ),
    written AS (
        UPDATE outbound_changes c SET
            state = 'accepted', progress = g.progress, due_at = g.look_at, lease_owner = NULL, lease_until = NULL,
            sent_at = CASE WHEN c.progress ? 'under_way' THEN c.sent_at ELSE %(audit_at)s::timestamptz END,
            error_kind = '', error = '', error_said = '', error_fix = '', request_id = '', updated_at = %(audit_at)s
        FROM given g, locked WHERE c.id = g.id AND c.id = locked.id RETURNING c.*
    ),
    noted AS (SELECT * FROM written WHERE id IN (SELECT id FROM before)),
    audit AS ({audit_sql(OutboundChange, "noted", kind="'~'")})
    SELECT id, store_id FROM written
    """


@cache
def _seen_sql() -> str:
    return f"""{GIVEN},
    written AS (
        UPDATE outbound_changes c SET
            seen_version = g.version, seen_at = %(audit_at)s, updated_at = %(audit_at)s, lease_owner = NULL,
            lease_until = NULL, state = 'synced', progress = '{{}}'
        FROM given g, locked WHERE c.id = g.id AND c.id = locked.id AND c.state = 'accepted' RETURNING c.*
    ),
    audit AS ({audit_sql(OutboundChange, "written", kind="'~'")})
    SELECT id, store_id FROM written
    """


NOT_YET = (
    GIVEN
    + """
    UPDATE outbound_changes c SET
        lease_owner = NULL, lease_until = NULL,
        due_at = CASE WHEN c.state = 'accepted' THEN g.look_at ELSE c.due_at END,
        progress = CASE WHEN c.state = 'accepted' THEN g.progress ELSE c.progress END
    FROM given g, locked WHERE c.id = g.id AND c.id = locked.id RETURNING c.id, c.store_id
    """
)
