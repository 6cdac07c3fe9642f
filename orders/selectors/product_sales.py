"""Sales by product: what each line brought, and its share of the fees of its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from orders.models import Order
from orders.selectors.summing import read

COLUMNS = ("id", "currency", "slot", "fee", "fees_estimated", "status")

# A line brings its price for the units that were not cancelled; fees are shared by what the lines bring, to the fourth
# digit. What is told of the whole order alone (shipping, its own discount) belongs to no product. LATERAL makes the
# database look lines up by order: else it reads the lines of all years for those of a month.
SQL = """
WITH placed AS MATERIALIZED ({orders}),
part AS MATERIALIZED (
    SELECT p.*, l.product, l.units, l.goods, coalesce(round(
               p.fee * l.goods / nullif(sum(l.goods) OVER (PARTITION BY p.id), 0), 4), 0) AS kept
    FROM placed p CROSS JOIN LATERAL (
        SELECT coalesce(product_id, '{none}') AS product, sum(live) AS units,
               sum(round(total * live / greatest(quantity, 1), 4)) AS goods
        FROM (
            SELECT product_id, total, quantity, greatest(quantity - cancelled_quantity, 0) AS live
            FROM order_items WHERE order_id = p.id AND deleted_at IS NULL
        ) i GROUP BY 1
    ) l
),
net AS (
    SELECT currency, product, sum(CASE WHEN status = 'refunded' THEN 0 ELSE goods END - kept) AS net
    FROM part GROUP BY currency, product
),
ranked AS (
    SELECT currency, product, count(*) OVER (PARTITION BY currency) AS many,
           row_number() OVER (PARTITION BY currency ORDER BY net DESC, product) AS place FROM net
),
named AS (
    SELECT currency, product, many > {most} AND place >= {most} AS is_other, many - {most} + 1 AS others FROM ranked
),
summed AS (
    SELECT p.currency, p.slot, CASE WHEN n.is_other THEN NULL ELSE nullif(p.product, '{none}') END AS product_id,
           CASE WHEN n.is_other THEN n.others ELSE 0 END AS merged,
           count(*) AS orders, sum(units)::bigint AS units, sum(goods) AS gross,
           coalesce(sum(goods) FILTER (WHERE status = 'refunded'), 0) AS refunds,
           count(*) FILTER (WHERE status = 'refunded') AS refunded,
           count(*) FILTER (WHERE status = 'partially_refunded') AS part_refunded,
           sum(kept) AS kept, coalesce(sum(kept) FILTER (WHERE fees_estimated), 0) AS estimated_fees,
           count(*) FILTER (WHERE fees_estimated AND fee IS NOT NULL) AS estimated,
           count(*) FILTER (WHERE fee IS NULL) AS untold,
           coalesce(sum(goods) FILTER (WHERE fee IS NULL), 0) AS untold_gross
    FROM part p JOIN named n ON n.currency = p.currency AND n.product = p.product
    GROUP BY 1, 2, 3, 4
)
SELECT s.*, coalesce(p.title, '') AS name FROM summed s LEFT JOIN products p ON p.id = s.product_id
"""
NO_PRODUCT = UUID(int=0)
#: More products than anybody has.
ALL = 2**31


def product_rows(orders: QuerySet[Order, Any], most: int | None = None) -> Sequence[Mapping[str, Any]]:
    """One row per currency, bar and product; beyond `most` products the smaller ones are `merged` into one.

    A line that is linked to no product counts as a product of its own, with an empty id.
    """
    inner, params = orders.values(*COLUMNS).query.sql_with_params()
    sql = SQL.replace("{most}", str(int(most or ALL))).replace("{none}", str(NO_PRODUCT))
    return read(sql.replace("{orders}", inner), params)
