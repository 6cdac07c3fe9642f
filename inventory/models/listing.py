"""A variant offered on a connection: the listing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record

#: Waits for a product. Views write their condition in the same words, or the index of it is not used.
TO_LINK = models.Q(variant__isnull=True, deleted_at__isnull=True) & ~models.Q(status="deleted")


class MarketplaceProduct(Record):
    """What the marketplace said (title, price, stock …) and what we told it. Unlinked while `variant` is empty."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        OUT_OF_STOCK = "out_of_stock", _("Out of stock")
        DELETED = "deleted", _("Deleted there")
        REFUSED = "refused", _("Refused")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="listings")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="listings")
    marketplace = models.ForeignKey("marketplaces.Marketplace", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(
        "inventory.Product", null=True, blank=True, on_delete=models.SET_NULL, related_name="listings"
    )
    variant = models.ForeignKey(
        "inventory.Variant", null=True, blank=True, on_delete=models.SET_NULL, related_name="listings"
    )
    marketplace_product_id = models.CharField(max_length=100)
    marketplace_variant_id = models.CharField(max_length=100, blank=True)
    marketplace_sku = models.CharField(max_length=100, blank=True)
    marketplace_url = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    options = models.JSONField(default=dict, blank=True)
    brand = models.CharField(max_length=150, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    image_url = models.CharField(max_length=1000, blank=True)
    price = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    compare_price = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    stock = models.IntegerField(null=True, blank=True, help_text=_("Seen live there, all warehouses."))
    stock_by_warehouse = models.JSONField(default=dict, blank=True)
    stock_is_theirs = models.BooleanField(
        default=False, db_default=False, help_text=_("Its units lie at the marketplace, which counts them itself.")
    )
    status = models.CharField(max_length=12, choices=Status.choices)
    remote_status = models.CharField(max_length=100, blank=True)
    remote_updated_at = models.DateTimeField(null=True, blank=True)
    last_sync_at = models.DateTimeField(help_text=_("When it was last seen there."))
    linked_at = models.DateTimeField(null=True, blank=True)
    linked_by = models.CharField(max_length=150, blank=True, help_text=_("A person, or “same SKU”."))
    stock_override = models.PositiveIntegerField(null=True, blank=True)
    price_override = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    price_floor = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text=_("Never told less.")
    )
    price_ceiling = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text=_("Never told more.")
    )
    stock_buffer = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Kept back here; empty: as the shop’s or the store’s rule says.")
    )
    stock_threshold = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("With fewer, this listing shows 0; empty: as the rule says.")
    )
    title_override = models.CharField(max_length=500, blank=True, default="", db_default="")
    description_override = models.TextField(blank=True, default="", db_default="")
    raw = models.JSONField(default=dict, blank=True)
    match_rank = models.PositiveSmallIntegerField(
        default=2, db_default=2, editable=False, help_text=_("0: its number is known here, 1: its SKU is, 2: neither.")
    )
    content_digest = models.CharField(
        max_length=64, blank=True, help_text=_("Of what was read: the same digest, nothing changed.")
    )

    history = HistoricalRecords(excluded_fields=["raw", "last_sync_at", "content_digest", "match_rank"])

    class Meta(Record.Meta):
        db_table = "marketplace_products"
        verbose_name = _("listing")
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "marketplace_product_id", "marketplace_variant_id"],
                name="one_listing_per_remote_variant",
            )
        ]
        indexes = [
            models.Index(fields=["variant"], name="listings_of_variant"),
            models.Index(fields=["connection", "marketplace_sku"], name="listings_by_sku"),
            models.Index(fields=["store", "title", "id"], name="listings_by_title"),
            models.Index(
                fields=["store", "-linked_at", "-id"],
                condition=models.Q(linked_at__isnull=False),
                name="listings_by_link",
            ),
            models.Index(
                fields=["store", "title", "id"],
                condition=models.Q(status__in=["refused", "deleted"]),
                name="listings_in_trouble",
            ),
            # A supplier offers a hundred thousand products, and a few of them are ours.
            models.Index(
                fields=["connection", "variant"],
                condition=models.Q(variant__isnull=False, deleted_at__isnull=True),
                name="listings_linked_there",
            ),
            # The count beside Listings, on every page: out of the index alone.
            models.Index(fields=["store", "connection"], condition=TO_LINK, name="listings_to_link"),
            models.Index(
                fields=["store", "match_rank", "title", "id"], condition=TO_LINK, name="listings_surest_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.marketplace_sku


class MarketplaceProductTranslation(Record):
    """The listing's words in another language, as the marketplace keeps them."""

    listing = models.ForeignKey("inventory.MarketplaceProduct", on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "marketplace_product_translations"
        constraints = [models.UniqueConstraint(fields=["listing", "language"], name="one_listing_text_per_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"
