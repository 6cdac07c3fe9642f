"""Tables filled by COPY: rows as lines of text, indexes made afterwards, so that a million takes seconds."""

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.db.models import Field, Model

#: Between the fields of a line; the words of the benchmarks hold no tab, no backslash and no line break.
TAB = "\t"
NOTHING = r"\N"


def fill(raw: psycopg.Connection[Any], model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]],
         *, at: datetime) -> int:  # fmt: skip
    """Write rows that give these columns; the others are as blank as the model makes them.

    Foreign keys are not looked up: a million times three look-ups would be the larger half of the wait.
    """
    given = set(columns)
    made = (field for field in model._meta.concrete_fields if not field.generated)
    rest: list[Any] = [field for field in made if field.column not in given]
    tail = "".join(TAB + _blank(field, at) for field in rest) + "\n"
    names = ", ".join([*columns, *(field.column for field in rest)])
    table, count = model._meta.db_table, 0
    raw.execute("SET session_replication_role = replica")
    raw.commit()
    with raw.transaction(), raw.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for batch in _batched(rows):
            copy.write("".join(TAB.join(map(str, row)) + tail for row in batch))
            count += len(batch)
    return count


@contextmanager
def indexes_later(raw: psycopg.Connection[Any], *models: type[Model]) -> Iterator[None]:
    """Drop the indexes of these tables and make them again, as they were, when the rows are there."""
    made: list[str] = []
    for model in models:
        made += [definition for (definition,) in raw.execute(FREE_INDEXES, [model._meta.db_table])]
    raw.commit()
    with raw.transaction():
        for definition in made:
            raw.execute(f"DROP INDEX {definition.split(' INDEX ')[1].split(' ON ')[0]}")
    yield
    raw.execute("SET maintenance_work_mem = '512MB'")
    for definition in made:
        raw.execute(definition)
    raw.commit()
    settle(raw, *models)


def settle(raw: psycopg.Connection[Any], *models: type[Model]) -> None:
    """As autovacuum leaves the tables: statistics known, visibility known."""
    raw.commit()
    raw.autocommit = True
    for model in models:
        raw.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")
    raw.autocommit = False


def uuids(draw: Any) -> Iterator[str]:
    """Random ids, always the same ones for a seed."""
    while True:
        yield str(uuid.UUID(int=draw.getrandbits(128), version=4))


@contextmanager
def told(say: Any, what: str) -> Iterator[None]:
    """A line on how long a part of the preparation took."""
    start = time.perf_counter()
    yield
    say(f"  {what}: {time.perf_counter() - start:.0f} s\n")


FREE_INDEXES = """
SELECT pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT indisunique AND NOT indisprimary
"""


def _blank(field: "Field[Any, Any]", at: datetime) -> str:
    if field.null:
        return NOTHING
    if field.name in ("created_at", "updated_at"):
        return at.isoformat()
    value = field.get_default()
    if isinstance(value, bool):
        return "t" if value else "f"
    return {"{}": "{}", "[]": "[]", "None": ""}.get(str(value), str(value))


def _batched(rows: Iterable[tuple[Any, ...]], size: int = 2_000) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
