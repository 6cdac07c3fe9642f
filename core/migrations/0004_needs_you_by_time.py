"""What was raised and settled lately, for the news. Built beside the running shop: nothing waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("core", "0003_signing_in")]

    operations = [
        AddIndexConcurrently(
            model_name="needsyou", index=models.Index(fields=["created_at"], name="needs_you_by_raised")
        ),
        AddIndexConcurrently(
            model_name="needsyou", index=models.Index(fields=["settled_at"], name="needs_you_by_settled")
        ),
    ]
