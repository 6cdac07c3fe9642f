"""Money at a supplier is one shelf that all its products take from: what of it is free, and what each may promise."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

# What open lines still lack, but for what was paid for them and is on its way; `under_way` of it was sent to a supplier.
DEBTS = """
CREATE VIEW key_debts AS
    SELECT i.id AS order_item_id, i.variant_id, o.store_id,
           i.quantity - i.cancelled_quantity - greatest(i.shipped_quantity, here.keys + coming.keys) AS units,
           coming.asked AS under_way
    FROM order_items i JOIN orders o ON o.id = i.order_id AND o.deleted_at IS NULL
    CROSS JOIN LATERAL (
        SELECT count(*)::integer AS keys FROM license_keys k
        WHERE k.order_item_id = i.id AND k.position IS NOT NULL AND k.deleted_at IS NULL
    ) here
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(greatest(0, p.quantity - (
                   SELECT count(*) FROM license_keys k WHERE k.supplier_order_id = p.id AND k.deleted_at IS NULL
               ))) FILTER (WHERE p.state = 'paid'), 0)::integer AS keys,
               coalesce(sum(p.quantity) FILTER (WHERE p.state <> 'paid'), 0)::integer AS asked
        FROM supplier_orders p WHERE p.order_item_id = i.id AND p.deleted_at IS NULL
          AND (p.state = 'paid' OR p.state IN ('asked', 'in_doubt') AND p.sent_at IS NOT NULL)
    ) coming
    WHERE i.variant_id IS NOT NULL AND i.is_digital AND i.digital_fulfilled_at IS NULL AND i.deleted_at IS NULL
      AND o.scheme = 'seller'
      AND o.status IN ('pending', 'confirmed', 'processing', 'ready_for_shipment', 'unknown')
      AND i.quantity - i.cancelled_quantity > greatest(i.shipped_quantity, here.keys + coming.keys)
"""
OWED = """
CREATE OR REPLACE FUNCTION keys_owed(wanted uuid) RETURNS TABLE (order_item_id uuid, units integer)
LANGUAGE sql STABLE AS $$
    SELECT d.order_item_id, d.units FROM key_debts d WHERE d.variant_id = wanted
$$
"""
# Down to the next of eight steps that each doubling has: within a step the others need not hear of a sale.
STEPS = """
CREATE FUNCTION in_steps(amount numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN amount <= 0 THEN 0 ELSE floor(amount / step) * step END
    FROM (SELECT power(2::numeric, floor(log(2, CASE WHEN amount > 0 THEN amount ELSE 1 END)) - 3) AS step) found
$$
"""
# `free`: the balance, less what was spent since it was read or may have been, less what open orders lack; below zero
# where they lack more than there is. `share`: what each product may promise of it, so that four may be sold out in the
# seconds before the others are told: all of it where it is the only one, else half, a third, a quarter.
MONEY = """
CREATE FUNCTION supplier_money(suppliers uuid[]) RETURNS TABLE (connection_id uuid, free numeric, share numeric)
LANGUAGE sql STABLE AS $$
    WITH debts AS MATERIALIZED (
        SELECT d.variant_id, sum(d.units - d.under_way) - (SELECT pool FROM key_counts(d.variant_id)) AS units
        FROM key_debts d WHERE d.store_id IN (
            SELECT store_id FROM supplier_balances s WHERE s.connection_id = ANY(suppliers))
        GROUP BY d.variant_id
    ),
    left_there AS (
        SELECT b.connection_id, b.to_spend - (
            SELECT coalesce(sum(coalesce(o.total_cost, o.unit_cost * o.quantity)), 0) FROM supplier_orders o
            WHERE o.connection_id = b.connection_id AND o.currency = b.currency AND o.deleted_at IS NULL AND (
                o.state IN ('asked', 'in_doubt') AND o.sent_at IS NOT NULL
                OR o.state IN ('paid', 'received') AND o.sent_at >= b.read_at)
        ) - (
            SELECT coalesce(sum(d.units * asked.price), 0) FROM debts d CROSS JOIN LATERAL (
                SELECT max(l.price) AS price FROM marketplace_products l
                WHERE l.variant_id = d.variant_id AND l.connection_id = b.connection_id AND l.deleted_at IS NULL
                  AND l.status IN ('active', 'out_of_stock') AND l.currency = b.currency
            ) asked WHERE d.units > 0
        ) AS free, (
            SELECT count(*) FROM (
                SELECT 1 FROM marketplace_products l
                WHERE l.connection_id = b.connection_id AND l.variant_id IS NOT NULL AND l.deleted_at IS NULL
                  AND l.status IN ('active', 'out_of_stock') AND l.price > 0 LIMIT 4
            ) four
        ) AS products
        FROM supplier_balances b
        WHERE b.connection_id = ANY(suppliers) AND b.read_at IS NOT NULL AND b.to_spend IS NOT NULL
          AND b.deleted_at IS NULL
    )
    SELECT connection_id, free,
           CASE WHEN products < 2 THEN greatest(0, free) ELSE trunc(in_steps(free) / products, 4) END
    FROM left_there
$$
"""
# Under the lock of the balances, which all that sells or buys keys takes before it marks anything: who comes second
# sees what the first has sold. Returns the products that may promise another number now.
MOVED = """
CREATE FUNCTION supplier_money_moved(suppliers uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    each record;
BEGIN
    PERFORM 1 FROM supplier_balances b WHERE b.connection_id = ANY(suppliers) ORDER BY b.connection_id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR each IN
        SELECT b.connection_id, b.currency, m.free, m.share, b.free AS free_before,
               coalesce(b.share, 'Infinity'::numeric) AS share_before
        FROM supplier_balances b JOIN supplier_money(suppliers) m USING (connection_id)
        WHERE (b.free, b.share) IS DISTINCT FROM (m.free, m.share)
    LOOP
        UPDATE supplier_balances b SET free = each.free, share = each.share WHERE b.connection_id = each.connection_id;
        RETURN QUERY SELECT l.variant_id FROM marketplace_products l
            WHERE l.connection_id = each.connection_id AND l.variant_id IS NOT NULL AND l.deleted_at IS NULL
              AND l.status = 'active' AND l.price > 0 AND l.currency = each.currency
              AND l.stock > floor(least(each.share, each.share_before) / l.price)
              AND floor(each.share / l.price) <> floor(each.share_before / l.price);
    END LOOP;
END
$$
"""
# As before, but that money is shared and that two currencies are never compared: where the sale is in another one, the
# known cost has to be in the supplier's.
OFFERS = """
CREATE OR REPLACE FUNCTION key_offers(wanted uuid, listing uuid) RETURNS TABLE (
    offer_id uuid, connection_id uuid, name text, says integer, bought integer, units integer, why text,
    cost numeric, currency text, read_at timestamptz
) LANGUAGE sql STABLE AS $$
    WITH sold AS (
        SELECT v.cost, coalesce(nullif(v.currency, ''), s.currency) AS cost_currency,
               coalesce(shown.price, v.price) AS price, coalesce(c.country, '') AS country,
               coalesce(CASE WHEN shown.price IS NULL THEN nullif(v.currency, '')
                        ELSE coalesce(nullif(l.currency, ''), nullif(c.currency, '')) END, s.currency) AS currency
        FROM product_variants v JOIN stores s ON s.id = v.store_id
        LEFT JOIN marketplace_products l ON l.id = listing
        LEFT JOIN marketplace_connections c ON c.id = l.connection_id
        CROSS JOIN LATERAL (SELECT coalesce(nullif(l.price, 0), l.price_override) AS price) shown
        WHERE v.id = wanted
    ),
    lacking AS MATERIALIZED (
        SELECT greatest(0, debt.units - keys.pool) AS units, greatest(0, debt.units - debt.under_way - keys.pool) AS unpaid
        FROM (SELECT coalesce(sum(d.units), 0)::integer AS units, coalesce(sum(d.under_way), 0)::integer AS under_way
              FROM key_debts d WHERE d.variant_id = wanted) debt
        CROSS JOIN LATERAL (SELECT CASE WHEN debt.units > 0 THEN (SELECT pool FROM key_counts(wanted)) ELSE 0 END AS pool
        ) keys
    ),
    found AS (
        SELECT l.id, l.connection_id, c.name, l.price AS cost, l.currency, c.products_read_at AS read_at,
               greatest(0, coalesce(l.stock, 0)) AS says, taken.bought,
               greatest(0, coalesce(l.stock, 0) - taken.bought) AS remaining,
               CASE WHEN b.share IS NULL OR l.price <= 0 THEN NULL
                    WHEN b.free >= 0 THEN lacking.units + floor(b.share / l.price)
                    ELSE lacking.units - lacking.unpaid
                         + floor(greatest(0, b.free + lacking.unpaid * l.price) / l.price) END AS affordable,
               CASE
                   WHEN c.status <> 'active' THEN 'paused'
                   WHEN c.products_read_at IS NULL OR c.products_read_at < now() - interval '3 hours' THEN 'unread'
                   WHEN l.status = 'out_of_stock' THEN 'sold_out'
                   WHEN l.status <> 'active' OR l.price IS NULL THEN 'gone'
                   WHEN b.share IS NOT NULL AND b.currency <> l.currency THEN 'currency'
                   WHEN sold.currency = l.currency AND l.price > sold.price THEN 'dear'
                   WHEN sold.currency <> l.currency AND (sold.cost IS NULL OR sold.cost_currency <> l.currency)
                       THEN 'currency'
                   WHEN sold.currency <> l.currency AND l.price > sold.cost * 1.1 THEN 'dear'
                   WHEN sold.country <> '' AND NOT key_works_in(l.options ->> 'region', sold.country) THEN 'region'
               END AS hindered
        FROM sold CROSS JOIN lacking
        JOIN marketplace_products l ON l.variant_id = wanted AND l.deleted_at IS NULL
        JOIN marketplace_connections c ON c.id = l.connection_id AND c.deleted_at IS NULL
             AND c.status <> 'disconnected' AND c.settings ->> 'buys_keys' = 'on'
        LEFT JOIN supplier_balances b ON b.connection_id = c.id AND b.deleted_at IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(o.quantity), 0)::integer AS bought FROM supplier_orders o
            WHERE o.connection_id = c.id AND o.remote_product_id = l.marketplace_product_id
              AND o.sent_at >= c.products_read_at
              AND o.state IN ('asked', 'paid', 'received', 'in_doubt') AND o.deleted_at IS NULL
        ) taken
    )
    SELECT id, connection_id, name, says, bought,
           CASE WHEN hindered IS NULL THEN least(remaining, affordable)::integer ELSE 0 END,
           coalesce(hindered, CASE WHEN affordable < remaining THEN 'money' ELSE '' END), cost, currency, read_at
    FROM found
$$
"""


def as_it_was(apps: Any, editor: Any) -> None:
    """The functions of the migration that made them."""
    before = import_module("fulfillment.migrations.0010_virtual_stock")
    for sql in (before.OFFERS, before.OWED):
        editor.execute(sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))


class Migration(migrations.Migration):
    dependencies = [
        ("fulfillment", "0010_virtual_stock"),
        ("inventory", "0023_linked_listings"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplierbalance",
            name="free",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="Not spent since, and lacked by no open order; below zero where they lack more.",
                max_digits=15,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="supplierbalance",
            name="share",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="What each product may promise of it.",
                max_digits=15,
                null=True,
            ),
        ),
        migrations.RunSQL(DEBTS, "DROP VIEW key_debts"),
        migrations.RunPython(migrations.RunPython.noop, as_it_was),
        migrations.RunSQL(OWED, migrations.RunSQL.noop),
        migrations.RunSQL(STEPS, "DROP FUNCTION in_steps(numeric)"),
        migrations.RunSQL(MONEY, "DROP FUNCTION supplier_money(uuid[])"),
        migrations.RunSQL(MOVED, "DROP FUNCTION supplier_money_moved(uuid[])"),
        migrations.RunSQL(OFFERS, migrations.RunSQL.noop),
    ]
