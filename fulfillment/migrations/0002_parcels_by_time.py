"""Which parcels left lately, for the news. Built beside the running shop: nothing waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("fulfillment", "0001_initial")]

    operations = [
        AddIndexConcurrently(model_name="shipment", index=models.Index(fields=["created_at"], name="parcels_by_time")),
    ]
