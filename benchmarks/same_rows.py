"""Both sides of a comparison have written the same rows, column by column, or the comparison is worth nothing."""

from collections.abc import Mapping
from typing import Any


def same_rows(tables: Mapping[str, str], ours: Mapping[str, object], theirs: Mapping[str, object]) -> None:
    """Ends the job when a table holds other numbers of rows, or of rows with a value in some column.

    `tables` maps a table's name to the condition that picks a side's rows; `ours` and `theirs` are its parameters.
    """
    for table, where in tables.items():
        mine, other = (_filled(table, where, values) for values in (ours, theirs))
        differing = [f"{name} {mine[name]} against {other[name]}" for name in mine if mine[name] != other[name]]
        if differing:
            raise SystemExit(f"{table}: {', '.join(differing)}: the two did not do the same work.")


def _filled(table: str, where: str, values: Mapping[str, object]) -> dict[str, int]:
    """How many of the rows have a value, by column; `rows` counts them all."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        names = [column.name for column in cursor.description]
        counted = ", ".join(f"count(nullif(\"{name}\"::text, ''))" for name in names)
        cursor.execute(f"SELECT count(*), {counted} FROM {table} WHERE {where}", values)
        row: tuple[Any, ...] = cursor.fetchone()
    return dict(zip(["rows", *names], map(int, row), strict=True))
