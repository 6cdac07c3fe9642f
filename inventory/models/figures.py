"""What the marketplace itself counts of a listing on a day, kept beside our own numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class ListingFigures(Record):
    """One day of one listing, the latest reading of it: marketplaces still correct days that are over.

    An empty number was not told. Nothing of ours is made from these; they are shown beside what we counted.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="listing_figures")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="listing_figures")
    listing = models.ForeignKey("inventory.MarketplaceProduct", on_delete=models.CASCADE, related_name="figures")
    day = models.DateField(help_text=_("As the marketplace lives it."))
    ordered_units = models.PositiveIntegerField(null=True, blank=True)
    revenue = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    views = models.PositiveIntegerField(null=True, blank=True)
    sessions = models.PositiveIntegerField(null=True, blank=True)
    cart_adds = models.PositiveIntegerField(null=True, blank=True)
    cancelled_units = models.PositiveIntegerField(null=True, blank=True)
    delivered_units = models.PositiveIntegerField(null=True, blank=True)
    returned_units = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Record.Meta):
        db_table = "marketplace_listing_figures"
        verbose_name = _("listing's day")
        verbose_name_plural = _("listings' days")
        constraints = [models.UniqueConstraint(fields=["listing", "day"], name="one_row_per_listing_and_day")]
        indexes = [models.Index(fields=["store", "connection", "day"], name="figures_by_day")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.day}"
