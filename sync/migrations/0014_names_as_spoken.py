"""The admin calls these by their names as they are spoken: no plural with a bare s where there is none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0013_drift_explained"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="webhooktally",
            options={"verbose_name": "webhook tally", "verbose_name_plural": "webhook tallies"},
        ),
    ]
