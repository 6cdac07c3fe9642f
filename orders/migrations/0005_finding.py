"""What is old enough for the archive, whose orders these are, which carry a tag, which buyer is meant.

Built beside the running shop: nothing waits for them.
"""

import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

TAGS = "CREATE INDEX CONCURRENTLY orders_by_tag ON orders USING gin (tags jsonb_path_ops)"
BUYERS = (
    "CREATE INDEX CONCURRENTLY customers_search ON customers "
    "USING gin (tri(name || ' ' || email || ' ' || phone || ' ' || remote_id))"
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("orders", "0004_desk")]

    operations = [
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(fields=["store", "-created_at", "-id"], name="customers_by_date"),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                models.F("store"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="customers_by_email",
            ),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                fields=["store", "phone"], condition=models.Q(("phone", ""), _negated=True), name="customers_by_phone"
            ),
        ),
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(
                fields=["ordered_at"],
                condition=models.Q(
                    ("archived_at__isnull", True),
                    ("status__in", ["shipped", "delivered", "fulfilled", "cancelled", "refunded"]),
                ),
                name="orders_to_archive",
            ),
        ),
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(fields=["customer", "-ordered_at", "-id"], name="orders_of_customer"),
        ),
        migrations.RunSQL(TAGS, "DROP INDEX orders_by_tag"),
        migrations.RunSQL(BUYERS, "DROP INDEX customers_search"),
    ]
