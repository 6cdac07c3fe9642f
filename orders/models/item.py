"""A line of an order, with the product as it was when it was ordered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SecretField
from core.models import Record
from marketplaces.canonical.marks import MarkWish, read_wishes


class OrderItem(Record):
    """A line whose SKU we do not know is kept and parked: `variant` is empty until a person links it (F73)."""

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="items")
    marketplace_order = models.ForeignKey(
        "orders.MarketplaceOrder", null=True, blank=True, on_delete=models.CASCADE, related_name="order_items"
    )
    remote_line_id = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    product = models.ForeignKey("inventory.Product", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    variant = models.ForeignKey(
        "inventory.Variant", null=True, blank=True, on_delete=models.SET_NULL, related_name="order_items"
    )
    listing = models.ForeignKey(
        "inventory.MarketplaceProduct", null=True, blank=True, on_delete=models.SET_NULL, related_name="order_items"
    )
    product_name = models.CharField(max_length=500)
    product_sku = models.CharField(max_length=100, blank=True)
    product_gtin = models.CharField(max_length=14, blank=True)
    product_image_url = models.CharField(max_length=1000, blank=True)
    unit_price = models.DecimalField(max_digits=15, decimal_places=4)
    quantity = models.PositiveIntegerField(help_text=_("As the marketplace says it now."))
    cancelled_quantity = models.PositiveIntegerField(default=0)
    shipped_quantity = models.PositiveIntegerField(default=0)
    subtotal = models.DecimalField(max_digits=15, decimal_places=4)
    tax_amount = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    discount_amount = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    total = models.DecimalField(max_digits=15, decimal_places=4)
    is_digital = models.BooleanField(default=False)
    marks_asked = models.CharField(
        max_length=120,
        blank=True,
        default="",
        help_text=_("Marking codes that the marketplace still asks of each unit; a ? behind what may be left out."),
    )
    license_key = SecretField(blank=True, default="")
    download_url = models.CharField(max_length=500, blank=True)
    download_expiry = models.DateTimeField(null=True, blank=True)
    digital_fulfilled_at = models.DateTimeField(null=True, blank=True)
    supplier = models.CharField(max_length=30, blank=True)
    supplier_order_id = models.CharField(max_length=100, blank=True)
    supplier_cost = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["license_key", "download_url"])

    class Meta(Record.Meta):
        db_table = "order_items"
        constraints = [
            models.UniqueConstraint(fields=["marketplace_order", "remote_line_id"], name="one_line_per_remote_line"),
            models.CheckConstraint(
                condition=models.Q(shipped_quantity__lte=models.F("quantity")), name="not_more_shipped_than_ordered"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=models.F("cancelled_quantity") + models.F("shipped_quantity")),
                name="no_more_left_or_cancelled_than_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="items_of_order"),
            models.Index(
                fields=["product_sku"], condition=models.Q(variant__isnull=True), name="unlinked_lines_by_sku"
            ),
            models.Index(
                fields=["variant"], condition=models.Q(is_digital=True, digital_fulfilled_at__isnull=True),
                name="lines_without_keys",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_name}"

    @property
    def open_quantity(self) -> int:
        """Units that still have to leave."""
        return max(0, self.quantity - self.cancelled_quantity - self.shipped_quantity)

    @property
    def mark_wishes(self) -> tuple[MarkWish, ...]:
        """The marking codes that each of its units still lacks at the marketplace."""
        return read_wishes(self.marks_asked)
