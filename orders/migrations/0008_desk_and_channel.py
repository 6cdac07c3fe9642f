"""What is open in the order of the list, and one marketplace's orders by date, among a million others.

Built beside the running shop: nothing waits for it.
"""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("orders", "0007_returns")]

    operations = [
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(fields=["store", "channel", "-ordered_at", "-id"], name="orders_by_channel"),
        ),
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(
                models.F("store"),
                Coalesce("ship_by", models.Value(datetime(9999, 1, 1, tzinfo=UTC), models.DateTimeField())),
                models.F("total").desc(),
                models.F("id"),
                include=["status", "scheme", "ship_by", "held_at", "unlinked_lines"],
                condition=models.Q(
                    archived_at__isnull=True,
                    deleted_at__isnull=True,
                    status__in=["pending", "confirmed", "processing", "ready_for_shipment", "unknown"],
                ),
                name="orders_on_desk",
            ),
        ),
    ]
