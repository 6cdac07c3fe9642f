"""Finds the few orders in trouble with their marketplace among a million quiet ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_search")]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(sync_status="error"), fields=["store"], name="orders_in_trouble"),
        ),
    ]
