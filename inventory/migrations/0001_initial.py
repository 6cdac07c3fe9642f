import uuid

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
            name="HistoricalInventorySyncConfig",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("is_enabled", models.BooleanField(default=True)),
                (
                    "strategy",
                    models.CharField(
                        choices=[("real_time", "at once"), ("scheduled", "on schedule"), ("manual", "only by hand")],
                        default="real_time",
                        max_length=10,
                    ),
                ),
                ("interval_minutes", models.PositiveIntegerField(default=15)),
                ("safety_stock", models.PositiveIntegerField(default=0, verbose_name="buffer")),
                ("out_of_stock_threshold", models.PositiveIntegerField(default=0)),
                ("send_zero", models.BooleanField(default=True)),
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
                "verbose_name": "historical inventory sync config",
                "verbose_name_plural": "historical inventory sync configs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLocation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=30)),
                ("is_default", models.BooleanField(default=False)),
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
            ],
            options={
                "verbose_name": "historical location",
                "verbose_name_plural": "historical locations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProduct",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=500)),
                ("description", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, help_text="Of title and description.", max_length=10)),
                ("brand", models.CharField(blank=True, max_length=150)),
                ("category", models.CharField(blank=True, max_length=250)),
                (
                    "kind",
                    models.CharField(
                        choices=[("physical", "physical"), ("digital", "digital")], default="physical", max_length=10
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("draft", "Draft"), ("archived", "Archived")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("images", models.JSONField(blank=True, default=list)),
                ("attributes", models.JSONField(blank=True, default=dict)),
                (
                    "feed_id",
                    models.CharField(
                        blank=True, help_text="The feed's id or item group; finds it again.", max_length=200
                    ),
                ),
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
            ],
            options={
                "verbose_name": "historical product",
                "verbose_name_plural": "historical products",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="InventorySyncConfig",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("is_enabled", models.BooleanField(default=True)),
                (
                    "strategy",
                    models.CharField(
                        choices=[("real_time", "at once"), ("scheduled", "on schedule"), ("manual", "only by hand")],
                        default="real_time",
                        max_length=10,
                    ),
                ),
                ("interval_minutes", models.PositiveIntegerField(default=15)),
                ("safety_stock", models.PositiveIntegerField(default=0, verbose_name="buffer")),
                ("out_of_stock_threshold", models.PositiveIntegerField(default=0)),
                ("send_zero", models.BooleanField(default=True)),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stock_rule",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "inventory_sync_configs",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=30)),
                ("is_default", models.BooleanField(default=False)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="locations", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "locations",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("store", "code"), name="one_location_per_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("store",), name="one_default_location"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalConnectionLocation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(blank=True, max_length=60)),
                ("remote_name", models.CharField(blank=True, max_length=150)),
                ("is_active", models.BooleanField(default=True)),
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
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical connection location",
                "verbose_name_plural": "historical connection locations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ConnectionLocation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(blank=True, max_length=60)),
                ("remote_name", models.CharField(blank=True, max_length=150)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warehouses",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
            ],
            options={
                "db_table": "connection_locations",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "remote_id"), name="one_row_per_remote_warehouse")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="MarketplaceProduct",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("marketplace_product_id", models.CharField(max_length=100)),
                ("marketplace_variant_id", models.CharField(blank=True, max_length=100)),
                ("marketplace_sku", models.CharField(blank=True, max_length=100)),
                ("marketplace_url", models.CharField(blank=True, max_length=500)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("options", models.JSONField(blank=True, default=dict)),
                ("brand", models.CharField(blank=True, max_length=150)),
                ("gtin", models.CharField(blank=True, max_length=14)),
                ("image_url", models.CharField(blank=True, max_length=1000)),
                ("price", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("compare_price", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("stock", models.IntegerField(blank=True, help_text="Seen live there, all warehouses.", null=True)),
                ("stock_by_warehouse", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("inactive", "Inactive"),
                            ("out_of_stock", "Out of stock"),
                            ("deleted", "Deleted there"),
                            ("refused", "Refused"),
                        ],
                        max_length=12,
                    ),
                ),
                ("remote_status", models.CharField(blank=True, max_length=100)),
                ("remote_updated_at", models.DateTimeField(blank=True, null=True)),
                ("last_sync_at", models.DateTimeField(help_text="When it was last seen there.")),
                ("linked_at", models.DateTimeField(blank=True, null=True)),
                ("linked_by", models.CharField(blank=True, help_text="A person, or “same SKU”.", max_length=150)),
                ("stock_override", models.PositiveIntegerField(blank=True, null=True)),
                ("price_override", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("raw", models.JSONField(blank=True, default=dict)),
                (
                    "content_digest",
                    models.CharField(
                        blank=True, help_text="Of what was read: the same digest, nothing changed.", max_length=64
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "marketplace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="marketplaces.marketplace"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listings", to="core.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "listing",
                "db_table": "marketplace_products",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [models.Index(fields=["connection", "marketplace_sku"], name="listings_by_sku")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("connection", "marketplace_product_id", "marketplace_variant_id"),
                        name="one_listing_per_remote_variant",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalMarketplaceProductTranslation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
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
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.marketplaceproduct",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical marketplace product translation",
                "verbose_name_plural": "historical marketplace product translations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MarketplaceProductTranslation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="inventory.marketplaceproduct",
                    ),
                ),
            ],
            options={
                "db_table": "marketplace_product_translations",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("listing", "language"), name="one_listing_text_per_language")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=500)),
                ("description", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, help_text="Of title and description.", max_length=10)),
                ("brand", models.CharField(blank=True, max_length=150)),
                ("category", models.CharField(blank=True, max_length=250)),
                (
                    "kind",
                    models.CharField(
                        choices=[("physical", "physical"), ("digital", "digital")], default="physical", max_length=10
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("draft", "Draft"), ("archived", "Archived")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("images", models.JSONField(blank=True, default=list)),
                ("attributes", models.JSONField(blank=True, default=dict)),
                (
                    "feed_id",
                    models.CharField(
                        blank=True, help_text="The feed's id or item group; finds it again.", max_length=200
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="products", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "products",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [models.Index(fields=["store", "title"], name="products_by_title")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("feed_id", ""), _negated=True),
                        fields=("store", "feed_id"),
                        name="one_product_per_feed_id",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="marketplaceproduct",
            name="product",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="listings",
                to="inventory.product",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalVariant",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sku", models.CharField(max_length=100)),
                ("gtin", models.CharField(blank=True, max_length=14)),
                ("options", models.JSONField(blank=True, default=dict, help_text="Colour, size …")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("price", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("cost", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("image_url", models.CharField(blank=True, max_length=1000)),
                ("low_stock_at", models.PositiveIntegerField(default=0, help_text="Reorder at; 0 is never.")),
                ("opening_counted_at", models.DateTimeField(blank=True, null=True)),
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
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical variant",
                "verbose_name_plural": "historical variants",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProductTranslation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
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
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical product translation",
                "verbose_name_plural": "historical product translations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ProductTranslation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translations", to="inventory.product"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "product_translations",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("product", "language"), name="one_translation_per_language")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sku", models.CharField(max_length=100)),
                ("gtin", models.CharField(blank=True, max_length=14)),
                ("options", models.JSONField(blank=True, default=dict, help_text="Colour, size …")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("price", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("cost", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("image_url", models.CharField(blank=True, max_length=1000)),
                ("low_stock_at", models.PositiveIntegerField(default=0, help_text="Reorder at; 0 is never.")),
                ("opening_counted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="inventory.product"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "product_variants",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("gtin", ""), _negated=True),
                        fields=["store", "gtin"],
                        name="variants_by_gtin",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("store", "sku"), name="one_variant_per_sku")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Stock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("on_hand", models.IntegerField(default=0)),
                ("reserved", models.IntegerField(default=0)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stock", to="inventory.location"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stock", to="inventory.variant"
                    ),
                ),
            ],
            options={
                "db_table": "stock",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "location"), name="one_stock_row_per_place"),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))),
                        name="stock_between_zero_and_on_hand",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "order_item_id",
                    models.UUIDField(help_text="The order line; no foreign key, orders are above inventory."),
                ),
                ("asked", models.PositiveIntegerField()),
                ("granted", models.PositiveIntegerField(default=0)),
                ("short", models.PositiveIntegerField(default=0)),
                ("consumed", models.PositiveIntegerField(default=0, help_text="Units that left with a parcel.")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="inventory.location",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reservations", to="inventory.variant"
                    ),
                ),
            ],
            options={
                "db_table": "reservations",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("asked__gt", 0)), fields=["variant", "location"], name="open_reservations"
                    ),
                    models.Index(condition=models.Q(("short__gt", 0)), fields=["variant"], name="shortages"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order_item_id", "variant", "location"), name="one_reservation_per_line_part_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "asked",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("granted"), "+", models.F("short")
                                ),
                            )
                        ),
                        name="asked_is_granted_plus_short",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="marketplaceproduct",
            name="variant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="listings",
                to="inventory.variant",
            ),
        ),
        migrations.CreateModel(
            name="InventoryChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("delta", models.IntegerField()),
                ("on_hand_before", models.IntegerField()),
                ("on_hand_after", models.IntegerField()),
                ("reserved_after", models.IntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("opening", "Opening count"),
                            ("adjusted", "Adjusted"),
                            ("recount", "Counted"),
                            ("import", "Imported"),
                            ("shipped", "Shipped"),
                            ("returned", "Returned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                (
                    "actor_label",
                    models.CharField(
                        blank=True, help_text="Who, in words, also when it was no person.", max_length=150
                    ),
                ),
                ("order_item_id", models.UUIDField(blank=True, null=True)),
                ("shipment_id", models.UUIDField(blank=True, null=True)),
                ("run_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "actor",
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
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="inventory.location"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="inventory.variant"
                    ),
                ),
            ],
            options={
                "db_table": "inventory_changes",
                "indexes": [
                    models.Index(fields=["variant", "-created_at", "-id"], name="ledger_of_variant"),
                    models.Index(fields=["store", "-created_at"], name="ledger_of_store"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "on_hand_after",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("on_hand_before"), "+", models.F("delta")
                                ),
                            )
                        ),
                        name="ledger_adds_up",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cause", "shipped")),
                        fields=("shipment_id", "order_item_id", "location", "variant"),
                        name="a_parcel_leaves_the_shelf_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReservation",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "order_item_id",
                    models.UUIDField(help_text="The order line; no foreign key, orders are above inventory."),
                ),
                ("asked", models.PositiveIntegerField()),
                ("granted", models.PositiveIntegerField(default=0)),
                ("short", models.PositiveIntegerField(default=0)),
                ("consumed", models.PositiveIntegerField(default=0, help_text="Units that left with a parcel.")),
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
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical reservation",
                "verbose_name_plural": "historical reservations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMarketplaceProduct",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("marketplace_product_id", models.CharField(max_length=100)),
                ("marketplace_variant_id", models.CharField(blank=True, max_length=100)),
                ("marketplace_sku", models.CharField(blank=True, max_length=100)),
                ("marketplace_url", models.CharField(blank=True, max_length=500)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("options", models.JSONField(blank=True, default=dict)),
                ("brand", models.CharField(blank=True, max_length=150)),
                ("gtin", models.CharField(blank=True, max_length=14)),
                ("image_url", models.CharField(blank=True, max_length=1000)),
                ("price", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("compare_price", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("stock", models.IntegerField(blank=True, help_text="Seen live there, all warehouses.", null=True)),
                ("stock_by_warehouse", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("inactive", "Inactive"),
                            ("out_of_stock", "Out of stock"),
                            ("deleted", "Deleted there"),
                            ("refused", "Refused"),
                        ],
                        max_length=12,
                    ),
                ),
                ("remote_status", models.CharField(blank=True, max_length=100)),
                ("remote_updated_at", models.DateTimeField(blank=True, null=True)),
                ("linked_at", models.DateTimeField(blank=True, null=True)),
                ("linked_by", models.CharField(blank=True, help_text="A person, or “same SKU”.", max_length=150)),
                ("stock_override", models.PositiveIntegerField(blank=True, null=True)),
                ("price_override", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
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
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical listing",
                "verbose_name_plural": "historical listings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="marketplaceproduct",
            index=models.Index(fields=["variant"], name="listings_of_variant"),
        ),
    ]
