"""The buyers of one shop, newest first: the list's filter. Built beside the running shop."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("orders", "0014_all_lines_were_looked_at")]

    operations = [
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(fields=["connection", "-created_at", "-id"], name="customers_by_shop"),
        ),
    ]
