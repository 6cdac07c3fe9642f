"""Digital goods by title out of an index of their own: they are few among many. Built beside the running shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0020_attributes")]

    operations = [
        AddIndexConcurrently(
            "product",
            models.Index(
                fields=["store", "title", "id"],
                condition=models.Q(
                    ("deleted_at__isnull", True),
                    ("kind", "digital"),
                    models.Q(("status", "archived"), _negated=True),
                ),
                name="digital_products_by_title",
            ),
        ),
    ]
