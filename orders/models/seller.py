"""Who sells, as it stands on invoices, and how these are numbered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Seller(Record):
    """One row a store. Whoever numbers an invoice holds it locked, so that no number is left out or given twice."""

    store = models.OneToOneField("core.Store", on_delete=models.CASCADE, related_name="seller")
    legal_name = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True, help_text=_("As it is written on a letter, line by line."))
    vat_id = models.CharField(max_length=40, blank=True)
    registration = models.CharField(max_length=100, blank=True, help_text=_("Of the register of companies."))
    note = models.TextField(blank=True, help_text=_("Below each invoice: bank, contact, what the law asks for."))
    invoice_prefix = models.CharField(max_length=12, blank=True, default="INV-")
    credit_prefix = models.CharField(max_length=12, blank=True, default="CN-")
    first_number = models.PositiveIntegerField(default=1, help_text=_("The first invoice’s, where others came before."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "sellers"

    def __str__(self) -> str:
        return self.legal_name
