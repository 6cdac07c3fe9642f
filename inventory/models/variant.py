"""What can be counted, reserved and sold: one SKU."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Variant(Record):
    """`opening_counted_at` is law 13: a listing's stock is never pushed before its variant has an opening count."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="variants")
    product = models.ForeignKey("inventory.Product", on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=100)
    gtin = models.CharField(max_length=14, blank=True)
    options = models.JSONField(default=dict, blank=True, help_text=_("Colour, size …"))
    position = models.PositiveSmallIntegerField(default=0)
    price = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    cost = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True)
    image_url = models.CharField(max_length=1000, blank=True)
    low_stock_at = models.PositiveIntegerField(default=0, help_text=_("Reorder at; 0 is never."))
    opening_counted_at = models.DateTimeField(null=True, blank=True)
    is_bundle = models.BooleanField(
        default=False, db_default=False, help_text=_("Made of parts; counted once all of its parts are.")
    )

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "product_variants"
        constraints = [models.UniqueConstraint(fields=["store", "sku"], name="one_variant_per_sku")]
        indexes = [
            models.Index(fields=["store", "gtin"], condition=~models.Q(gtin=""), name="variants_by_gtin"),
            models.Index(
                fields=["store", "sku", "id"], name="uncounted_variants",
                condition=models.Q(opening_counted_at__isnull=True, deleted_at__isnull=True),
            ),
            models.Index(
                fields=["store", "sku", "id"], name="bundles_by_sku",
                condition=models.Q(is_bundle=True, deleted_at__isnull=True),
            ),
            models.Index(
                fields=["store", "low_stock_at"], name="variants_with_threshold",
                condition=models.Q(
                    low_stock_at__gt=0, is_bundle=False, opening_counted_at__isnull=False, deleted_at__isnull=True
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.sku
