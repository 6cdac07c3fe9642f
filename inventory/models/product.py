"""A thing we sell, in the store's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Product(Record):
    """Has at least one variant; a product without variations has exactly one."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("physical")
        DIGITAL = "digital", _("digital")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        DRAFT = "draft", _("Draft")
        ARCHIVED = "archived", _("Archived")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="products")
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True, help_text=_("Of title and description."))
    brand = models.CharField(max_length=150, blank=True)
    category = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PHYSICAL)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    images = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    feed_id = models.CharField(max_length=200, blank=True, help_text=_("The feed's id or item group; finds it again."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "products"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "feed_id"], condition=~models.Q(feed_id=""), name="one_product_per_feed_id"
            )
        ]
        indexes = [
            models.Index(fields=["store", "title"], name="products_by_title"),
            # The view of digital goods and its count: they are few among many.
            models.Index(
                fields=["store", "title", "id"],
                condition=models.Q(kind="digital", deleted_at__isnull=True) & ~models.Q(status="archived"),
                name="digital_products_by_title",
            ),
        ]

    def __str__(self) -> str:
        return self.title
