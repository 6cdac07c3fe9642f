"""Set-based writes that leave the same audit rows as saving one by one: one statement per table and page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import connection, models


@cache
def history_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The audited columns of a model, in the order of its history table."""
    own = {field.column for field in model._meta.concrete_fields}
    audited = model.history.model._meta.concrete_fields  # type: ignore[attr-defined]
    return tuple(field.column for field in audited if field.column in own)


def audit_sql(model: type[models.Model], source: str, *, kind: str, where: str = "") -> str:
    """INSERT of history rows from `source` (a CTE holding whole rows); takes the parameters of `audit_values`.

    `kind` is an SQL expression for the history type, such as `'~'`.
    """
    table = model.history.model._meta.db_table  # type: ignore[attr-defined]
    columns = ", ".join(f'"{name}"' for name in history_columns(model))
    picked = ", ".join(f'{source}."{name}"' for name in history_columns(model))
    return (
        f'INSERT INTO "{table}" ({columns}, history_id, history_date, history_change_reason, history_type,'
        f" history_user_id) SELECT {picked}, gen_random_uuid(), %(audit_at)s::timestamptz, %(audit_reason)s::text,"
        f" {kind}, %(audit_user)s::uuid FROM {source} {where}"
    )


def audit_values(now: datetime, reason: str, user_id: UUID | None = None) -> dict[str, Any]:
    """The parameters that `audit_sql` needs."""
    return {"audit_at": now, "audit_reason": reason[:100], "audit_user": user_id}


def as_json(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> str:
    """Rows as the text that json_to_recordset reads; plain dataclasses become objects."""
    return orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=str).decode()


@cache
def _typed(model: type[models.Model], columns: tuple[str, ...]) -> str:
    types = _types(model)
    return ", ".join(f'"{name}" {types[name]}' for name in columns)


@cache
def _types(model: type[models.Model]) -> dict[str, str]:
    return {field.column: str(field.db_type(connection)) for field in model._meta.concrete_fields if field.column}


def insert_rows(
    model: type[models.Model],
    columns: tuple[str, ...],
    rows: Sequence[Sequence[Any]],
    *,
    constants: Mapping[str, Any],
    now: datetime,
    reason: str = "",
    user_id: UUID | None = None,
    unless: str = "",
) -> set[UUID]:
    """Insert rows with their history; what neither columns nor constants name gets the model's default, the id its own.

    `unless` is an ON CONFLICT clause. Returns the ids that were really written.
    """
    if not rows:
        return set()
    columns, rows, same = _apart(columns, rows)
    fixed = {**_defaults(model, (*columns, *same)), **same, **constants}
    into = ", ".join(f'"{name}"' for name in (*columns, *fixed))
    types = _types(model)
    picked = ", ".join([*(f'g."{name}"' for name in columns), *(f"%(c_{name})s::{types[name]}" for name in fixed)])
    if "id" not in (*columns, *fixed):
        into, picked = f"id, {into}", f"gen_random_uuid(), {picked}"
    audit = _audit_part(model, "'+'")
    statement = (
        f'WITH written AS (INSERT INTO "{model._meta.db_table}" ({into}) SELECT {picked} '
        f"FROM json_to_recordset(%(rows)s::json) AS g({_typed(model, columns)}) {unless} "
        f"RETURNING {audited(model)}){audit} SELECT id FROM written"
    )
    values = {f"c_{name}": value for name, value in fixed.items()}
    bound = {**values, "rows": as_json(rows, columns), **audit_values(now, reason, user_id)}
    return {row[0] for row in run_bound(statement, bound)}


#: What PostgreSQL reads from a parameter as it would from JSON; an enum or a dict is left where it is.
PLAIN = frozenset({str, int, bool, type(None), Decimal, datetime, UUID})


def _apart(
    columns: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> tuple[tuple[str, ...], list[Sequence[Any]], dict[str, Any]]:
    """Columns that say the same in every row are told once: half of a page's JSON is such a column."""
    places, same = [], {}
    for place, told in enumerate(zip(*rows, strict=True)):
        first = told[0]
        if type(first) in PLAIN and len(rows) > 1 and told.count(first) == len(told):
            same[columns[place]] = first
        else:
            places.append(place)
    if not places:  # a row must come from somewhere
        return columns, list(rows), {}
    return tuple(columns[place] for place in places), [[row[place] for place in places] for row in rows], same


def audited(model: type[models.Model], of: str = "") -> str:
    """What is left of a written row for its audit: not the raw answers, which no audit row holds."""
    names = history_columns(model) if hasattr(model, "history") else ("id",)
    return ", ".join(f'{of}"{name}"' for name in names)


def run_bound(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run with the values beside the statement and not in it: a page of JSON need not be quoted here and read there.

    Every parameter of the statement says its type. Errors are Django's, as from its own cursor.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _audit_part(model: type[models.Model], kind: str) -> str:
    """The second half of a statement whose CTE `written` holds the rows; empty for what is not audited."""
    return f", audit AS ({audit_sql(model, 'written', kind=kind)})" if hasattr(model, "history") else ""


def _defaults(model: type[models.Model], columns: Iterable[str]) -> dict[str, Any]:
    """Defaults of the columns that are not given, as the database wants them."""
    given = set(columns)
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.column and field.column not in given and field.column != "id" and not field.generated:
            found[field.column] = field.get_db_prep_save(field.get_default(), connection)
    return found


def update_rows(
    model: type[models.Model],
    columns: tuple[str, ...],
    rows: Sequence[Sequence[Any]],
    *,
    now: datetime,
    reason: str = "",
    user_id: UUID | None = None,
) -> set[UUID]:
    """Update by id (the first column); a row that is already so is not written and leaves no history."""
    if not rows:
        return set()
    table, rest = model._meta.db_table, columns[1:]
    sets = ", ".join(f'"{name}" = g."{name}"' for name in rest)
    was, becomes = (", ".join(f'{alias}."{name}"' for name in rest) for alias in ("t", "g"))
    audit = _audit_part(model, "'~'")
    statement = (
        f'WITH written AS (UPDATE "{table}" t SET {sets}, updated_at = %(audit_at)s '
        f"FROM json_to_recordset(%(rows)s::json) AS g({_typed(model, columns)}) "
        f"WHERE t.id = g.id AND ({was}) IS DISTINCT FROM ({becomes}) "
        f"RETURNING {audited(model, 't.')}){audit} SELECT id FROM written"
    )
    bound = {"rows": as_json(rows, columns), **audit_values(now, reason, user_id)}
    return {row[0] for row in run_bound(statement, bound)}
