"""What of a connection is linked, out of an index of its own: of a supplier's list that is little. Built beside the shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0022_views_by_sku")]

    operations = [
        AddIndexConcurrently(
            "marketplaceproduct",
            models.Index(
                fields=["connection", "variant"],
                condition=models.Q(("deleted_at__isnull", True), ("variant__isnull", False)),
                name="listings_linked_there",
            ),
        ),
    ]
