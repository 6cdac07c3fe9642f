"""Returns and their lines."""

import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_needs_you_return"),
        ("marketplaces", "0002_answers_and_refunds"),
        ("orders", "0006_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalOrderReturn",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(max_length=100)),
                ("order_remote_id", models.CharField(help_text="The marketplace order it names.", max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("accepted", "Accepted"),
                            ("disputed", "Disputed"),
                            ("refunded", "Refunded"),
                            ("cancelled", "Taken back"),
                            ("closed", "Closed"),
                            ("unknown", "Unknown status"),
                        ],
                        max_length=20,
                    ),
                ),
                ("remote_status", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(blank=True, max_length=250)),
                ("buyer_note", models.TextField(blank=True)),
                ("refund_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                (
                    "refund_estimated",
                    models.BooleanField(
                        default=False,
                        help_text="The amount is the price of the goods; the marketplace tells no refund.",
                    ),
                ),
                (
                    "refund_given",
                    models.BooleanField(default=False, help_text="The buyer has the money, or surely gets it."),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("needs_parcel", models.BooleanField(default=True)),
                ("came_back", models.BooleanField(default=False, help_text="The goods are with us again.")),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("answer_by", models.DateTimeField(blank=True, null=True)),
                ("requested_at", models.DateTimeField()),
                ("remote_updated_at", models.DateTimeField()),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "marketplace_order",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orders.marketplaceorder",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical order return",
                "verbose_name_plural": "historical order returns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OrderReturn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(max_length=100)),
                ("order_remote_id", models.CharField(help_text="The marketplace order it names.", max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("accepted", "Accepted"),
                            ("disputed", "Disputed"),
                            ("refunded", "Refunded"),
                            ("cancelled", "Taken back"),
                            ("closed", "Closed"),
                            ("unknown", "Unknown status"),
                        ],
                        max_length=20,
                    ),
                ),
                ("remote_status", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(blank=True, max_length=250)),
                ("buyer_note", models.TextField(blank=True)),
                ("refund_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                (
                    "refund_estimated",
                    models.BooleanField(
                        default=False,
                        help_text="The amount is the price of the goods; the marketplace tells no refund.",
                    ),
                ),
                (
                    "refund_given",
                    models.BooleanField(default=False, help_text="The buyer has the money, or surely gets it."),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("needs_parcel", models.BooleanField(default=True)),
                ("came_back", models.BooleanField(default=False, help_text="The goods are with us again.")),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("answer_by", models.DateTimeField(blank=True, null=True)),
                ("requested_at", models.DateTimeField()),
                ("remote_updated_at", models.DateTimeField()),
                ("raw", models.JSONField(default=dict, help_text="The data as received.")),
                ("content_digest", models.CharField(blank=True, max_length=64)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="order_returns",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "marketplace_order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="orders.marketplaceorder",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="orders.order",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "order_returns",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalOrderReturnLine",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("remote_product_id", models.CharField(blank=True, max_length=100)),
                ("remote_variant_id", models.CharField(blank=True, max_length=100)),
                ("sku", models.CharField(blank=True, max_length=100)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("put_back", "Put back on the shelf"), ("written_off", "Written off")],
                        max_length=12,
                    ),
                ),
                ("put_back_quantity", models.PositiveIntegerField(default=0)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order_item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orders.orderitem",
                    ),
                ),
                (
                    "order_return",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orders.orderreturn",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical order return line",
                "verbose_name_plural": "historical order return lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OrderReturnLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("remote_product_id", models.CharField(blank=True, max_length=100)),
                ("remote_variant_id", models.CharField(blank=True, max_length=100)),
                ("sku", models.CharField(blank=True, max_length=100)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("put_back", "Put back on the shelf"), ("written_off", "Written off")],
                        max_length=12,
                    ),
                ),
                ("put_back_quantity", models.PositiveIntegerField(default=0)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                (
                    "order_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="returned_lines",
                        to="orders.orderitem",
                    ),
                ),
                (
                    "order_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.orderreturn"
                    ),
                ),
            ],
            options={
                "db_table": "order_return_lines",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="orderreturn",
            index=models.Index(fields=["order"], name="returns_of_order"),
        ),
        migrations.AddIndex(
            model_name="orderreturn",
            index=models.Index(fields=["store", "status"], name="returns_by_status"),
        ),
        migrations.AddIndex(
            model_name="orderreturn",
            index=models.Index(
                condition=models.Q(("order__isnull", True)),
                fields=["connection", "order_remote_id"],
                name="returns_without_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.UniqueConstraint(fields=("connection", "remote_id"), name="one_row_per_remote_return"),
        ),
        migrations.AddConstraint(
            model_name="orderreturnline",
            constraint=models.UniqueConstraint(fields=("order_return", "position"), name="one_row_per_returned_line"),
        ),
        migrations.AddConstraint(
            model_name="orderreturnline",
            constraint=models.CheckConstraint(
                condition=models.Q(("put_back_quantity__lte", models.F("quantity"))),
                name="not_more_put_back_than_returned",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturnline",
            constraint=models.CheckConstraint(
                condition=models.Q(("put_back_quantity", 0), ("decision", "put_back"), _connector="OR"),
                name="put_back_is_decided",
            ),
        ),
    ]
