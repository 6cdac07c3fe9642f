"""The label of what an order's parcels go in, as the marketplace made it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Label(Record):
    """One PDF for each remote order: kept, so that printing again asks nobody. Who printed it is in its history.

    It shows a buyer's name and address, so it is neither in the history nor for ever here.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="labels")
    marketplace_order = models.OneToOneField("orders.MarketplaceOrder", on_delete=models.CASCADE, related_name="label")
    content = models.BinaryField(help_text=_("The PDF."))
    fetched_at = models.DateTimeField()
    prints = models.PositiveIntegerField(default=0)

    history = HistoricalRecords(excluded_fields=["content"])

    class Meta(Record.Meta):
        db_table = "labels"

    def __str__(self) -> str:
        return f"Label of {self.marketplace_order_id}"
