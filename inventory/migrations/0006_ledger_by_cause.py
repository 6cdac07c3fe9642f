"""The ledger by cause: a rare one is not looked for among all that was shipped. Built beside the running shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0005_listings_found")]

    operations = [
        AddIndexConcurrently(
            "inventorychange",
            models.Index(fields=["store", "cause", "-created_at", "-id"], name="ledger_by_cause"),
        ),
    ]
