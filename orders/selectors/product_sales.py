"""Sales by product: what each line brought, and its share of the fees of its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from orders.models import Order
from orders.selectors.summing import read

COLUMNS = (
    "id", "currency", "slot", "fee", "fees_estimated", "status", "refund", "refund_estimated", "cancelled_amount",
)  # fmt: skip

# A line brings its price for the units that were not cancelled; fees are shared by what the lines bring, to the fourth
# digit, and so is a refund of a part where no return says which lines came back. What is told of the whole order alone
# (shipping, its own discount) belongs to no product. LATERAL makes the database look lines up by order: else it reads
# the lines of all years for those of a month; returned lines are only looked up where something was given back.
SQL = """
WITH placed AS MATERIALIZED ({orders}),
line AS MATERIALIZED (
    SELECT p.*, l.*, coalesce(sum(l.goods) OVER whole, 0) AS all_goods, coalesce(sum(l.came) OVER whole, 0) AS all_came
    FROM placed p CROSS JOIN LATERAL (
        SELECT coalesce(product_id, '{none}') AS product, sum(live) AS units,
               sum(round(total * live / greatest(quantity, 1), 4)) AS goods,
               sum(CASE WHEN p.cancelled_amount > 0 AND NOT is_refunded
                   THEN round(total * (quantity - live) / greatest(quantity, 1), 4) ELSE 0 END) AS lost,
               sum(round(total * least(came, quantity) / greatest(quantity, 1), 4)) AS came
        FROM (
            SELECT i.product_id, i.total, i.quantity, greatest(i.quantity - i.cancelled_quantity, 0) AS live,
                   coalesce(m.status = 'refunded', false) AS is_refunded, coalesce((
                       SELECT sum(b.quantity) FROM order_return_lines b JOIN order_returns r ON r.id = b.order_return_id
                       WHERE p.refund > 0 AND b.order_item_id = i.id AND r.refund_given
                         AND b.deleted_at IS NULL AND r.deleted_at IS NULL), 0) AS came
            FROM order_items i LEFT JOIN marketplace_orders m
              ON p.cancelled_amount > 0 AND m.id = i.marketplace_order_id
            WHERE i.order_id = p.id AND i.deleted_at IS NULL
        ) i GROUP BY 1
    ) l
    WINDOW whole AS (PARTITION BY p.id)
),
part AS MATERIALIZED (
    SELECT *, status = 'refunded' AS is_whole,
           status <> 'refunded' AND (refund > 0 OR status = 'partially_refunded') AS is_part,
           coalesce(round(fee * goods / nullif(all_goods, 0), 4), 0) AS kept,
           CASE WHEN status = 'refunded' THEN goods
                WHEN all_came > 0 THEN round(refund * came / all_came, 4)
                ELSE coalesce(round(refund * goods / nullif(all_goods, 0), 4), 0) END AS back
    FROM line
),
net AS (
    SELECT currency, product, sum(goods - back - kept) AS net FROM part GROUP BY currency, product
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
           sum(lost) AS cancelled, count(*) FILTER (WHERE cancelled_amount > 0) AS cut,
           sum(back) AS refunds, coalesce(sum(back) FILTER (WHERE is_part), 0) AS part_refunds,
           coalesce(sum(back) FILTER (WHERE refund_estimated), 0) AS estimated_refunds,
           count(*) FILTER (WHERE is_whole) AS refunded, count(*) FILTER (WHERE is_part) AS part_refunded,
           count(*) FILTER (WHERE is_part AND refund = 0) AS refund_untold,
           count(*) FILTER (WHERE refund > 0) AS given_back,
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
