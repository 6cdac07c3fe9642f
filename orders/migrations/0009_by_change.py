"""A store's orders in the order of their change, for programs that ask what is new: archived ones by themselves.

Built beside the running shop: nothing waits for it.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes."""

    atomic = False

    dependencies = [
        ("orders", "0008_desk_and_channel"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(
                condition=models.Q(archived_at__isnull=True),
                fields=["store", "updated_at", "id"],
                name="orders_by_change",
            ),
        ),
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(
                condition=models.Q(archived_at__isnull=False),
                fields=["store", "updated_at", "id"],
                name="orders_archived_by_change",
            ),
        ),
    ]
