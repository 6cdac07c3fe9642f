"""A product's words in another language (F40)."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Record


class ProductTranslation(Record):
    """Missing ones fall back along the store's languages, visibly."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey("inventory.Product", on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "product_translations"
        constraints = [models.UniqueConstraint(fields=["product", "language"], name="one_translation_per_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"
