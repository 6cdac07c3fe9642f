"""What moved lately, for the news. Built beside the running shop: nothing waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("orders", "0005_finding")]

    operations = [
        AddIndexConcurrently(
            model_name="orderstatushistory", index=models.Index(fields=["created_at"], name="status_history_by_time")
        ),
    ]
