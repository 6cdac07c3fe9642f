"""The admin calls these by their names as they are spoken: no plural with a bare s where there is none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("fulfillment", "0012_money_reckoned"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="historicalkeydelivery",
            options={
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "historical key delivery",
                "verbose_name_plural": "historical key deliveries",
            },
        ),
        migrations.AlterModelOptions(
            name="keydelivery",
            options={
                "base_manager_name": "all_objects",
                "verbose_name": "key delivery",
                "verbose_name_plural": "key deliveries",
            },
        ),
    ]
