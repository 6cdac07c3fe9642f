"""Runs by their state: the few that failed are not looked for among all others. Built beside the running shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("sync", "0003_outgoing_webhooks")]

    operations = [
        AddIndexConcurrently(
            "marketplacesynclog",
            models.Index(fields=["store", "status", "-created_at", "-id"], name="runs_by_state"),
        ),
    ]
