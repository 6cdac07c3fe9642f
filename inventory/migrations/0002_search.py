"""Finds products by any part of a title or SKU. Built beside the running shop: nothing waits for it.

Without a list of pending entries (`fastupdate`): goods are written seldom and searched often, and a search would read
that list through each time.
"""

from django.db import migrations

CREATE = "CREATE INDEX CONCURRENTLY {0} ON {1} USING gin (tri({2})) WITH (fastupdate = off)"
INDEXES = (
    ("products_search", "products", "title"),
    ("product_texts_search", "product_translations", "title"),
    ("variants_search", "product_variants", "sku"),
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0001_initial"), ("core", "0002_tri")]

    operations = [migrations.RunSQL(CREATE.format(*index), f"DROP INDEX CONCURRENTLY {index[0]}") for index in INDEXES]
