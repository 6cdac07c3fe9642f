"""Virtual stock: how many keys there are or can be bought, for a variant or as one of its listings may sell them."""

from django.db import migrations, models

# As words of suppliers, with commas between. "The rest of the world" is not among those that mean everywhere: it leaves
# some countries out and does not say which.
WORKS_IN = """
CREATE FUNCTION key_works_in(regions text, country text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(trim(regions), '') = '' OR words && '{worldwide,global,multi}' OR lower(country) = ANY(words)
        OR words && '{eu,europe,european union}' AND upper(country) = ANY('{
            AT,BE,BG,HR,CY,CZ,DK,EE,FI,FR,DE,GR,HU,IE,IT,LV,LT,LU,MT,NL,PL,PT,RO,SK,SI,ES,SE}')
    FROM (SELECT regexp_split_to_array(lower(trim(regions)), '\\s*,\\s*') AS words) said
$$
"""
# Where it may be bought and how many: `units` of what the supplier `says`, less those that were `bought` since, as far
# as the money goes. `why` is what keeps it from counting, or from counting whole. As the listing sells it, where one
# is named, else at the variant's own price to everywhere.
OFFERS = """
CREATE FUNCTION key_offers(wanted uuid, listing uuid) RETURNS TABLE (
    offer_id uuid, connection_id uuid, name text, says integer, bought integer, units integer, why text,
    cost numeric, currency text, read_at timestamptz
) LANGUAGE sql STABLE AS $$
    WITH sold AS (
        SELECT v.cost, coalesce(shown.price, v.price) AS price, coalesce(c.country, '') AS country,
               coalesce(CASE WHEN shown.price IS NULL THEN nullif(v.currency, '')
                        ELSE coalesce(nullif(l.currency, ''), nullif(c.currency, '')) END, s.currency) AS currency
        FROM product_variants v JOIN stores s ON s.id = v.store_id
        LEFT JOIN marketplace_products l ON l.id = listing
        LEFT JOIN marketplace_connections c ON c.id = l.connection_id
        CROSS JOIN LATERAL (SELECT coalesce(nullif(l.price, 0), l.price_override) AS price) shown
        WHERE v.id = wanted
    ),
    found AS (
        SELECT l.id, l.connection_id, c.name, l.price AS cost, l.currency, c.products_read_at AS read_at,
               greatest(0, coalesce(l.stock, 0)) AS says, taken.bought, taken.spent,
               greatest(0, coalesce(l.stock, 0) - taken.bought) AS remaining,
               CASE WHEN b.read_at IS NOT NULL AND b.currency = l.currency AND l.price > 0
                    THEN floor(greatest(0, b.to_spend - taken.spent) / l.price) END AS affordable,
               CASE
                   WHEN c.status <> 'active' THEN 'paused'
                   WHEN c.products_read_at IS NULL OR c.products_read_at < now() - interval '3 hours' THEN 'unread'
                   WHEN l.status = 'out_of_stock' THEN 'sold_out'
                   WHEN l.status <> 'active' OR l.price IS NULL THEN 'gone'
                   WHEN l.price > CASE WHEN sold.currency = l.currency THEN sold.price ELSE sold.cost * 1.1 END
                       THEN 'dear'
                   WHEN sold.country <> '' AND NOT key_works_in(l.options ->> 'region', sold.country) THEN 'region'
               END AS hindered
        FROM sold
        JOIN marketplace_products l ON l.variant_id = wanted AND l.deleted_at IS NULL
        JOIN marketplace_connections c ON c.id = l.connection_id AND c.deleted_at IS NULL
             AND c.status <> 'disconnected' AND c.settings ->> 'buys_keys' = 'on'
        LEFT JOIN supplier_balances b ON b.connection_id = c.id AND b.deleted_at IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(o.quantity) FILTER (
                       WHERE o.remote_product_id = l.marketplace_product_id AND o.sent_at >= c.products_read_at
                   ), 0)::integer AS bought,
                   coalesce(sum(coalesce(o.total_cost, o.unit_cost * o.quantity)) FILTER (
                       WHERE o.currency = b.currency AND o.sent_at >= b.read_at), 0) AS spent
            FROM supplier_orders o
            WHERE o.connection_id = c.id AND o.sent_at >= least(c.products_read_at, b.read_at)
              AND o.state IN ('asked', 'paid', 'received', 'in_doubt') AND o.deleted_at IS NULL
        ) taken
    )
    SELECT id, connection_id, name, says, bought,
           CASE WHEN hindered IS NULL THEN least(remaining, affordable)::integer ELSE 0 END,
           coalesce(hindered, CASE WHEN affordable < remaining THEN 'money' ELSE '' END), cost, currency, read_at
    FROM found
$$
"""
# Keys that may be given to somebody: one that ends within a day is given to nobody. What open lines still lack, but
# for what was paid for them and is on its way.
COUNTS = """
CREATE FUNCTION key_counts(wanted uuid) RETURNS TABLE (pool integer, owed integer) LANGUAGE sql STABLE AS $$
    SELECT (
        SELECT count(*) FROM license_keys k
        WHERE k.variant_id = wanted AND k.state = 'pool' AND k.order_item_id IS NULL AND k.deleted_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > now() + interval '1 day')
    )::integer, (SELECT coalesce(sum(units), 0) FROM keys_owed(wanted))::integer
$$
"""
OWED = """
CREATE FUNCTION keys_owed(wanted uuid) RETURNS TABLE (order_item_id uuid, units integer) LANGUAGE sql STABLE AS $$
    SELECT i.id, i.quantity - i.cancelled_quantity - greatest(i.shipped_quantity, here.keys + coming.keys)
    FROM order_items i JOIN orders o ON o.id = i.order_id AND o.deleted_at IS NULL
    CROSS JOIN LATERAL (
        SELECT count(*)::integer AS keys FROM license_keys k
        WHERE k.order_item_id = i.id AND k.position IS NOT NULL AND k.deleted_at IS NULL
    ) here
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(greatest(0, p.quantity - (
                   SELECT count(*) FROM license_keys k WHERE k.supplier_order_id = p.id AND k.deleted_at IS NULL
               ))), 0)::integer AS keys
        FROM supplier_orders p WHERE p.order_item_id = i.id AND p.state = 'paid' AND p.deleted_at IS NULL
    ) coming
    WHERE i.variant_id = wanted AND i.is_digital AND i.digital_fulfilled_at IS NULL AND i.deleted_at IS NULL
      AND o.scheme = 'seller'
      AND o.status IN ('pending', 'confirmed', 'processing', 'ready_for_shipment', 'unknown')
      AND i.quantity - i.cancelled_quantity > greatest(i.shipped_quantity, here.keys + coming.keys)
$$
"""
LEVEL = """
CREATE FUNCTION {name}(wanted uuid, listing uuid) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT {units} FROM key_counts(wanted) keys
    CROSS JOIN (SELECT coalesce(max(units), 0) AS units FROM key_offers(wanted, listing)) there
$$
"""
LEVELS = (
    ("digital_on_hand", "keys.pool + there.units"),
    ("digital_free", "greatest(0, keys.pool + there.units - keys.owed)"),
    ("digital_short", "greatest(0, keys.owed - keys.pool - there.units)"),
)
FUNCTIONS = (
    (WORKS_IN, "key_works_in(text, text)"),
    (OFFERS, "key_offers(uuid, uuid)"),
    (OWED, "keys_owed(uuid)"),
    (COUNTS, "key_counts(uuid)"),
    *((LEVEL.format(name=name, units=units), f"{name}(uuid, uuid)") for name, units in LEVELS),
)


class Migration(migrations.Migration):
    dependencies = [
        ("fulfillment", "0009_costs_kept"),
        ("inventory", "0019_store_stock_rules"),
        ("marketplaces", "0008_digital"),
        ("orders", "0024_keys_owed"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="supplierorder",
            index=models.Index(fields=["connection", "sent_at"], name="purchases_by_sending"),
        ),
        *(migrations.RunSQL(sql, f"DROP FUNCTION {name}") for sql, name in FUNCTIONS),
    ]
