"""A parcel may be several boxes, and units may carry marking codes."""

import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_needs_you_return"),
        ("fulfillment", "0003_labels"),
        ("orders", "0017_marks_asked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalUnitMark",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("unit", models.PositiveIntegerField(help_text="Unit 1, 2 … of the line.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sgtin", "Marking code (Честный знак)"),
                            ("uin", "Jewellery number (УИН)"),
                            ("imei", "IMEI"),
                            ("gtin", "GTIN"),
                            ("expiration", "Good until"),
                            ("customs", "Customs declaration"),
                            ("rnpt", "Batch number (РНПТ)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=135)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical unit mark",
                "verbose_name_plural": "historical unit marks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="UnitMark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("unit", models.PositiveIntegerField(help_text="Unit 1, 2 … of the line.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sgtin", "Marking code (Честный знак)"),
                            ("uin", "Jewellery number (УИН)"),
                            ("imei", "IMEI"),
                            ("gtin", "GTIN"),
                            ("expiration", "Good until"),
                            ("customs", "Customs declaration"),
                            ("rnpt", "Batch number (РНПТ)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=135)),
            ],
            options={
                "db_table": "unit_marks",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="shipmentitem",
            name="one_row_per_line_and_parcel",
        ),
        migrations.AddField(
            model_name="historicalshipmentitem",
            name="box",
            field=models.PositiveSmallIntegerField(default=1, help_text="Box 1, 2 … of the parcel."),
        ),
        migrations.AddField(
            model_name="shipmentitem",
            name="box",
            field=models.PositiveSmallIntegerField(default=1, help_text="Box 1, 2 … of the parcel."),
        ),
        migrations.AddConstraint(
            model_name="shipmentitem",
            constraint=models.UniqueConstraint(
                fields=("shipment", "order_item", "box"), name="one_row_per_line_and_box"
            ),
        ),
        migrations.AddField(
            model_name="historicalunitmark",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalunitmark",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalunitmark",
            name="order_item",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.orderitem",
            ),
        ),
        migrations.AddField(
            model_name="historicalunitmark",
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
            model_name="unitmark",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitmark",
            name="order_item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="unit_marks", to="orders.orderitem"
            ),
        ),
        migrations.AddField(
            model_name="unitmark",
            name="store",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
        ),
        migrations.AddConstraint(
            model_name="unitmark",
            constraint=models.UniqueConstraint(
                fields=("order_item", "unit", "kind"), name="one_code_per_unit_and_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitmark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("sgtin", "uin", "imei"))),
                fields=("store", "kind", "code"),
                name="a_marked_unit_is_sold_once",
            ),
        ),
    ]
