"""How many units of order lines are held, whatever they are made of."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

#: Every part of a bundle says the same; the most is taken, should one have been closed by itself.
HELD = """
    SELECT order_item_id, max(units)::int FROM (
        SELECT order_item_id, sum(asked) / max(per_unit) AS units FROM reservations
        WHERE order_item_id = ANY(%s::uuid[]) GROUP BY order_item_id, variant_id
    ) parts GROUP BY order_item_id
"""


def units_held(order_item_ids: Collection[UUID]) -> dict[UUID, int]:
    """By line, in units of the line: a bundle of three parts that is held once is one unit."""
    if not order_item_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HELD, [list(order_item_ids)])
        return dict(cursor.fetchall())
