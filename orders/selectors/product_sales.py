"""Sales by product: what each line brought, and its share of the fees of its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from orders.models import Order

COLUMNS = ("id", "currency", "standing", "slot", "fee", "fees_estimated", "status")

# A line brings its price for the units that were not cancelled; fees are shared by what the lines bring, to the fourth
# digit. What is told of the whole order alone (shipping, its own discount) belongs to no product.
SQL = """
WITH placed AS MATERIALIZED ({orders}),
line AS (
    SELECT i.order_id, i.product_id, sum(greatest(i.quantity - i.cancelled_quantity, 0)) AS units,
           sum(round(i.total * greatest(i.quantity - i.cancelled_quantity, 0) / greatest(i.quantity, 1), 4)) AS goods
    FROM order_items i JOIN placed p ON p.id = i.order_id
    WHERE i.deleted_at IS NULL GROUP BY i.order_id, i.product_id
),
part AS (
    SELECT p.*, l.product_id, l.units, l.goods, coalesce(round(
               p.fee * l.goods / nullif(sum(l.goods) OVER (PARTITION BY l.order_id), 0), 4), 0) AS kept
    FROM placed p JOIN line l ON l.order_id = p.id
),
summed AS (
    SELECT currency, slot, standing, product_id, count(*) AS orders, sum(units)::bigint AS units, sum(goods) AS gross,
           coalesce(sum(goods) FILTER (WHERE status = 'refunded'), 0) AS refunds,
           count(*) FILTER (WHERE status = 'refunded') AS refunded,
           count(*) FILTER (WHERE status = 'partially_refunded') AS part_refunded,
           sum(kept) AS kept, coalesce(sum(kept) FILTER (WHERE fees_estimated), 0) AS estimated_fees,
           count(*) FILTER (WHERE fees_estimated AND fee IS NOT NULL) AS estimated,
           count(*) FILTER (WHERE fee IS NULL) AS untold,
           coalesce(sum(goods) FILTER (WHERE fee IS NULL), 0) AS untold_gross
    FROM part GROUP BY currency, slot, standing, product_id
)
SELECT s.*, coalesce(p.title, '') AS name FROM summed s LEFT JOIN products p ON p.id = s.product_id
"""


def product_rows(orders: QuerySet[Order, Any]) -> Sequence[Mapping[str, Any]]:
    """One row per currency, bar and product; lines that are linked to none have the key "none"."""
    inner, params = orders.values(*COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SQL.replace("{orders}", inner), params)
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
