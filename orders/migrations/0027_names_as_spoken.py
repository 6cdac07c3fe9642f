"""The admin calls these by their names as they are spoken: no plural with a bare s where there is none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0026_erased"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="orderstatushistory",
            options={"verbose_name": "status change", "verbose_name_plural": "status history"},
        ),
    ]
