"""Takes words out of rows and out of every earlier version of them: what is erased is in no history either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from core.services.sets import audit_sql, audit_values, audited, history_columns, run_bound


def blank(
    model: type[models.Model],
    into: Mapping[str, str],
    *,
    where: str,
    values: Mapping[str, Any],
    now: datetime,
    reason: str,
    marks: Mapping[str, str] | None = None,
) -> int:
    """Give columns these SQL values wherever `where` holds, in the caller's transaction. Returns how many rows.

    `where` speaks of columns that the history has as well, and its parameters say their types. That it was done, when
    and why stays in the history; what stood there does not.
    `marks` are columns that only the rows themselves get.
    """
    written = _set({**into, **(marks or {})})
    if not hasattr(model, "history"):
        statement = f'WITH written AS (UPDATE "{model._meta.db_table}" SET {written} WHERE {where} RETURNING id) '
        return int(run_bound(f"{statement} SELECT count(*) FROM written", values)[0][0])
    audit = audit_sql(model, "written", kind="'~'")
    statement = (
        f'WITH written AS (UPDATE "{model._meta.db_table}" SET {written}, updated_at = %(audit_at)s::timestamptz '
        f"WHERE {where} RETURNING {audited(model)}), audit AS ({audit}) "
        "SELECT count(*) FROM written"
    )
    found = int(run_bound(statement, {**values, **audit_values(now, reason)})[0][0])
    kept = set(history_columns(model))
    if told := {name: sql for name, sql in into.items() if name in kept}:
        run_bound(f'UPDATE "{model.history.model._meta.db_table}" SET {_set(told)} WHERE {where}', values)
    return found


def _set(into: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}" = {sql}' for name, sql in into.items())
