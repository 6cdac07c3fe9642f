"""Which runs ended lately, for the news. Built beside the running shop: nothing waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("sync", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            model_name="marketplacesynclog", index=models.Index(fields=["end_time"], name="runs_by_end")
        ),
    ]
