"""Tells inventory how many units a shop's open orders hold, which its shown stock no longer contains."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.dispatch import receiver

from inventory.signals import open_units_asked
from marketplaces.models import Connection

OPEN = """
    SELECT r.variant_id, sum(r.asked)::bigint FROM reservations r
    JOIN order_items i ON i.id = r.order_item_id AND i.variant_id = r.variant_id
    JOIN marketplace_orders m ON m.id = i.marketplace_order_id
    JOIN orders o ON o.id = i.order_id
    WHERE m.connection_id = %(connection)s AND r.variant_id = ANY(%(variants)s::uuid[]) AND r.asked > 0
      AND o.ordered_at <= %(until)s
    GROUP BY r.variant_id
"""


@receiver(open_units_asked, dispatch_uid="orders.open_units")
def open_units(
    connection: Connection, variant_ids: Collection[UUID], placed_until: datetime, **_more: Any
) -> dict[UUID, int]:
    """Units of these variants that open orders of this shop, placed by then, still wait for.

    Not those held for bundles: the shop shows a bundle by a number of its own.
    """
    values: dict[str, Any] = {"connection": connection.pk, "variants": list(variant_ids), "until": placed_until}
    with database.cursor() as cursor:
        cursor.execute(OPEN, values)
        return dict(cursor.fetchall())
