"""The files that connections publish, and what became of them."""

import uuid

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_needs_you_return"),
        ("marketplaces", "0004_windows_and_places"),
        ("sync", "0006_products_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("token", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                ("rendered_at", models.DateTimeField(blank=True, null=True)),
                ("rows", models.PositiveIntegerField(default=0, help_text="Of the file with the most rows.")),
                ("held", models.CharField(blank=True, help_text="Why newer files wait for a person.", max_length=250)),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                ("fetched_name", models.CharField(blank=True, max_length=100)),
                ("folder", models.CharField(blank=True, help_text="Also put there; empty for nowhere.", max_length=60)),
                ("put_at", models.DateTimeField(blank=True, null=True)),
                ("put_error", models.CharField(blank=True, max_length=250)),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publication",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "verbose_name": "publication",
                "db_table": "publications",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
    ]
