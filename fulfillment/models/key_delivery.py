"""Keys handed over to a buyer: by a link that opens once, or by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class KeyDelivery(Record):
    """Its id is what the signed link carries. The link shows the keys to the browser that opens it first."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="key_deliveries")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="key_deliveries")
    sent_to = models.CharField(max_length=254, blank=True, help_text=_("Empty: a person hands the keys over."))
    handed_over_by = models.CharField(max_length=150, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=64, blank=True, help_text=_("A mark of the browser that opened it."))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["opened_by"])

    class Meta(Record.Meta):
        db_table = "key_deliveries"
        verbose_name = _("key delivery")
        verbose_name_plural = _("key deliveries")
        indexes = [models.Index(fields=["order"], name="key_deliveries_of_order")]

    def __str__(self) -> str:
        return f"Keys to {self.sent_to or self.handed_over_by}"
