"""Listings to link in their order out of an index, and SKUs without case and dashes. Built beside the running shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

#: Written as `inventory/services/listings/ranking.py` asks for it.
PLAIN_SKU = """
CREATE INDEX CONCURRENTLY variants_by_plain_sku ON product_variants
    (store_id, (translate(lower(sku), '-_ ./', '')))
"""
RANK = """
UPDATE marketplace_products l SET match_rank = CASE WHEN number.id IS NOT NULL THEN 0 ELSE 1 END
FROM marketplace_products w
LEFT JOIN LATERAL (
    SELECT v.id FROM product_variants v WHERE v.store_id = w.store_id AND v.deleted_at IS NULL AND v.gtin <> ''
        AND ltrim(w.gtin, '0') <> '' AND v.gtin IN (w.gtin, ltrim(w.gtin, '0'), lpad(ltrim(w.gtin, '0'), 12, '0'),
            lpad(ltrim(w.gtin, '0'), 13, '0'), lpad(ltrim(w.gtin, '0'), 14, '0')) LIMIT 1
) number ON true
LEFT JOIN LATERAL (
    SELECT v.id FROM product_variants v WHERE v.store_id = w.store_id AND v.deleted_at IS NULL
        AND translate(lower(v.sku), '-_ ./', '') = translate(lower(w.marketplace_sku), '-_ ./', '')
        AND translate(lower(w.marketplace_sku), '-_ ./', '') <> '' LIMIT 1
) sku ON true
WHERE l.id = w.id AND w.variant_id IS NULL AND w.deleted_at IS NULL AND w.status <> 'deleted'
      AND (number.id IS NOT NULL OR sku.id IS NOT NULL)
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0011_refused_matches")]

    operations = [
        migrations.RunSQL(PLAIN_SKU, "DROP INDEX CONCURRENTLY IF EXISTS variants_by_plain_sku"),
        migrations.RunSQL(RANK, migrations.RunSQL.noop),
        AddIndexConcurrently(
            "marketplaceproduct",
            models.Index(
                fields=["store", "match_rank", "title", "id"],
                condition=models.Q(
                    ("deleted_at__isnull", True),
                    ("variant__isnull", True),
                    models.Q(("status", "deleted"), _negated=True),
                ),
                name="listings_surest_first",
            ),
        ),
    ]
