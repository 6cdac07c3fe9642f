"""How many of a bundle open lines still miss: of each line what its scarcest part lacks."""

from django.db import migrations

SHORT = """
CREATE FUNCTION bundle_short(wanted uuid, place uuid) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(units), 0)::integer FROM (
        SELECT max(ceil(r.short::numeric / r.per_unit)) AS units
        FROM bundle_parts b JOIN reservations r ON r.variant_id = b.part_id AND r.short > 0
        JOIN order_items i ON i.id = r.order_item_id AND i.variant_id = wanted
        WHERE b.bundle_id = wanted AND (place IS NULL OR r.location_id = place)
        GROUP BY i.id
    ) missing
$$
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0015_bundles"), ("orders", "0024_keys_owed")]

    operations = [migrations.RunSQL(SHORT, "DROP FUNCTION bundle_short(uuid, uuid)")]
