import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.fields
import marketplaces.models.connection


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("core", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("tat", models.DateTimeField()),
                ("blocked_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "rate_buckets",
            },
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "remote_account_id",
                    models.CharField(help_text="Their id of this shop, from the test call.", max_length=100),
                ),
                ("remote_account_name", models.CharField(blank=True, max_length=150)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Healthy"),
                            ("paused", "Paused by you"),
                            ("stopped", "Stopped"),
                            ("disconnected", "Disconnected"),
                        ],
                        default="active",
                        max_length=12,
                    ),
                ),
                (
                    "status_kind",
                    models.CharField(blank=True, help_text="The error's kind while stopped.", max_length=30),
                ),
                ("status_reason", models.TextField(blank=True)),
                ("status_since", models.DateTimeField(blank=True, null=True)),
                ("is_sandbox", models.BooleanField(default=False)),
                (
                    "base_url",
                    models.CharField(blank=True, help_text="Overrides the marketplace's address.", max_length=255),
                ),
                ("settings", models.JSONField(blank=True, default=dict, help_text="What is not secret.")),
                (
                    "webhook_token",
                    models.CharField(
                        default=marketplaces.models.connection.new_webhook_token, editable=False, max_length=60
                    ),
                ),
                ("orders_in", models.BooleanField(default=True, verbose_name="read orders")),
                ("products_in", models.BooleanField(default=True, verbose_name="read products")),
                ("stock_out", models.BooleanField(default=False, verbose_name="send stock")),
                ("price_out", models.BooleanField(default=False, verbose_name="send prices")),
                ("fulfilment_out", models.BooleanField(default=True, verbose_name="send shipments")),
                ("login_ends_at", models.DateTimeField(blank=True, null=True)),
                ("last_tested_at", models.DateTimeField(blank=True, null=True)),
                ("orders_read_at", models.DateTimeField(blank=True, null=True)),
                ("products_read_at", models.DateTimeField(blank=True, null=True)),
                ("stock_sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="connections", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "marketplace_connections",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("webhook_token",), name="one_connection_per_webhook_token")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalMarketplace",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=20)),
                ("description", models.TextField(blank=True)),
                ("api_base_url", models.CharField(blank=True, help_text="Empty: the connector's own.", max_length=255)),
                ("api_version", models.CharField(blank=True, max_length=20)),
                ("auth_type", models.CharField(blank=True, help_text="api_key, oauth2 or bearer", max_length=20)),
                ("rate_limit", models.CharField(blank=True, help_text="As documented, in words.", max_length=200)),
                ("documentation_url", models.CharField(blank=True, max_length=255)),
                ("is_active", models.BooleanField(default=True)),
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
            ],
            options={
                "verbose_name": "historical marketplace",
                "verbose_name_plural": "historical marketplaces",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutboundChange",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stock", "stock"),
                            ("price", "price"),
                            ("shipment", "shipment"),
                            ("cancel", "cancellation"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject_id", models.UUIDField(help_text="Listing, shipment or marketplace order; no foreign key.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to send"),
                            ("accepted", "Accepted, not visible yet"),
                            ("synced", "Synced"),
                            ("retry", "Trying again"),
                            ("refused", "Refused"),
                            ("paused", "Paused"),
                            ("held", "Held back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("wanted_version", models.PositiveBigIntegerField(default=1)),
                ("sent_version", models.PositiveBigIntegerField(default=0)),
                ("seen_version", models.PositiveBigIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_sent", models.JSONField(blank=True, default=dict, help_text="What we told last.")),
                ("error_kind", models.CharField(blank=True, max_length=30)),
                ("error", models.TextField(blank=True)),
                ("error_said", models.TextField(blank=True)),
                ("error_fix", models.TextField(blank=True)),
                ("request_id", models.CharField(blank=True, max_length=120)),
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
                "verbose_name": "historical outbound change",
                "verbose_name_plural": "historical outbound changes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Marketplace",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=20)),
                ("description", models.TextField(blank=True)),
                ("api_base_url", models.CharField(blank=True, help_text="Empty: the connector's own.", max_length=255)),
                ("api_version", models.CharField(blank=True, max_length=20)),
                ("auth_type", models.CharField(blank=True, help_text="api_key, oauth2 or bearer", max_length=20)),
                ("rate_limit", models.CharField(blank=True, help_text="As documented, in words.", max_length=200)),
                ("documentation_url", models.CharField(blank=True, max_length=255)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "marketplaces",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [models.UniqueConstraint(fields=("code",), name="one_marketplace_per_code")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalMarketplaceCredential",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("store_id_there", models.CharField(blank=True, db_column="store_id", max_length=100)),
                ("store_name", models.CharField(blank=True, max_length=100)),
                ("previous_until", models.DateTimeField(blank=True, null=True)),
                ("credential_type", models.CharField(blank=True, max_length=20)),
                ("token_expires_at", models.DateTimeField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("is_valid", models.BooleanField(default=True)),
                ("last_validated_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "marketplace",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="marketplaces.marketplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical marketplace credential",
                "verbose_name_plural": "historical marketplace credentials",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConnection",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "remote_account_id",
                    models.CharField(help_text="Their id of this shop, from the test call.", max_length=100),
                ),
                ("remote_account_name", models.CharField(blank=True, max_length=150)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Healthy"),
                            ("paused", "Paused by you"),
                            ("stopped", "Stopped"),
                            ("disconnected", "Disconnected"),
                        ],
                        default="active",
                        max_length=12,
                    ),
                ),
                (
                    "status_kind",
                    models.CharField(blank=True, help_text="The error's kind while stopped.", max_length=30),
                ),
                ("status_reason", models.TextField(blank=True)),
                ("status_since", models.DateTimeField(blank=True, null=True)),
                ("is_sandbox", models.BooleanField(default=False)),
                (
                    "base_url",
                    models.CharField(blank=True, help_text="Overrides the marketplace's address.", max_length=255),
                ),
                ("settings", models.JSONField(blank=True, default=dict, help_text="What is not secret.")),
                ("orders_in", models.BooleanField(default=True, verbose_name="read orders")),
                ("products_in", models.BooleanField(default=True, verbose_name="read products")),
                ("stock_out", models.BooleanField(default=False, verbose_name="send stock")),
                ("price_out", models.BooleanField(default=False, verbose_name="send prices")),
                ("fulfilment_out", models.BooleanField(default=True, verbose_name="send shipments")),
                ("login_ends_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "marketplace",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="marketplaces.marketplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical connection",
                "verbose_name_plural": "historical connections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="connection",
            name="marketplace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="connections", to="marketplaces.marketplace"
            ),
        ),
        migrations.CreateModel(
            name="MarketplaceCredential",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("store_id_there", models.CharField(blank=True, db_column="store_id", max_length=100)),
                ("store_name", models.CharField(blank=True, max_length=100)),
                ("api_key", core.fields.SecretField(blank=True, default="")),
                ("api_secret", core.fields.SecretField(blank=True, default="")),
                ("access_token", core.fields.SecretField(blank=True, default="")),
                ("refresh_token", core.fields.SecretField(blank=True, default="")),
                (
                    "extra",
                    core.fields.SecretField(
                        blank=True, default="", help_text="JSON of the connector's other secret fields."
                    ),
                ),
                (
                    "previous",
                    core.fields.SecretField(blank=True, default="", help_text="JSON of the values before a rotation."),
                ),
                ("previous_until", models.DateTimeField(blank=True, null=True)),
                (
                    "hints",
                    models.JSONField(blank=True, default=dict, help_text="Field name to “…Q9”: the last characters."),
                ),
                ("credential_type", models.CharField(blank=True, max_length=20)),
                ("token_expires_at", models.DateTimeField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("is_valid", models.BooleanField(default=True)),
                ("last_validated_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("lease_owner", models.UUIDField(blank=True, editable=False, null=True)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credential",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "marketplace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="marketplaces.marketplace"
                    ),
                ),
            ],
            options={
                "db_table": "marketplace_credentials",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="OutboundChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stock", "stock"),
                            ("price", "price"),
                            ("shipment", "shipment"),
                            ("cancel", "cancellation"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject_id", models.UUIDField(help_text="Listing, shipment or marketplace order; no foreign key.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to send"),
                            ("accepted", "Accepted, not visible yet"),
                            ("synced", "Synced"),
                            ("retry", "Trying again"),
                            ("refused", "Refused"),
                            ("paused", "Paused"),
                            ("held", "Held back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("urgent", models.BooleanField(default=False, help_text="Zero stock goes in its own lane, first.")),
                ("wanted_version", models.PositiveBigIntegerField(default=1)),
                ("sent_version", models.PositiveBigIntegerField(default=0)),
                ("seen_version", models.PositiveBigIntegerField(default=0)),
                ("wanted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "due_at",
                    models.DateTimeField(help_text="Not before; while accepted: when to look whether it is visible."),
                ),
                ("lease_owner", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("progress", models.JSONField(blank=True, default=dict, help_text="What an earlier try left behind.")),
                ("last_sent", models.JSONField(blank=True, default=dict, help_text="What we told last.")),
                ("error_kind", models.CharField(blank=True, max_length=30)),
                ("error", models.TextField(blank=True)),
                ("error_said", models.TextField(blank=True)),
                ("error_fix", models.TextField(blank=True)),
                ("request_id", models.CharField(blank=True, max_length=120)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outbound_changes",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "outbound_changes",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "retry", "accepted"])),
                        fields=["connection", "kind", "due_at"],
                        name="outbound_due",
                    ),
                    models.Index(fields=["subject_id"], name="outbound_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "kind", "subject_id"), name="one_change_per_subject"),
                    models.CheckConstraint(
                        condition=models.Q(("sent_version__lte", models.F("wanted_version"))),
                        name="sent_not_past_wanted",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ApiCall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("run_id", models.UUIDField(blank=True, null=True)),
                ("operation", models.CharField(max_length=40)),
                ("method", models.CharField(max_length=8)),
                ("path", models.CharField(max_length=250)),
                ("http_status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("outcome", models.CharField(default="ok", max_length=30)),
                ("said", models.TextField(blank=True)),
                ("request_id", models.CharField(blank=True, max_length=120)),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("duration_ms", models.PositiveIntegerField(default=0)),
                ("waited_ms", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="marketplaces.connection",
                    ),
                ),
            ],
            options={
                "db_table": "api_calls",
                "indexes": [
                    models.Index(fields=["connection", "-at"], name="api_calls_recent"),
                    models.Index(
                        condition=models.Q(("run_id__isnull", False)), fields=["run_id"], name="api_calls_run"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.UniqueConstraint(
                fields=("store", "marketplace", "remote_account_id"), name="one_connection_per_remote_account"
            ),
        ),
    ]
