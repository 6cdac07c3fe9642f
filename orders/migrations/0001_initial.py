import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("core", "__first__"),
        ("inventory", "0001_initial"),
        ("marketplaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(max_length=100)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "connection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="customers", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "customers",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "remote_id"), name="one_customer_per_remote_buyer")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalCustomer",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(max_length=100)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
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
                "verbose_name": "historical customer",
                "verbose_name_plural": "historical customers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrder",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.CharField(help_text="Ours: O-10471.", max_length=30)),
                ("channel", models.CharField(help_text="The marketplace's code.", max_length=20)),
                ("channel_order_id", models.CharField(max_length=100)),
                ("channel_order_url", models.CharField(blank=True, max_length=500)),
                ("customer_name", models.CharField(blank=True, max_length=200)),
                ("customer_email", models.CharField(blank=True, max_length=254)),
                ("customer_phone", models.CharField(blank=True, max_length=40)),
                ("shipping_address", models.JSONField(blank=True, default=dict)),
                ("billing_address", models.JSONField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("subtotal", models.DecimalField(decimal_places=4, max_digits=15)),
                ("shipping_cost", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("tax_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("discount_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("total", models.DecimalField(decimal_places=4, max_digits=15)),
                ("fees", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("net_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("fees_estimated", models.BooleanField(default=False)),
                ("money_unbalanced", models.BooleanField(default=False, help_text="The sums told do not add up.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("confirmed", "Confirmed"),
                            ("processing", "Processing"),
                            ("ready_for_shipment", "Ready to ship"),
                            ("shipped", "Shipped"),
                            ("delivered", "Delivered"),
                            ("fulfilled", "Fulfilled"),
                            ("cancelled", "Cancelled"),
                            ("refunded", "Refunded"),
                            ("partially_refunded", "Part refunded"),
                            ("unknown", "Unknown status"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("seller", "you ship"), ("marketplace", "the marketplace ships")],
                        default="seller",
                        max_length=12,
                    ),
                ),
                (
                    "remote_scheme",
                    models.CharField(blank=True, help_text="Their word: FBS, rFBS, FBO …", max_length=30),
                ),
                ("requires_shipping", models.BooleanField(default=True)),
                ("is_fully_digital", models.BooleanField(default=False)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("cancel_reason", models.CharField(blank=True, max_length=250)),
                ("ordered_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("fulfilled_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("held_reason", models.CharField(blank=True, max_length=200)),
                ("shipping_method", models.CharField(blank=True, max_length=150)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("carrier", models.CharField(blank=True, max_length=100)),
                ("buyer_note", models.TextField(blank=True)),
                ("notes", models.TextField(blank=True)),
                ("tags", models.JSONField(blank=True, default=list)),
                (
                    "unlinked_lines",
                    models.PositiveSmallIntegerField(default=0, help_text="Parked lines without a variant."),
                ),
                ("short_units", models.PositiveIntegerField(default=0)),
                ("sync_status", models.CharField(default="synced", help_text="synced, pending, error", max_length=10)),
                ("sync_error", models.TextField(blank=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orders.customer",
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
                "verbose_name": "historical order",
                "verbose_name_plural": "historical orders",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MarketplaceOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("marketplace_order_id", models.CharField(max_length=100)),
                ("marketplace_order_number", models.CharField(blank=True, max_length=100)),
                (
                    "parent_remote_id",
                    models.CharField(blank=True, help_text="The order this one was split from.", max_length=100),
                ),
                (
                    "status",
                    models.CharField(help_text="Unified word, “unknown” where no table lists theirs.", max_length=20),
                ),
                ("remote_status", models.CharField(max_length=100)),
                ("remote_substatus", models.CharField(blank=True, max_length=100)),
                ("replaced_by_split", models.BooleanField(default=False)),
                ("customer_name", models.CharField(blank=True, max_length=200)),
                ("customer_email", models.CharField(blank=True, max_length=254)),
                ("customer_phone", models.CharField(blank=True, max_length=40)),
                ("shipping_address", models.TextField(blank=True)),
                ("shipping_method", models.CharField(blank=True, max_length=150)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("currency", models.CharField(max_length=3)),
                ("total_amount", models.DecimalField(decimal_places=4, max_digits=15)),
                ("marketplace_fees", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("net_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("notes", models.TextField(blank=True)),
                ("warehouse_remote_id", models.CharField(blank=True, max_length=60)),
                ("remote_updated_at", models.DateTimeField()),
                ("first_seen_by", models.CharField(blank=True, help_text="poll, webhook, button …", max_length=20)),
                ("last_sync_at", models.DateTimeField(help_text="When we read it last.")),
                ("raw", models.JSONField(default=dict, help_text="The data as received.")),
                (
                    "content_digest",
                    models.CharField(
                        blank=True, help_text="Of the canonical order: the same digest, nothing changed.", max_length=64
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marketplace_orders",
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
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "db_table": "marketplace_orders",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("parent_remote_id", ""), _negated=True),
                        fields=["connection", "parent_remote_id"],
                        name="split_children",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("connection", "marketplace_order_id"), name="one_row_per_remote_order"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalMarketplaceOrderItem",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=15)),
                ("total_price", models.DecimalField(decimal_places=4, max_digits=15)),
                ("marketplace_item_id", models.CharField(max_length=100)),
                ("marketplace_sku", models.CharField(blank=True, max_length=100)),
                ("remote_product_id", models.CharField(blank=True, max_length=100)),
                ("remote_variant_id", models.CharField(blank=True, max_length=100)),
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
                    "marketplace_product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inventory.marketplaceproduct",
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
            ],
            options={
                "verbose_name": "historical marketplace order item",
                "verbose_name_plural": "historical marketplace order items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MarketplaceOrderItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=15)),
                ("total_price", models.DecimalField(decimal_places=4, max_digits=15)),
                ("marketplace_item_id", models.CharField(max_length=100)),
                ("marketplace_sku", models.CharField(blank=True, max_length=100)),
                ("remote_product_id", models.CharField(blank=True, max_length=100)),
                ("remote_variant_id", models.CharField(blank=True, max_length=100)),
                (
                    "marketplace_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="orders.marketplaceorder"
                    ),
                ),
                (
                    "marketplace_product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inventory.marketplaceproduct",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inventory.product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inventory.variant",
                    ),
                ),
            ],
            options={
                "db_table": "marketplace_order_items",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("marketplace_order", "marketplace_item_id"), name="one_row_per_remote_order_line"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.CharField(help_text="Ours: O-10471.", max_length=30)),
                ("channel", models.CharField(help_text="The marketplace's code.", max_length=20)),
                ("channel_order_id", models.CharField(max_length=100)),
                ("channel_order_url", models.CharField(blank=True, max_length=500)),
                ("customer_name", models.CharField(blank=True, max_length=200)),
                ("customer_email", models.CharField(blank=True, max_length=254)),
                ("customer_phone", models.CharField(blank=True, max_length=40)),
                ("shipping_address", models.JSONField(blank=True, default=dict)),
                ("billing_address", models.JSONField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("subtotal", models.DecimalField(decimal_places=4, max_digits=15)),
                ("shipping_cost", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("tax_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("discount_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("total", models.DecimalField(decimal_places=4, max_digits=15)),
                ("fees", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("net_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("fees_estimated", models.BooleanField(default=False)),
                ("money_unbalanced", models.BooleanField(default=False, help_text="The sums told do not add up.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("confirmed", "Confirmed"),
                            ("processing", "Processing"),
                            ("ready_for_shipment", "Ready to ship"),
                            ("shipped", "Shipped"),
                            ("delivered", "Delivered"),
                            ("fulfilled", "Fulfilled"),
                            ("cancelled", "Cancelled"),
                            ("refunded", "Refunded"),
                            ("partially_refunded", "Part refunded"),
                            ("unknown", "Unknown status"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("seller", "you ship"), ("marketplace", "the marketplace ships")],
                        default="seller",
                        max_length=12,
                    ),
                ),
                (
                    "remote_scheme",
                    models.CharField(blank=True, help_text="Their word: FBS, rFBS, FBO …", max_length=30),
                ),
                ("requires_shipping", models.BooleanField(default=True)),
                ("is_fully_digital", models.BooleanField(default=False)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("cancel_reason", models.CharField(blank=True, max_length=250)),
                ("ordered_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("fulfilled_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("held_reason", models.CharField(blank=True, max_length=200)),
                ("shipping_method", models.CharField(blank=True, max_length=150)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("carrier", models.CharField(blank=True, max_length=100)),
                ("buyer_note", models.TextField(blank=True)),
                ("notes", models.TextField(blank=True)),
                ("tags", models.JSONField(blank=True, default=list)),
                (
                    "unlinked_lines",
                    models.PositiveSmallIntegerField(default=0, help_text="Parked lines without a variant."),
                ),
                ("short_units", models.PositiveIntegerField(default=0)),
                ("last_synced_at", models.DateTimeField(blank=True, null=True)),
                ("sync_status", models.CharField(default="synced", help_text="synced, pending, error", max_length=10)),
                ("sync_error", models.TextField(blank=True)),
                (
                    "search_text",
                    models.TextField(blank=True, editable=False, help_text="Everything an order is searched by."),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to="marketplaces.connection",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to="orders.customer",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="orders", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "orders",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(fields=["store", "status", "ship_by", "id"], name="orders_by_status"),
                    models.Index(fields=["store", "-ordered_at", "-id"], name="orders_by_date"),
                    models.Index(fields=["store", "connection", "-ordered_at", "-id"], name="orders_by_connection"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("connection", "channel_order_id"), name="one_order_per_remote_order"
                    ),
                    models.UniqueConstraint(fields=("store", "number"), name="one_order_per_number"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="marketplaceorder",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="marketplace_orders", to="orders.order"
            ),
        ),
        migrations.CreateModel(
            name="HistoricalOrderItem",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_line_id", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("product_name", models.CharField(max_length=500)),
                ("product_sku", models.CharField(blank=True, max_length=100)),
                ("product_gtin", models.CharField(blank=True, max_length=14)),
                ("product_image_url", models.CharField(blank=True, max_length=1000)),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=15)),
                ("quantity", models.PositiveIntegerField(help_text="As the marketplace says it now.")),
                ("cancelled_quantity", models.PositiveIntegerField(default=0)),
                ("shipped_quantity", models.PositiveIntegerField(default=0)),
                ("subtotal", models.DecimalField(decimal_places=4, max_digits=15)),
                ("tax_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("discount_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("total", models.DecimalField(decimal_places=4, max_digits=15)),
                ("is_digital", models.BooleanField(default=False)),
                ("download_expiry", models.DateTimeField(blank=True, null=True)),
                ("digital_fulfilled_at", models.DateTimeField(blank=True, null=True)),
                ("supplier", models.CharField(blank=True, max_length=30)),
                ("supplier_order_id", models.CharField(blank=True, max_length=100)),
                ("supplier_cost", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
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
            ],
            options={
                "verbose_name": "historical order item",
                "verbose_name_plural": "historical order items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMarketplaceOrder",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("marketplace_order_id", models.CharField(max_length=100)),
                ("marketplace_order_number", models.CharField(blank=True, max_length=100)),
                (
                    "parent_remote_id",
                    models.CharField(blank=True, help_text="The order this one was split from.", max_length=100),
                ),
                (
                    "status",
                    models.CharField(help_text="Unified word, “unknown” where no table lists theirs.", max_length=20),
                ),
                ("remote_status", models.CharField(max_length=100)),
                ("remote_substatus", models.CharField(blank=True, max_length=100)),
                ("replaced_by_split", models.BooleanField(default=False)),
                ("customer_name", models.CharField(blank=True, max_length=200)),
                ("customer_email", models.CharField(blank=True, max_length=254)),
                ("customer_phone", models.CharField(blank=True, max_length=40)),
                ("shipping_address", models.TextField(blank=True)),
                ("shipping_method", models.CharField(blank=True, max_length=150)),
                ("tracking_number", models.CharField(blank=True, max_length=100)),
                ("currency", models.CharField(max_length=3)),
                ("total_amount", models.DecimalField(decimal_places=4, max_digits=15)),
                ("marketplace_fees", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("net_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("notes", models.TextField(blank=True)),
                ("warehouse_remote_id", models.CharField(blank=True, max_length=60)),
                ("remote_updated_at", models.DateTimeField()),
                ("first_seen_by", models.CharField(blank=True, help_text="poll, webhook, button …", max_length=20)),
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
            ],
            options={
                "verbose_name": "historical marketplace order",
                "verbose_name_plural": "historical marketplace orders",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_line_id", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("product_name", models.CharField(max_length=500)),
                ("product_sku", models.CharField(blank=True, max_length=100)),
                ("product_gtin", models.CharField(blank=True, max_length=14)),
                ("product_image_url", models.CharField(blank=True, max_length=1000)),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=15)),
                ("quantity", models.PositiveIntegerField(help_text="As the marketplace says it now.")),
                ("cancelled_quantity", models.PositiveIntegerField(default=0)),
                ("shipped_quantity", models.PositiveIntegerField(default=0)),
                ("subtotal", models.DecimalField(decimal_places=4, max_digits=15)),
                ("tax_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("discount_amount", models.DecimalField(decimal_places=4, default=0, max_digits=15)),
                ("total", models.DecimalField(decimal_places=4, max_digits=15)),
                ("is_digital", models.BooleanField(default=False)),
                ("license_key", core.fields.SecretField(blank=True, default="")),
                ("download_url", models.CharField(blank=True, max_length=500)),
                ("download_expiry", models.DateTimeField(blank=True, null=True)),
                ("digital_fulfilled_at", models.DateTimeField(blank=True, null=True)),
                ("supplier", models.CharField(blank=True, max_length=30)),
                ("supplier_order_id", models.CharField(blank=True, max_length=100)),
                ("supplier_cost", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="order_items",
                        to="inventory.marketplaceproduct",
                    ),
                ),
                (
                    "marketplace_order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="order_items",
                        to="orders.marketplaceorder",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="orders.order"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inventory.product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="order_items",
                        to="inventory.variant",
                    ),
                ),
            ],
            options={
                "db_table": "order_items",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(fields=["order"], name="items_of_order"),
                    models.Index(
                        condition=models.Q(("variant__isnull", True)),
                        fields=["product_sku"],
                        name="unlinked_lines_by_sku",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("marketplace_order", "remote_line_id"), name="one_line_per_remote_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shipped_quantity__lte", models.F("quantity"))),
                        name="not_more_shipped_than_ordered",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="OrderStatusHistory",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_status", models.CharField(blank=True, max_length=20)),
                ("to_status", models.CharField(max_length=20)),
                ("changed_by", models.CharField(max_length=150)),
                ("reason", models.CharField(blank=True, max_length=250)),
                ("metadata", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="status_history", to="orders.order"
                    ),
                ),
            ],
            options={
                "db_table": "order_status_history",
                "indexes": [models.Index(fields=["order", "created_at"], name="status_history_of_order")],
            },
        ),
        migrations.AddIndex(
            model_name="marketplaceorder",
            index=models.Index(fields=["order"], name="marketplace_orders_of_order"),
        ),
    ]
