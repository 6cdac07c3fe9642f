"""Finds an order by any part of what it is searched by, among those of its own store; pages through archived ones.

Beside a store of a million orders a small one's search fetched the rows of all. Built beside the running shop.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

CREATE = (
    "CREATE INDEX CONCURRENTLY {} ON orders USING gin (({})) WITH (fastupdate = on)",
    "DROP INDEX CONCURRENTLY IF EXISTS {}",
)
FOUND, SEARCH = ("orders_found", "tri(search_text) || store_id::text"), ("orders_search", "tri(search_text)")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("orders", "0011_sums_told_again")]

    operations = [
        migrations.RunSQL(CREATE[0].format(*FOUND), CREATE[1].format(FOUND[0])),
        migrations.RunSQL(CREATE[1].format(SEARCH[0]), CREATE[0].format(*SEARCH)),
        AddIndexConcurrently(
            "order",
            models.Index(
                fields=["store", "-ordered_at", "-id"],
                condition=models.Q(("archived_at__isnull", False)),
                name="orders_archived",
            ),
        ),
    ]
