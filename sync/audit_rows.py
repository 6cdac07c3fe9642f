"""History rows of many tables, each with the one before it of the same object: one question, whatever is on a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import JSONField, Model

#: Every table gives its rows whole, as text, so that all of them fit into one answer.
ROWS = """
SELECT {place}, now.history_id, row_to_json(now)::text, (
    SELECT row_to_json(old)::text FROM {table} old WHERE old.id = now.id
        AND (old.history_date, old.history_id) < (now.history_date, now.history_id)
    ORDER BY old.history_date DESC, old.history_id DESC LIMIT 1
) FROM {table} now WHERE now.history_id = ANY(%s)
"""


def with_previous(wanted: Mapping[type[Model], Sequence[UUID]]) -> dict[UUID, tuple[Any, Any]]:
    """The rows of these history models by their id, each with the one before it or None."""
    if not wanted:
        return {}
    models = list(wanted)
    quoted = (connection.ops.quote_name(model._meta.db_table) for model in models)
    parts = (ROWS.format(place=place, table=table) for place, table in enumerate(quoted))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [list(ids) for ids in wanted.values()])
        found: Iterable[tuple[int, UUID, str, str | None]] = cursor.fetchall()
    return {
        entry: (_row(models[place], new), _row(models[place], old) if old else None) for place, entry, new, old in found
    }


def _row(model: type[Model], text: str) -> Any:
    """A history row as the table itself would have given it: numbers keep their digits, JSON its own numbers."""
    exact, plain = json.loads(text, parse_float=Decimal), json.loads(text)
    fields: Any = model._meta.concrete_fields
    return model(**{
        field.attname: plain[field.column] if isinstance(field, JSONField) else field.to_python(exact[field.column])
        for field in fields
    })  # fmt: skip
