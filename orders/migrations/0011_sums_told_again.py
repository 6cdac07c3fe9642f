"""Orders that are there already get what was given back, and lose what was cancelled, as new ones do."""

from django.db import migrations

# Only what comes in several postings was summed with its cancelled units; what one posting told is kept as it was told.
CANCELLED = """
    WITH goods AS (
        SELECT i.order_id, sum(i.unit_price * i.quantity) AS every,
               sum(i.unit_price * i.cancelled_quantity) FILTER (WHERE m.status <> 'refunded') AS lost
        FROM order_items i JOIN marketplace_orders m ON m.id = i.marketplace_order_id
        WHERE i.deleted_at IS NULL GROUP BY i.order_id HAVING count(DISTINCT m.id) > 1
    )
    UPDATE orders o SET cancelled_amount = cut.amount, total = o.total - cut.amount
    FROM (
        SELECT g.order_id, round(g.lost * greatest(g.every - o.discount_amount, 0) / g.every, 4) AS amount
        FROM goods g JOIN orders o ON o.id = g.order_id
        WHERE g.lost > 0 AND g.every > 0 AND o.status <> 'cancelled'
    ) cut
    WHERE o.id = cut.order_id AND o.cancelled_amount = 0
"""
BACK = """
    UPDATE orders o SET refunded_amount = told.amount, refund_estimated = told.estimated
    FROM (
        SELECT r.order_id, sum(r.refund_amount) AS amount, bool_or(r.refund_estimated) AS estimated
        FROM order_returns r JOIN orders o ON o.id = r.order_id
        WHERE r.refund_given AND r.refund_amount IS NOT NULL AND r.deleted_at IS NULL
          AND r.currency IN (o.currency, '')
        GROUP BY r.order_id
    ) told
    WHERE o.id = told.order_id
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_money")]

    operations = [
        migrations.RunSQL(CANCELLED, migrations.RunSQL.noop),
        migrations.RunSQL(BACK, migrations.RunSQL.noop),
    ]
