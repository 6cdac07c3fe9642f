"""Which keys of pushes were asked for, so that nobody makes us ask without end."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marketplaces", "0003_acceptances"),
        ("sync", "0004_runs_by_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_id", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("again_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="marketplaces.connection"
                    ),
                ),
            ],
            options={
                "db_table": "webhook_asked_keys",
                "constraints": [models.UniqueConstraint(fields=("connection", "key_id"), name="one_row_per_asked_key")],
            },
        ),
    ]
