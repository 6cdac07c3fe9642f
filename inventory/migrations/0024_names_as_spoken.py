"""The admin calls these by their names as they are spoken: no plural with a bare s where there is none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0023_linked_listings"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="stock",
            options={"base_manager_name": "all_objects", "verbose_name": "stock", "verbose_name_plural": "stock"},
        ),
    ]
