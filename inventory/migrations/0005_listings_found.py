"""Pages of listings by title and by link, and what is searched for among those of one store. Built beside the shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

#: Written as `inventory/selectors/listing_list.py` asks for it. No list of pending entries, as for products.
CREATE = """
CREATE INDEX CONCURRENTLY listings_found ON marketplace_products USING gin (
    (tri(title || ' ' || marketplace_sku || ' ' || gtin) || store_id::text)) WITH (fastupdate = off)
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0004_stock_is_theirs")]

    operations = [
        migrations.RunSQL(CREATE, "DROP INDEX CONCURRENTLY IF EXISTS listings_found"),
        AddIndexConcurrently(
            "marketplaceproduct",
            models.Index(fields=["store", "title", "id"], name="listings_by_title"),
        ),
        AddIndexConcurrently(
            "marketplaceproduct",
            models.Index(
                fields=["store", "-linked_at", "-id"],
                condition=models.Q(("linked_at__isnull", False)),
                name="listings_by_link",
            ),
        ),
        AddIndexConcurrently(
            "marketplaceproduct",
            models.Index(
                fields=["store", "title", "id"],
                condition=models.Q(("status__in", ["refused", "deleted"])),
                name="listings_in_trouble",
            ),
        ),
        AddIndexConcurrently(
            "marketplaceproduct",
            models.Index(
                fields=["store", "connection"],
                condition=models.Q(
                    ("deleted_at__isnull", True),
                    ("variant__isnull", True),
                    models.Q(("status", "deleted"), _negated=True),
                ),
                name="listings_to_link",
            ),
        ),
    ]
