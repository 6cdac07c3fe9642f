"""Money at a supplier is one shelf: whatever takes some of it changes what everything else bought there may promise."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

#: Before anything is marked, so that of two transactions the second waits here and then sees what the first has done.
MOVED_WITH = """
    SELECT supplier_money_moved(ARRAY(
        SELECT DISTINCT l.connection_id FROM marketplace_products l
        JOIN supplier_balances b ON b.connection_id = l.connection_id
        WHERE l.variant_id = ANY(%s::uuid[]) AND l.deleted_at IS NULL
    ))
"""
MOVED = "SELECT supplier_money_moved(%s::uuid[])"
MOVED_AT_ALL = "SELECT supplier_money_moved(ARRAY(SELECT connection_id FROM supplier_balances))"


def moved_with(variant_ids: Collection[UUID]) -> set[UUID]:
    """Reckon the money of the suppliers of these anew; the variants that may promise another number since."""
    return _rows(MOVED_WITH, [list(variant_ids)])


def money_moved(connection_ids: Collection[UUID]) -> set[UUID]:
    """The same, of these suppliers."""
    return _rows(MOVED, [list(connection_ids)])


def all_money_moved() -> set[UUID]:
    """The same, of all that there are."""
    return _rows(MOVED_AT_ALL, [])


def _rows(sql: str, values: list[list[UUID]]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {variant for (variant,) in cursor.fetchall()}
