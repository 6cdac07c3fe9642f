"""What the marketplace said about an order: the remote's word, always stored (law 10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class MarketplaceOrder(Record):
    """One row per remote order (law 1). Several may belong to one order of ours: a split, a merge."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(
        "marketplaces.Connection", on_delete=models.CASCADE, related_name="marketplace_orders"
    )
    marketplace = models.ForeignKey("marketplaces.Marketplace", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="marketplace_orders")
    marketplace_order_id = models.CharField(max_length=100)
    marketplace_order_number = models.CharField(max_length=100, blank=True)
    parent_remote_id = models.CharField(max_length=100, blank=True, help_text=_("The order this one was split from."))
    status = models.CharField(max_length=20, help_text=_("Unified word, “unknown” where no table lists theirs."))
    remote_status = models.CharField(max_length=100)
    remote_substatus = models.CharField(max_length=100, blank=True)
    replaced_by_split = models.BooleanField(default=False)
    customer_name = models.CharField(max_length=200, blank=True)
    customer_email = models.CharField(max_length=254, blank=True)
    customer_phone = models.CharField(max_length=40, blank=True)
    shipping_address = models.TextField(blank=True)
    shipping_method = models.CharField(max_length=150, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    currency = models.CharField(max_length=3)
    total_amount = models.DecimalField(max_digits=15, decimal_places=4)
    marketplace_fees = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    net_amount = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    notes = models.TextField(blank=True)
    warehouse_remote_id = models.CharField(max_length=60, blank=True)
    remote_updated_at = models.DateTimeField()
    first_seen_by = models.CharField(max_length=20, blank=True, help_text=_("poll, webhook, button …"))
    last_sync_at = models.DateTimeField(help_text=_("When we read it last."))
    raw = models.JSONField(default=dict, help_text=_("The data as received."))
    content_digest = models.CharField(
        max_length=64, blank=True, help_text=_("Of the canonical order: the same digest, nothing changed.")
    )

    history = HistoricalRecords(excluded_fields=["raw", "last_sync_at", "content_digest"])

    class Meta(Record.Meta):
        db_table = "marketplace_orders"
        constraints = [
            models.UniqueConstraint(fields=["connection", "marketplace_order_id"], name="one_row_per_remote_order")
        ]
        indexes = [
            models.Index(fields=["order"], name="marketplace_orders_of_order"),
            models.Index(
                fields=["connection", "parent_remote_id"],
                condition=~models.Q(parent_remote_id=""),
                name="split_children",
            ),
        ]

    def __str__(self) -> str:
        return self.marketplace_order_number or self.marketplace_order_id


class MarketplaceOrderItem(Record):
    """A line as the marketplace said it."""

    marketplace_order = models.ForeignKey("orders.MarketplaceOrder", on_delete=models.CASCADE, related_name="items")
    marketplace_product = models.ForeignKey(
        "inventory.MarketplaceProduct", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    product = models.ForeignKey("inventory.Product", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    variant = models.ForeignKey("inventory.Variant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=15, decimal_places=4)
    total_price = models.DecimalField(max_digits=15, decimal_places=4)
    marketplace_item_id = models.CharField(max_length=100)
    marketplace_sku = models.CharField(max_length=100, blank=True)
    remote_product_id = models.CharField(max_length=100, blank=True)
    remote_variant_id = models.CharField(max_length=100, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "marketplace_order_items"
        constraints = [
            models.UniqueConstraint(
                fields=["marketplace_order", "marketplace_item_id"], name="one_row_per_remote_order_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.marketplace_sku}"
