"""Many causes raised or settled at once: what `needs_you` does for one, for a page of records in one statement."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.models import NeedsYou
from core.services.sets import audit_sql, audit_values

WORDS = (
    "kind", "title", "tried", "said", "cost", "fix", "subject_type", "subject_id", "reference", "money", "currency",
    "deadline",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason why a person is needed; `cause_key` names it, one open row per key."""

    kind: str
    cause_key: str
    title: str
    tried: str = ""
    said: str = ""
    cost: str = ""
    fix: str = ""
    subject_type: str = ""
    subject_id: UUID | None = None
    reference: str = ""
    money: Decimal | None = None
    currency: str = ""
    deadline: datetime | None = None


@cache
def _raise_sql() -> str:
    columns = ", ".join(WORDS)
    return f"""
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS g(
            cause_key text, kind text, title text, tried text, said text, cost text, fix text, subject_type text,
            subject_id uuid, reference text, money numeric(15, 4), currency text, deadline timestamptz)
    ),
    before AS (
        SELECT n.id FROM needs_you n JOIN given g ON g.cause_key = n.cause_key
        WHERE n.store_id = %(store)s AND n.settled_at IS NULL AND
              ({", ".join(f"n.{name}" for name in WORDS)}) IS DISTINCT FROM
              ({", ".join(f"g.{name}" for name in WORDS)})
    ),
    written AS (
        INSERT INTO needs_you AS n (id, created_at, updated_at, store_id, cause_key, {columns}, times, settled_by,
                                    settled_how)
        SELECT gen_random_uuid(), %(audit_at)s, %(audit_at)s, %(store)s, cause_key, {columns}, 1, '', '' FROM given
        ORDER BY cause_key
        ON CONFLICT (store_id, cause_key) WHERE settled_at IS NULL DO UPDATE SET
            {", ".join(f"{name} = excluded.{name}" for name in WORDS)}, times = n.times + 1,
            updated_at = excluded.updated_at, deleted_at = NULL
        RETURNING n.*, (n.xmax = 0) AS fresh
    ),
    noted AS (SELECT * FROM written WHERE fresh OR id IN (SELECT id FROM before)),
    audit AS ({audit_sql(NeedsYou, "noted", kind="CASE WHEN noted.fresh THEN '+' ELSE '~' END")})
    SELECT count(*) FROM written
    """


def raise_causes(store_id: UUID, causes: Sequence[Cause]) -> None:
    """Open a row for each cause, or count it on the open one and bring its words up to date."""
    if not causes:
        return
    last = {cause.cause_key: cause for cause in causes}
    rows = [{name: getattr(cause, name) for name in ("cause_key", *WORDS)} for cause in last.values()]
    for row in rows:
        row["title"], row["reference"] = row["title"][:250], row["reference"][:120]
    values: dict[str, Any] = {"rows": json.dumps(rows, default=str), "store": store_id}
    with connection.cursor() as cursor:
        cursor.execute(_raise_sql(), {**values, **audit_values(timezone.now(), "raised")})


@cache
def _settle_sql() -> str:
    return f"""
    WITH locked AS (
        SELECT id FROM needs_you WHERE store_id = %(store)s AND cause_key = ANY(%(keys)s) AND settled_at IS NULL
        ORDER BY cause_key FOR UPDATE
    ),
    written AS (
        UPDATE needs_you n SET settled_at = %(audit_at)s, updated_at = %(audit_at)s, settled_how = %(how)s,
            settled_by = %(by)s
        FROM locked WHERE n.id = locked.id RETURNING n.*
    ),
    audit AS ({audit_sql(NeedsYou, "written", kind="'~'")})
    SELECT count(*) FROM written
    """


def settle_causes(store_id: UUID, cause_keys: Collection[str], *, how: str, by: str) -> int:
    """Close the open rows of these causes; says how many there were."""
    if not cause_keys:
        return 0
    values: dict[str, Any] = {"store": store_id, "keys": sorted(cause_keys), "how": how[:250], "by": by[:150]}
    with connection.cursor() as cursor:
        cursor.execute(_settle_sql(), {**values, **audit_values(timezone.now(), "settled")})
        return int(cursor.fetchone()[0])
