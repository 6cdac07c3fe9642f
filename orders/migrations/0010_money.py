"""What was cancelled, what was given back, and the rule that fees are estimated by."""

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
        ("orders", "0009_by_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalorder",
            name="cancelled_amount",
            field=models.DecimalField(
                decimal_places=4, default=0, help_text="Taken off the sums told for cancelled units.", max_digits=15
            ),
        ),
        migrations.AddField(
            model_name="historicalorder",
            name="refund_estimated",
            field=models.BooleanField(
                default=False, help_text="Some of it is the price of the goods: no refund was told."
            ),
        ),
        migrations.AddField(
            model_name="historicalorder",
            name="refunded_amount",
            field=models.DecimalField(
                decimal_places=4, default=0, help_text="What its returns gave back to the buyer.", max_digits=15
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="cancelled_amount",
            field=models.DecimalField(
                decimal_places=4, default=0, help_text="Taken off the sums told for cancelled units.", max_digits=15
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="refund_estimated",
            field=models.BooleanField(
                default=False, help_text="Some of it is the price of the goods: no refund was told."
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="refunded_amount",
            field=models.DecimalField(
                decimal_places=4, default=0, help_text="What its returns gave back to the buyer.", max_digits=15
            ),
        ),
        migrations.AlterField(
            model_name="historicalorder",
            name="fees",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="As told, else by the shop’s fee rule.",
                max_digits=15,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="historicalorder",
            name="fees_estimated",
            field=models.BooleanField(default=False, help_text="The fees are by the shop’s fee rule."),
        ),
        migrations.AlterField(
            model_name="historicalorder",
            name="net_amount",
            field=models.DecimalField(
                blank=True, decimal_places=4, help_text="The payout as told.", max_digits=15, null=True
            ),
        ),
        migrations.AlterField(
            model_name="historicalorder",
            name="total",
            field=models.DecimalField(
                decimal_places=4,
                help_text="Without cancelled units; of an order cancelled whole as told.",
                max_digits=15,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="fees",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="As told, else by the shop’s fee rule.",
                max_digits=15,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="fees_estimated",
            field=models.BooleanField(default=False, help_text="The fees are by the shop’s fee rule."),
        ),
        migrations.AlterField(
            model_name="order",
            name="net_amount",
            field=models.DecimalField(
                blank=True, decimal_places=4, help_text="The payout as told.", max_digits=15, null=True
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="total",
            field=models.DecimalField(
                decimal_places=4,
                help_text="Without cancelled units; of an order cancelled whole as told.",
                max_digits=15,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalFeeRule",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "percent",
                    models.DecimalField(
                        blank=True, decimal_places=4, help_text="Of what the buyer pays.", max_digits=7, null=True
                    ),
                ),
                ("fixed", models.DecimalField(decimal_places=4, default=0, help_text="Per order.", max_digits=15)),
                ("currency", models.CharField(max_length=3)),
                (
                    "starts_on",
                    models.DateField(help_text="Orders placed on this day, as the store lives it, or later."),
                ),
                ("made_by", models.CharField(blank=True, max_length=150)),
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
                "verbose_name": "historical fee rule",
                "verbose_name_plural": "historical fee rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="FeeRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "percent",
                    models.DecimalField(
                        blank=True, decimal_places=4, help_text="Of what the buyer pays.", max_digits=7, null=True
                    ),
                ),
                ("fixed", models.DecimalField(decimal_places=4, default=0, help_text="Per order.", max_digits=15)),
                ("currency", models.CharField(max_length=3)),
                (
                    "starts_on",
                    models.DateField(help_text="Orders placed on this day, as the store lives it, or later."),
                ),
                ("made_by", models.CharField(blank=True, max_length=150)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fee_rules",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "fee_rules",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(fields=["connection", "-starts_on", "-created_at"], name="fee_rules_in_force")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            models.Q(("percent__gte", 0), ("percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="fee_percent_of_a_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("fixed__gte", 0)), name="fixed_fee_not_below_zero"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
    ]
