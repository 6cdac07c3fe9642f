"""Pairs of listing and product that somebody refused, and how sure a listing is to have its product here."""

import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_import_price_share"),
        ("inventory", "0010_healing"),
        ("marketplaces", "0006_money_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalRefusedMatch",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("refused_by", models.CharField(blank=True, max_length=150)),
                ("reason", models.CharField(blank=True, help_text="Why the two are not the same.", max_length=250)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical refused match",
                "verbose_name_plural": "historical refused matches",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RefusedMatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("refused_by", models.CharField(blank=True, max_length=150)),
                ("reason", models.CharField(blank=True, help_text="Why the two are not the same.", max_length=250)),
            ],
            options={
                "verbose_name": "refused match",
                "verbose_name_plural": "refused matches",
                "db_table": "refused_matches",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="marketplaceproduct",
            name="match_rank",
            field=models.PositiveSmallIntegerField(
                db_default=2,
                default=2,
                editable=False,
                help_text="0: its number is known here, 1: its SKU is, 2: neither.",
            ),
        ),
        migrations.AddField(
            model_name="historicalrefusedmatch",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalrefusedmatch",
            name="listing",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="inventory.marketplaceproduct",
            ),
        ),
        migrations.AddField(
            model_name="historicalrefusedmatch",
            name="store",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="core.store",
            ),
        ),
        migrations.AddField(
            model_name="historicalrefusedmatch",
            name="variant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="inventory.variant",
            ),
        ),
        migrations.AddField(
            model_name="refusedmatch",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="refused", to="inventory.marketplaceproduct"
            ),
        ),
        migrations.AddField(
            model_name="refusedmatch",
            name="store",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
        ),
        migrations.AddField(
            model_name="refusedmatch",
            name="variant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="refused_for", to="inventory.variant"
            ),
        ),
        migrations.AddConstraint(
            model_name="refusedmatch",
            constraint=models.UniqueConstraint(fields=("listing", "variant"), name="one_refusal_per_match"),
        ),
    ]
