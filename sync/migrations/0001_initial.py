import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("core", "__first__"),
        ("marketplaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalScheduledJob",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "job_type",
                    models.CharField(help_text="orders, products, inventory, prices, fulfillment", max_length=20),
                ),
                ("is_enabled", models.BooleanField(default=True)),
                ("cron_expression", models.CharField(blank=True, max_length=60)),
                (
                    "interval_minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                    ),
                ),
                ("jitter_seconds", models.PositiveIntegerField(default=20)),
                ("max_retries", models.PositiveSmallIntegerField(default=3)),
                ("retry_delay_seconds", models.PositiveIntegerField(default=60)),
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
                "verbose_name": "historical scheduled job",
                "verbose_name_plural": "historical scheduled jobs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MarketplaceSyncLog",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "sync_type",
                    models.CharField(
                        choices=[
                            ("orders", "Orders"),
                            ("products", "Products"),
                            ("inventory", "Stock"),
                            ("prices", "Prices"),
                            ("fulfillment", "Shipments"),
                            ("import", "Product feed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("in_progress", "Running"),
                            ("completed", "Done"),
                            ("partially_completed", "Partly done"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("downloading", "Downloading"),
                            ("parsing", "Reading"),
                            ("upserting", "Storing"),
                            ("checking", "Checking"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        default="button", help_text="button, command, schedule, webhook, api", max_length=10
                    ),
                ),
                (
                    "options",
                    models.JSONField(blank=True, default=dict, help_text="full, since, create_missing, remote ids …"),
                ),
                (
                    "expected_records",
                    models.PositiveIntegerField(blank=True, help_text="Where the marketplace tells.", null=True),
                ),
                ("total_records", models.PositiveIntegerField(default=0)),
                ("processed_records", models.PositiveIntegerField(default=0)),
                ("failed_records", models.PositiveIntegerField(default=0)),
                ("created_records", models.PositiveIntegerField(default=0)),
                ("updated_records", models.PositiveIntegerField(default=0)),
                ("unchanged_records", models.PositiveIntegerField(default=0)),
                ("parked_records", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("start_time", models.DateTimeField(blank=True, null=True)),
                ("end_time", models.DateTimeField(blank=True, null=True)),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                ("lease_owner", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("stop_requested", models.BooleanField(default=False)),
                ("error_kind", models.CharField(blank=True, max_length=30)),
                ("error_message", models.TextField(blank=True)),
                ("error_said", models.TextField(blank=True)),
                ("error_fix", models.TextField(blank=True)),
                ("messages", models.JSONField(blank=True, default=list, help_text="Lines of the log: [time, text].")),
                (
                    "connection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sync_logs",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "marketplace",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="marketplaces.marketplace",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sync_logs", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "marketplace_sync_logs",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(fields=["store", "-created_at", "-id"], name="runs_of_store"),
                    models.Index(fields=["connection", "sync_type", "-created_at"], name="runs_of_connection"),
                    models.Index(
                        condition=models.Q(("status__in", ["pending", "in_progress"])),
                        fields=["status"],
                        name="open_runs",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_progress")),
                        fields=("connection", "sync_type"),
                        name="a_run_never_overlaps_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "processed_records",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("created_records"), "+", models.F("updated_records")
                                            ),
                                            "+",
                                            models.F("unchanged_records"),
                                        ),
                                        "+",
                                        models.F("parked_records"),
                                    ),
                                    "+",
                                    models.F("failed_records"),
                                ),
                            )
                        ),
                        name="records_balance",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="MarketplaceWebhook",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("event_key", models.CharField(max_length=250)),
                ("topic", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=60)),
                ("remote_ids", models.JSONField(default=list)),
                ("body", models.TextField(help_text="As received, secrets redacted.")),
                ("source_ip", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("processing", "Working on it"),
                            ("done", "Done"),
                            ("failed", "Refused"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("duplicates", models.PositiveIntegerField(default=0)),
                ("lease_owner", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("processed_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "marketplace_webhooks",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(condition=models.Q(("status", "received")), fields=["due_at"], name="webhooks_due"),
                    models.Index(fields=["store", "-received_at"], name="webhooks_of_store"),
                ],
                "constraints": [models.UniqueConstraint(fields=("connection", "event_key"), name="one_row_per_event")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ScheduledJob",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "job_type",
                    models.CharField(help_text="orders, products, inventory, prices, fulfillment", max_length=20),
                ),
                ("is_enabled", models.BooleanField(default=True)),
                ("cron_expression", models.CharField(blank=True, max_length=60)),
                (
                    "interval_minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                    ),
                ),
                ("jitter_seconds", models.PositiveIntegerField(default=20)),
                ("next_run_at", models.DateTimeField()),
                ("last_run_at", models.DateTimeField(blank=True, null=True)),
                ("last_run_status", models.CharField(blank=True, max_length=20)),
                ("last_run_duration_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("max_retries", models.PositiveSmallIntegerField(default=3)),
                ("retry_delay_seconds", models.PositiveIntegerField(default=60)),
                ("failures", models.PositiveSmallIntegerField(default=0, help_text="In a row.")),
                ("lease_owner", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scheduled_jobs",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scheduled_jobs",
                        to="core.store",
                    ),
                ),
            ],
            options={
                "db_table": "scheduled_jobs",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(condition=models.Q(("is_enabled", True)), fields=["next_run_at"], name="jobs_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "job_type"), name="one_job_per_connection_and_type")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SyncLogItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("item", models.CharField(help_text="Their number or SKU.", max_length=200)),
                ("outcome", models.CharField(choices=[("refused", "Refused"), ("parked", "Parked")], max_length=8)),
                ("kind", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField()),
                ("said", models.TextField(blank=True)),
                ("fix", models.TextField(blank=True)),
                ("can_retry", models.BooleanField(default=False)),
                ("subject_id", models.UUIDField(blank=True, null=True)),
                ("raw", models.JSONField(blank=True, default=dict)),
                ("retried_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "sync_log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="sync.marketplacesynclog"
                    ),
                ),
            ],
            options={
                "db_table": "sync_log_items",
                "indexes": [models.Index(fields=["sync_log", "outcome"], name="items_of_run")],
            },
        ),
        migrations.CreateModel(
            name="WebhookTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=60)),
                ("count", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="marketplaces.connection"
                    ),
                ),
            ],
            options={
                "db_table": "webhook_tallies",
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "day", "reason"), name="one_tally_per_day_and_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("stream", models.CharField(help_text="orders, products …", max_length=20)),
                ("position", models.DateTimeField(blank=True, null=True)),
                ("walk", models.JSONField(blank=True, default=dict)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cursors",
                        to="marketplaces.connection",
                    ),
                ),
            ],
            options={
                "db_table": "sync_cursors",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [models.UniqueConstraint(fields=("connection", "stream"), name="one_cursor_per_stream")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
    ]
