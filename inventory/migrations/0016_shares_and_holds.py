"""Shares of a stock, turns among shops that share it, and units kept for one shop's promotion."""

import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_import_price_share"),
        ("inventory", "0015_bundles"),
        ("marketplaces", "0006_money_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPromotionHold",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField()),
                ("left", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical promotion hold",
                "verbose_name_plural": "historical promotion holds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PromotionHold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField()),
                ("left", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "promotion_holds",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="historicalinventorysyncconfig",
            name="priority",
            field=models.PositiveSmallIntegerField(db_default=100, default=100),
        ),
        migrations.AddField(
            model_name="historicalinventorysyncconfig",
            name="share_percent",
            field=models.PositiveSmallIntegerField(db_default=100, default=100),
        ),
        migrations.AddField(
            model_name="inventorysyncconfig",
            name="priority",
            field=models.PositiveSmallIntegerField(db_default=100, default=100),
        ),
        migrations.AddField(
            model_name="inventorysyncconfig",
            name="share_percent",
            field=models.PositiveSmallIntegerField(db_default=100, default=100),
        ),
        migrations.AddConstraint(
            model_name="inventorysyncconfig",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_percent__gte", 1), ("share_percent__lte", 100)), name="a_share_is_1_to_100"
            ),
        ),
        migrations.AddField(
            model_name="historicalpromotionhold",
            name="connection",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="marketplaces.connection",
            ),
        ),
        migrations.AddField(
            model_name="historicalpromotionhold",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalpromotionhold",
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
            model_name="historicalpromotionhold",
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
            model_name="promotionhold",
            name="connection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="promotion_holds",
                to="marketplaces.connection",
            ),
        ),
        migrations.AddField(
            model_name="promotionhold",
            name="store",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
        ),
        migrations.AddField(
            model_name="promotionhold",
            name="variant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="promotion_holds", to="inventory.variant"
            ),
        ),
        migrations.AddIndex(
            model_name="promotionhold",
            index=models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["until"], name="holds_that_end"),
        ),
        migrations.AddConstraint(
            model_name="promotionhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("variant", "connection"),
                name="one_open_hold_per_shop",
            ),
        ),
        migrations.AddConstraint(
            model_name="promotionhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("left__lte", models.F("quantity"))), name="no_more_left_than_held"
            ),
        ),
    ]
