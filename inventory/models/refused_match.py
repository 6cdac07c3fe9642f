"""A pair of listing and variant that a person has said no to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class RefusedMatch(Record):
    """Never suggested again, and never linked by itself; a person may still link the two, or take the no back."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey("inventory.MarketplaceProduct", on_delete=models.CASCADE, related_name="refused")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="refused_for")
    refused_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=250, blank=True, help_text=_("Why the two are not the same."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "refused_matches"
        verbose_name = _("refused match")
        verbose_name_plural = _("refused matches")
        constraints = [models.UniqueConstraint(fields=["listing", "variant"], name="one_refusal_per_match")]

    def __str__(self) -> str:
        return f"{self.listing_id} ≠ {self.variant_id}"
